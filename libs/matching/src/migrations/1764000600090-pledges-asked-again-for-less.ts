import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Beside what it could be lowered to before: a pledge that became less is put before its parties again, with no consent to more. */
export class PledgesAskedAgainForLess1764000600090 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE OR REPLACE FUNCTION check_match_amount() RETURNS trigger LANGUAGE plpgsql
      SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
      BEGIN
        IF NEW.amount <> OLD.amount AND OLD.state NOT IN ('suggested', 'superseded')
           AND NOT (NEW.amount < OLD.amount
                    AND (NEW.state = 'confirmed' AND (OLD.state = 'confirmed' OR OLD.state = 'reviewed' AND OLD.origin = 'pledge')
                         OR OLD.state = 'delivering' AND NEW.state IN ('delivering', 'completed') AND NEW.unit_code IS NOT NULL
                         OR OLD.state = 'reviewed' AND NEW.state = 'reviewed' AND OLD.origin = 'pledge'
                            AND num_nonnulls(NEW.state_consent_at, NEW.donor_consent_at) = 0)) THEN
          RAISE EXCEPTION 'the amount of match % was consented to', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_matches_amount_as_consented';
        END IF;
        RETURN NULL;
      END $$`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
