import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What an offer gave to a fund stays given: it becomes no second agreement after one that took in money, even when that one was
 * withdrawn or lapsed. The act is guarded and not the row: where it was done before, doctor reports it.
 */
export class OffersAgreedOnce1764000900020 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION refuse_second_agreement() RETURNS trigger LANGUAGE plpgsql
      SET search_path = pg_catalog, public, pg_temp AS $$
      BEGIN
        IF EXISTS (SELECT FROM fund_agreements WHERE offer_id = NEW.offer_id AND received_minor > 0) THEN
          RAISE EXCEPTION 'offer % has given under an agreement already', NEW.offer_id
            USING ERRCODE = 'unique_violation', CONSTRAINT = 'uq_fund_agreements_offer';
        END IF;
        RETURN NEW;
      END $$`);
    await runner.query(`
      CREATE TRIGGER tr_fund_agreements_offer BEFORE INSERT ON fund_agreements
      FOR EACH ROW WHEN (NEW.offer_id IS NOT NULL) EXECUTE FUNCTION refuse_second_agreement()`);
    await runner.query(
      'CREATE INDEX ix_fund_agreements_offer_given ON fund_agreements (offer_id) WHERE received_minor > 0',
    );
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
