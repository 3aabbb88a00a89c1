import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A donor can pledge straight to an item: an offer that is tied to it by its match, once and for good. A pledge may be for more than
 * is open, so its confirmation may commit less than was consented to, never more.
 */
export class Pledges1764000600020 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE matches DROP CONSTRAINT ck_matches_origin, ADD CONSTRAINT ck_matches_origin
        CHECK (origin IN ('engine', 'person', 'pledge'))`);
    await runner.query(`CREATE UNIQUE INDEX uq_matches_pledge ON matches (offer_id) WHERE origin = 'pledge'`);
    await runner.query(`
      CREATE OR REPLACE FUNCTION check_match_amount() RETURNS trigger LANGUAGE plpgsql
      SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
      BEGIN
        IF NEW.amount <> OLD.amount AND OLD.state <> 'suggested'
           AND NOT (NEW.state = 'confirmed' AND NEW.amount < OLD.amount
                    AND (OLD.state = 'confirmed' OR OLD.state = 'reviewed' AND OLD.origin = 'pledge')) THEN
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
