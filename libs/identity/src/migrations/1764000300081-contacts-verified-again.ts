import { grantToApp } from '#libs/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** After how many days a designation is to be verified again is decided by coordinators and administrators; a year until then. */
export class ContactsVerifiedAgain1764000300081 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE contact_verification (
        is_only boolean PRIMARY KEY DEFAULT true CONSTRAINT ck_contact_verification_is_only CHECK (is_only),
        after_days integer NOT NULL CONSTRAINT ck_contact_verification_after_days CHECK (after_days BETWEEN 30 AND 1830),
        version integer NOT NULL DEFAULT 1
      )`);
    await runner.query('INSERT INTO contact_verification (after_days) VALUES (365)');
    await grantToApp(runner, 'SELECT, UPDATE', 'contact_verification');
    // When its organization was last asked to have it verified.
    await runner.query('ALTER TABLE points_of_contact ADD verification_asked_on date');
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
