import { grantToApp } from '#libs/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Donors pledge to a fund themselves and may make it less until they sign; the fee is agreed on with the signature. From then on
 * nothing of what was agreed changes.
 */
export class PledgesOfDonors1764000900031 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION refuse_other_agreement() RETURNS trigger LANGUAGE plpgsql
      SET search_path = pg_catalog, public, pg_temp AS $$
      BEGIN
        IF (NEW.amount_minor, NEW.pledged_base_minor) IS DISTINCT FROM (OLD.amount_minor, OLD.pledged_base_minor)
           AND (OLD.state <> 'pledged' OR NEW.state <> 'pledged' OR OLD.offer_id IS NOT NULL
                OR NEW.amount_minor >= OLD.amount_minor OR NEW.pledged_base_minor > OLD.pledged_base_minor)
           OR NEW.fee_rate_millionths <> OLD.fee_rate_millionths
              AND NOT (OLD.state = 'pledged' AND NEW.state = 'committed') THEN
          RAISE EXCEPTION 'what was agreed in % stays as it is', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_fund_agreements_as_agreed';
        END IF;
        RETURN NEW;
      END $$`);
    await runner.query(`CREATE TRIGGER tr_fund_agreements_as_agreed BEFORE UPDATE ON fund_agreements
      FOR EACH ROW EXECUTE FUNCTION refuse_other_agreement()`);
    await runner.query(`CREATE INDEX ix_fund_agreements_over ON fund_agreements (valid_until) WHERE state = 'pledged'`);
    await grantToApp(runner, 'UPDATE (amount_minor, pledged_base_minor, fee_rate_millionths)', 'fund_agreements');
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
