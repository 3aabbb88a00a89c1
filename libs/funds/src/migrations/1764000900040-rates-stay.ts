import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a promise to a fund was worth on its day stays: the rates of its pledge and of its signature, and what was signed for. */
export class RatesStay1764000900040 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION refuse_other_rates() RETURNS trigger LANGUAGE plpgsql
      SET search_path = pg_catalog, public, pg_temp AS $$
      BEGIN
        RAISE EXCEPTION 'the rates of % stay as they were', NEW.id
          USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_fund_agreements_rates_stay';
      END $$`);
    await runner.query(`CREATE TRIGGER tr_fund_agreements_rates_stay BEFORE UPDATE ON fund_agreements FOR EACH ROW WHEN (
      (NEW.pledged_rate, NEW.pledged_rate_on, NEW.pledged_rate_source)
        IS DISTINCT FROM (OLD.pledged_rate, OLD.pledged_rate_on, OLD.pledged_rate_source)
      OR OLD.signed_on IS NOT NULL
         AND (NEW.signed_on, NEW.committed_base_minor, NEW.committed_rate, NEW.committed_rate_on, NEW.committed_rate_source)
           IS DISTINCT FROM (OLD.signed_on, OLD.committed_base_minor, OLD.committed_rate, OLD.committed_rate_on, OLD.committed_rate_source))
      EXECUTE FUNCTION refuse_other_rates()`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
