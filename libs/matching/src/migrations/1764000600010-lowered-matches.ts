import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A confirmed match can give less than both parties consented to, and says why; never more. */
export class LoweredMatches1764000600010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE matches
        ADD consented_amount bigint,
        ADD lowered_reason text,
        ADD lowered_by text CONSTRAINT fk_matches_lowered_by REFERENCES people,
        ADD lowered_at timestamptz,
        ADD CONSTRAINT ck_matches_lowered_whole
          CHECK (num_nulls(consented_amount, lowered_reason, lowered_by, lowered_at) IN (0, 4)),
        ADD CONSTRAINT ck_matches_lowered CHECK (amount < consented_amount)`);
    await runner.query(`
      CREATE FUNCTION check_match_amount() RETURNS trigger LANGUAGE plpgsql
      SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
      BEGIN
        IF NEW.amount <> OLD.amount AND OLD.state <> 'suggested'
           AND NOT (OLD.state = 'confirmed' AND NEW.state = 'confirmed' AND NEW.amount < OLD.amount) THEN
          RAISE EXCEPTION 'the amount of match % was consented to', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_matches_amount_as_consented';
        END IF;
        RETURN NULL;
      END $$`);
    await runner.query('REVOKE ALL ON FUNCTION check_match_amount() FROM PUBLIC');
    await runner.query(`CREATE TRIGGER tr_matches_amount AFTER UPDATE ON matches
      FOR EACH ROW EXECUTE FUNCTION check_match_amount()`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
