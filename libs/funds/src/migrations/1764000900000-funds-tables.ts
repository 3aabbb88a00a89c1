import { grantToApp } from '#libs/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const AMOUNT_MAX = '9007199254740991';

export class FundsTables1764000900000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE funds (
        id text PRIMARY KEY,
        name text NOT NULL CONSTRAINT uq_funds_name UNIQUE,
        kind text NOT NULL CONSTRAINT ck_funds_kind CHECK (kind IN ('facility', 'sponsorship')),
        currency char(3) NOT NULL CONSTRAINT fk_funds_currency REFERENCES currencies,
        fees_account_id text NOT NULL CONSTRAINT fk_funds_fees_account REFERENCES ledger_accounts,
        created_at timestamptz NOT NULL DEFAULT now()
      )`);
    await runner.query(`
      CREATE TABLE fund_agreements (
        id text PRIMARY KEY,
        fund_id text NOT NULL CONSTRAINT fk_fund_agreements_fund REFERENCES funds,
        donor_organization_id text NOT NULL CONSTRAINT fk_fund_agreements_donor REFERENCES organizations,
        offer_id text,
        amount_minor bigint NOT NULL
          CONSTRAINT ck_fund_agreements_amount CHECK (amount_minor BETWEEN 1 AND ${AMOUNT_MAX}),
        currency char(3) NOT NULL CONSTRAINT fk_fund_agreements_currency REFERENCES currencies,
        fee_rate_millionths integer NOT NULL
          CONSTRAINT ck_fund_agreements_fee_rate CHECK (fee_rate_millionths BETWEEN 0 AND 1000000),
        earmark_level integer NOT NULL CONSTRAINT ck_fund_agreements_earmark_level CHECK (earmark_level BETWEEN 1 AND 4),
        earmark_areas text[] NOT NULL DEFAULT '{}',
        earmark_regions text[] NOT NULL DEFAULT '{}',
        earmark_groups text[] NOT NULL DEFAULT '{}',
        earmark_categories text[] NOT NULL DEFAULT '{}',
        excluded_areas text[] NOT NULL DEFAULT '{}',
        state text NOT NULL CONSTRAINT ck_fund_agreements_state CHECK (state IN
          ('pledged', 'committed', 'partly-received', 'received', 'withdrawn', 'lapsed')),
        pledged_on date NOT NULL,
        pledged_base_minor bigint NOT NULL
          CONSTRAINT ck_fund_agreements_pledged_base CHECK (pledged_base_minor BETWEEN 0 AND ${AMOUNT_MAX}),
        pledged_rate numeric CONSTRAINT ck_fund_agreements_pledged_rate CHECK (pledged_rate > 0),
        pledged_rate_on date,
        pledged_rate_source text,
        signed_on date,
        committed_base_minor bigint
          CONSTRAINT ck_fund_agreements_committed_base CHECK (committed_base_minor BETWEEN 0 AND ${AMOUNT_MAX}),
        committed_rate numeric CONSTRAINT ck_fund_agreements_committed_rate CHECK (committed_rate > 0),
        committed_rate_on date,
        committed_rate_source text,
        received_minor bigint NOT NULL DEFAULT 0,
        valid_until date,
        given_account_id text NOT NULL CONSTRAINT fk_fund_agreements_given_account REFERENCES ledger_accounts
          CONSTRAINT uq_fund_agreements_given_account UNIQUE,
        account_id text NOT NULL CONSTRAINT fk_fund_agreements_account REFERENCES ledger_accounts
          CONSTRAINT uq_fund_agreements_account UNIQUE,
        paid_account_id text NOT NULL CONSTRAINT fk_fund_agreements_paid_account REFERENCES ledger_accounts
          CONSTRAINT uq_fund_agreements_paid_account UNIQUE,
        created_at timestamptz NOT NULL DEFAULT now(),
        version integer NOT NULL DEFAULT 1,
        CONSTRAINT ck_fund_agreements_earmark_says_what CHECK ((earmark_level = 1) = (0 = cardinality(earmark_areas)
          + cardinality(earmark_regions) + cardinality(earmark_groups) + cardinality(earmark_categories)
          + cardinality(excluded_areas))),
        CONSTRAINT ck_fund_agreements_received CHECK (CASE
          WHEN state IN ('pledged', 'committed') THEN received_minor = 0
          WHEN state = 'partly-received' THEN received_minor > 0 AND received_minor < amount_minor
          WHEN state = 'received' THEN received_minor = amount_minor
          ELSE received_minor >= 0 AND received_minor < amount_minor END),
        CONSTRAINT ck_fund_agreements_signed CHECK ((signed_on IS NULL) = (committed_base_minor IS NULL)
          AND (state <> 'pledged' OR signed_on IS NULL)
          AND (received_minor = 0 AND state IN ('pledged', 'withdrawn', 'lapsed') OR signed_on IS NOT NULL)),
        CONSTRAINT ck_fund_agreements_signed_after_pledge CHECK (signed_on >= pledged_on),
        CONSTRAINT ck_fund_agreements_pledged_rate_whole
          CHECK (num_nulls(pledged_rate, pledged_rate_on, pledged_rate_source) IN (0, 3)),
        CONSTRAINT ck_fund_agreements_committed_rate_whole
          CHECK (num_nulls(committed_rate, committed_rate_on, committed_rate_source) IN (0, 3))
      )`);
    await runner.query('CREATE INDEX ix_fund_agreements_fund ON fund_agreements (fund_id, id)');
    await runner.query('CREATE INDEX ix_fund_agreements_donor ON fund_agreements (donor_organization_id)');
    // An offer of money settles bilaterally or becomes one agreement; not two.
    await runner.query(`CREATE UNIQUE INDEX uq_fund_agreements_offer ON fund_agreements (offer_id)
      WHERE offer_id IS NOT NULL AND state NOT IN ('withdrawn', 'lapsed')`);
    await runner.query(`
      CREATE TABLE fund_deposits (
        id text PRIMARY KEY,
        agreement_id text NOT NULL CONSTRAINT fk_fund_deposits_agreement REFERENCES fund_agreements,
        amount_minor bigint NOT NULL CONSTRAINT ck_fund_deposits_amount CHECK (amount_minor BETWEEN 1 AND ${AMOUNT_MAX}),
        currency char(3) NOT NULL,
        received_on date NOT NULL,
        base_minor bigint NOT NULL CONSTRAINT ck_fund_deposits_base CHECK (base_minor BETWEEN 1 AND ${AMOUNT_MAX}),
        base_currency char(3) NOT NULL,
        fee_minor bigint NOT NULL CONSTRAINT ck_fund_deposits_fee CHECK (fee_minor BETWEEN 0 AND base_minor),
        fee_rate_millionths integer NOT NULL,
        rate numeric CONSTRAINT ck_fund_deposits_rate CHECK (rate > 0),
        rate_on date,
        rate_source text,
        external_ref text NOT NULL,
        transfer_id text NOT NULL CONSTRAINT fk_fund_deposits_transfer REFERENCES ledger_transfers
          CONSTRAINT uq_fund_deposits_transfer UNIQUE,
        recorded_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT uq_fund_deposits_external_ref UNIQUE (agreement_id, external_ref),
        CONSTRAINT ck_fund_deposits_rate_whole CHECK (num_nulls(rate, rate_on, rate_source) IN (0, 3)),
        CONSTRAINT ck_fund_deposits_converted
          CHECK (CASE WHEN rate IS NULL THEN currency = base_currency AND base_minor = amount_minor
                      ELSE currency <> base_currency END)
      )`);
    await this.bookDeposits(runner);
    // What was agreed and what came in is written once; only the life of an agreement moves on.
    await grantToApp(runner, 'SELECT, INSERT, UPDATE (name)', 'funds');
    await grantToApp(
      runner,
      `SELECT, INSERT, UPDATE (state, signed_on, committed_base_minor, committed_rate, committed_rate_on,
        committed_rate_source, received_minor, version)`,
      'fund_agreements',
    );
    await grantToApp(runner, 'SELECT, INSERT', 'fund_deposits');
  }

  /** At commit: what an agreement has received is the sum of its deposits, and each deposit stands in the ledger. */
  private async bookDeposits(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION check_fund_agreement() RETURNS trigger LANGUAGE plpgsql
      SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
      DECLARE
        checked text := CASE TG_TABLE_NAME WHEN 'fund_deposits' THEN to_jsonb(NEW) ->> 'agreement_id'
                        ELSE to_jsonb(NEW) ->> 'id' END;
        agreement fund_agreements;
      BEGIN
        SELECT * INTO agreement FROM fund_agreements WHERE id = checked;
        IF agreement.received_minor <> (SELECT coalesce(sum(amount_minor), 0) FROM fund_deposits
             WHERE agreement_id = checked AND currency = agreement.currency) THEN
          RAISE EXCEPTION 'agreement % has not received the sum of its deposits', checked
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_fund_agreements_received_is_deposits';
        END IF;
        IF TG_TABLE_NAME = 'fund_deposits' THEN
          IF NOT EXISTS (SELECT FROM ledger_entries WHERE transfer_id = NEW.transfer_id
               AND account_id = agreement.given_account_id AND amount_minor = -NEW.amount_minor)
             OR NEW.base_minor - NEW.fee_minor <> (SELECT coalesce(sum(amount_minor), 0) FROM ledger_entries
               WHERE transfer_id = NEW.transfer_id AND account_id = agreement.account_id) THEN
            RAISE EXCEPTION 'deposit % is not booked as it says', NEW.id
              USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_fund_deposits_booked';
          END IF;
        END IF;
        RETURN NULL;
      END $$`);
    await runner.query('REVOKE ALL ON FUNCTION check_fund_agreement() FROM PUBLIC');
    await runner.query(`CREATE CONSTRAINT TRIGGER tr_fund_agreements_received AFTER INSERT OR UPDATE OF received_minor
      ON fund_agreements DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_fund_agreement()`);
    await runner.query(`CREATE CONSTRAINT TRIGGER tr_fund_deposits_booked AFTER INSERT ON fund_deposits
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_fund_agreement()`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
