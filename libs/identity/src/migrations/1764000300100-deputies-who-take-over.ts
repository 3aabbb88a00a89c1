import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which primary term ended a term as deputy of the same person, with the end that it had before, so that it can be given back. */
export class DeputiesWhoTakeOver1764000300100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Checked at the end: the term as deputy must end before the primary one of the same person can be written.
    await runner.query(`
      ALTER TABLE points_of_contact
        ADD ended_by_id text CONSTRAINT fk_points_of_contact_ended_by REFERENCES points_of_contact DEFERRABLE INITIALLY DEFERRED,
        ADD ends_on_before date,
        ADD CONSTRAINT ck_points_of_contact_ended_by CHECK (
          (ended_by_id IS NULL AND ends_on_before IS NULL) OR (ended_by_id <> id AND NOT is_primary AND ends_on IS NOT NULL))`);
    await runner.query('CREATE INDEX ix_points_of_contact_ended_by ON points_of_contact (ended_by_id)');
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
