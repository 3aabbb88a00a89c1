import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The consents come from two people. The act of consenting is guarded and not the row: a match of before that has both from one
 * person goes on as it must, and doctor reports it.
 */
export class TwoPeopleConsent1764000600002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION refuse_consent_for_both() RETURNS trigger LANGUAGE plpgsql
      SET search_path = pg_catalog, public, pg_temp AS $$
      BEGIN
        RAISE EXCEPTION 'match % would have both consents from one person', NEW.id
          USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_matches_two_people_consent';
      END $$`);
    await runner.query(`
      CREATE TRIGGER tr_matches_two_people_consent BEFORE INSERT OR UPDATE OF state_consent_by, donor_consent_by ON matches
      FOR EACH ROW WHEN (NEW.state_consent_by = NEW.donor_consent_by) EXECUTE FUNCTION refuse_consent_for_both()`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
