import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The consents come from two people. `NOT VALID`: a match of before that has both from one is for doctor to report. */
export class TwoPeopleConsent1764000600002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE matches ADD CONSTRAINT ck_matches_two_people_consent
        CHECK (state_consent_by <> donor_consent_by OR state = 'rescinded') NOT VALID`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
