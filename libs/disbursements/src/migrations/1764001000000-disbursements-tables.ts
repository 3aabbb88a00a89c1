import { grantToApp } from '#libs/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Amounts stay within 2^53 − 1 minor units, so that they are exact at any edge. */
const AMOUNT = 'amount_minor BETWEEN 1 AND 9007199254740991';

export class DisbursementsTables1764001000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await bankAccounts(runner);
    await orders(runner);
    await drawsAndHistory(runner);
    await approvals(runner);
    await instructions(runner);
    await sandboxBank(runner);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}

async function bankAccounts(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE TABLE bank_accounts (
      id text PRIMARY KEY,
      organization_id text NOT NULL CONSTRAINT fk_bank_accounts_organization REFERENCES organizations,
      holder_name text NOT NULL,
      account_number text NOT NULL CONSTRAINT ck_bank_accounts_account_number CHECK (account_number ~ '^[A-Z0-9]{4,34}$'),
      bic text CONSTRAINT ck_bank_accounts_bic CHECK (bic ~ '^[A-Z0-9]{8}([A-Z0-9]{3})?$'),
      currency char(3) NOT NULL CONSTRAINT fk_bank_accounts_currency REFERENCES currencies,
      created_by_person text NOT NULL CONSTRAINT fk_bank_accounts_created_by REFERENCES people,
      created_at timestamptz NOT NULL DEFAULT now(),
      verified_by_person text CONSTRAINT fk_bank_accounts_verified_by REFERENCES people,
      verified_at timestamptz,
      version integer NOT NULL DEFAULT 1,
      CONSTRAINT ck_bank_accounts_verified CHECK ((verified_by_person IS NULL) = (verified_at IS NULL)),
      CONSTRAINT ck_bank_accounts_second_person CHECK (verified_by_person <> created_by_person),
      CONSTRAINT uq_bank_accounts_number UNIQUE (organization_id, account_number, currency),
      CONSTRAINT uq_bank_accounts_payee UNIQUE (id, organization_id, currency)
    )`);
  // Details are never updated: an approved payment must not be led elsewhere behind its approvers' backs.
  await grantToApp(runner, 'SELECT, INSERT, UPDATE (verified_by_person, verified_at, version)', 'bank_accounts');
}

async function orders(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE TABLE payment_orders (
      id text PRIMARY KEY,
      payee_organization_id text NOT NULL CONSTRAINT fk_payment_orders_payee REFERENCES organizations,
      bank_account_id text NOT NULL,
      amount_minor bigint NOT NULL CONSTRAINT ck_payment_orders_amount CHECK (${AMOUNT}),
      currency char(3) NOT NULL CONSTRAINT fk_payment_orders_currency REFERENCES currencies,
      purpose text NOT NULL,
      purpose_ref text NOT NULL,
      state text NOT NULL CONSTRAINT ck_payment_orders_state CHECK (state IN
        ('requested', 'approved', 'instructed', 'accepted', 'settled', 'failed', 'returned', 'rejected')),
      content text NOT NULL,
      content_sha256 text NOT NULL,
      revision integer NOT NULL DEFAULT 1,
      created_by_person text NOT NULL CONSTRAINT fk_payment_orders_created_by REFERENCES people,
      created_by_organization text NOT NULL CONSTRAINT fk_payment_orders_created_by_organization REFERENCES organizations,
      maker_person_ids text[] NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      version integer NOT NULL DEFAULT 1,
      CONSTRAINT fk_payment_orders_bank_account FOREIGN KEY (bank_account_id, payee_organization_id, currency)
        REFERENCES bank_accounts (id, organization_id, currency),
      CONSTRAINT ck_payment_orders_makers CHECK (maker_person_ids[1] = created_by_person),
      CONSTRAINT ck_payment_orders_content_hash
        CHECK (content_sha256 = encode(sha256(convert_to(content, 'UTF8')), 'hex')),
      CONSTRAINT ck_payment_orders_content CHECK (coalesce(
        content::jsonb ->> 'order' = id AND (content::jsonb ->> 'revision')::integer = revision
        AND content::jsonb #>> '{amount,minor}' = amount_minor::text AND content::jsonb #>> '{amount,currency}' = currency
        AND content::jsonb ->> 'payee' = payee_organization_id AND content::jsonb #>> '{bankAccount,id}' = bank_account_id
        AND content::jsonb ->> 'purpose' = purpose, false))
    )`);
  await runner.query(
    `CREATE UNIQUE INDEX uq_payment_orders_live_purpose ON payment_orders (purpose_ref) WHERE state <> 'rejected'`,
  );
  await runner.query('CREATE INDEX ix_payment_orders_state ON payment_orders (state, id DESC)');
  // SECURITY DEFINER: what must hold does not depend on which rows the session may see.
  await runner.query(`
    CREATE FUNCTION check_payment_order() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    BEGIN
      IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'requested' OR NEW.revision <> 1 THEN
          RAISE EXCEPTION 'an order begins requested, at revision 1'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_payment_orders_begins_requested';
        END IF;
      ELSE
        IF OLD.state IN ('settled', 'rejected') THEN
          RAISE EXCEPTION 'order % is %: nothing of it changes any more', OLD.id, OLD.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_payment_orders_final';
        END IF;
        IF NOT NEW.maker_person_ids @> OLD.maker_person_ids THEN
          RAISE EXCEPTION 'who made or edited order % is not forgotten', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_payment_orders_makers_stay';
        END IF;
        IF NEW.content <> OLD.content AND (NEW.revision <> OLD.revision + 1 OR NEW.state <> 'requested'
                                           OR OLD.state NOT IN ('requested', 'failed', 'returned')) THEN
          RAISE EXCEPTION 'order % is %: an edit makes the next revision, which is requested anew', OLD.id, OLD.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_payment_orders_edit';
        END IF;
      END IF;
      IF NOT EXISTS (SELECT FROM bank_accounts WHERE id = NEW.bank_account_id AND verified_at IS NOT NULL) THEN
        RAISE EXCEPTION 'bank account % is not verified', NEW.bank_account_id
          USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_payment_orders_bank_account_verified';
      END IF;
      IF NEW.state IN ('approved', 'instructed', 'accepted', 'settled')
         AND (SELECT count(DISTINCT approver_person_id) FROM payment_approvals
               WHERE order_id = NEW.id AND content_sha256 = NEW.content_sha256) < 2 THEN
        RAISE EXCEPTION 'order % lacks two approvals of its present content', NEW.id
          USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_payment_orders_two_approvals';
      END IF;
      IF NEW.state = 'settled'
         AND NOT EXISTS (SELECT FROM payment_instructions WHERE order_id = NEW.id AND state = 'settled') THEN
        RAISE EXCEPTION 'order % has no settled instruction', NEW.id
          USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_payment_orders_settled_instruction';
      END IF;
      RETURN NEW;
    END $$`);
  await runner.query(`CREATE TRIGGER check_payment_order BEFORE INSERT OR UPDATE ON payment_orders
    FOR EACH ROW EXECUTE FUNCTION check_payment_order()`);
  await grantToApp(
    runner,
    'SELECT, INSERT, UPDATE (bank_account_id, purpose, content, content_sha256, revision, maker_person_ids, state, version)',
    'payment_orders',
  );
}

async function drawsAndHistory(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE TABLE order_draws (
      order_id text NOT NULL CONSTRAINT fk_order_draws_order REFERENCES payment_orders,
      hold_id text NOT NULL CONSTRAINT fk_order_draws_hold REFERENCES ledger_holds,
      account_id text NOT NULL CONSTRAINT fk_order_draws_account REFERENCES ledger_accounts,
      amount_minor bigint NOT NULL CONSTRAINT ck_order_draws_amount CHECK (${AMOUNT}),
      live boolean NOT NULL DEFAULT true,
      PRIMARY KEY (order_id, hold_id)
    )`);
  await runner.query('CREATE UNIQUE INDEX uq_order_draws_live_hold ON order_draws (hold_id) WHERE live');
  await runner.query(`
    CREATE FUNCTION check_order_draws() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE
      checked_order text := CASE TG_TABLE_NAME WHEN 'payment_orders' THEN to_jsonb(NEW) ->> 'id' ELSE to_jsonb(NEW) ->> 'order_id' END;
    BEGIN
      IF (SELECT amount_minor FROM payment_orders WHERE id = checked_order)
         IS DISTINCT FROM (SELECT sum(amount_minor)::bigint FROM order_draws WHERE order_id = checked_order) THEN
        RAISE EXCEPTION 'the draws of order % do not add up to its amount', checked_order
          USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_payment_orders_draws_add_up';
      END IF;
      IF EXISTS (SELECT FROM order_draws d JOIN payment_orders o ON o.id = d.order_id JOIN ledger_holds h ON h.id = d.hold_id
                  WHERE d.order_id = checked_order
                    AND (h.account_id, h.amount_minor, h.currency) <> (d.account_id, d.amount_minor, o.currency)) THEN
        RAISE EXCEPTION 'a draw of order % is not what its hold holds', checked_order
          USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_order_draws_hold';
      END IF;
      RETURN NULL;
    END $$`);
  // On both sides: else a draw could still be added after the order was checked.
  for (const table of ['payment_orders', 'order_draws']) {
    await runner.query(`CREATE CONSTRAINT TRIGGER check_${table}_add_up AFTER INSERT ON ${table}
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_order_draws()`);
  }
  await runner.query(`
    CREATE TABLE order_events (
      order_id text NOT NULL CONSTRAINT fk_order_events_order REFERENCES payment_orders,
      sequence integer NOT NULL CONSTRAINT ck_order_events_sequence CHECK (sequence > 0),
      type text NOT NULL,
      state text NOT NULL,
      detail jsonb NOT NULL,
      at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (order_id, sequence)
    )`);
  await grantToApp(runner, 'SELECT, INSERT, UPDATE (live)', 'order_draws');
  await grantToApp(runner, 'SELECT, INSERT', 'order_events');
}

async function approvals(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE TABLE payment_approvals (
      id text PRIMARY KEY,
      order_id text NOT NULL CONSTRAINT fk_payment_approvals_order REFERENCES payment_orders,
      content_sha256 text NOT NULL,
      approver_person_id text NOT NULL CONSTRAINT fk_payment_approvals_person REFERENCES people,
      approver_organization_id text NOT NULL CONSTRAINT fk_payment_approvals_organization REFERENCES organizations,
      approved_at timestamptz NOT NULL DEFAULT now(),
      CONSTRAINT uq_payment_approvals_person UNIQUE (order_id, content_sha256, approver_person_id)
    )`);
  await runner.query(`
    CREATE FUNCTION check_payment_approval() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE
      approved payment_orders;
    BEGIN
      SELECT * INTO approved FROM payment_orders WHERE id = NEW.order_id FOR UPDATE;
      IF approved.state <> 'requested' THEN
        RAISE EXCEPTION 'order % is %: it does not wait for approvals', NEW.order_id, approved.state
          USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_payment_approvals_requested';
      END IF;
      IF NEW.content_sha256 <> approved.content_sha256 THEN
        RAISE EXCEPTION 'the approval is for another content of order %', NEW.order_id
          USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_payment_approvals_content';
      END IF;
      IF NEW.approver_person_id = ANY (approved.maker_person_ids) THEN
        RAISE EXCEPTION 'who made or edited order % does not approve it', NEW.order_id
          USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_payment_approvals_not_maker';
      END IF;
      IF NEW.approver_organization_id = approved.payee_organization_id OR EXISTS (
           SELECT FROM memberships WHERE person_id = NEW.approver_person_id AND ended_at IS NULL
              AND organization_id = approved.payee_organization_id) THEN
        RAISE EXCEPTION 'nobody of the payee approves order %', NEW.order_id
          USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_payment_approvals_not_payee';
      END IF;
      IF NOT EXISTS (SELECT FROM memberships WHERE person_id = NEW.approver_person_id AND role = 'approver'
                        AND organization_id = NEW.approver_organization_id AND ended_at IS NULL) THEN
        RAISE EXCEPTION '% is no approver of %', NEW.approver_person_id, NEW.approver_organization_id
          USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_payment_approvals_approver';
      END IF;
      RETURN NEW;
    END $$`);
  await runner.query(`CREATE TRIGGER check_payment_approval BEFORE INSERT ON payment_approvals
    FOR EACH ROW EXECUTE FUNCTION check_payment_approval()`);
  await grantToApp(runner, 'SELECT, INSERT', 'payment_approvals');
}

async function instructions(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE TABLE payment_instructions (
      id text PRIMARY KEY,
      order_id text NOT NULL CONSTRAINT fk_payment_instructions_order REFERENCES payment_orders,
      end_to_end_id text NOT NULL CONSTRAINT uq_payment_instructions_end_to_end_id UNIQUE,
      rail text NOT NULL,
      content_sha256 text NOT NULL,
      state text NOT NULL CONSTRAINT ck_payment_instructions_state CHECK (state IN
        ('sent', 'accepted', 'needs-review', 'settled', 'failed', 'returned')),
      replaces text,
      attempts integer NOT NULL DEFAULT 1,
      bank_reference text,
      reason text,
      settled_on date,
      transfer_id text CONSTRAINT fk_payment_instructions_transfer REFERENCES ledger_transfers
        CONSTRAINT uq_payment_instructions_transfer UNIQUE,
      created_at timestamptz NOT NULL DEFAULT now(),
      CONSTRAINT ck_payment_instructions_end_to_end_id
        CHECK (end_to_end_id = replace(id, '_', '') AND length(end_to_end_id) <= 35),
      CONSTRAINT ck_payment_instructions_settled
        CHECK ((state = 'settled') = (settled_on IS NOT NULL AND transfer_id IS NOT NULL)),
      CONSTRAINT uq_payment_instructions_order UNIQUE (order_id, id),
      CONSTRAINT fk_payment_instructions_replaces FOREIGN KEY (order_id, replaces)
        REFERENCES payment_instructions (order_id, id),
      CONSTRAINT uq_payment_instructions_replaces UNIQUE (replaces)
    )`);
  // With both, a second instruction must name the one before it, and that one must be dead.
  await runner.query(`CREATE UNIQUE INDEX uq_payment_instructions_live ON payment_instructions (order_id)
    WHERE state NOT IN ('failed', 'returned')`);
  await runner.query(
    'CREATE UNIQUE INDEX uq_payment_instructions_first ON payment_instructions (order_id) WHERE replaces IS NULL',
  );
  await runner.query(`
    CREATE FUNCTION check_payment_instruction() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    BEGIN
      IF TG_OP = 'UPDATE' THEN
        IF OLD.state IN ('settled', 'failed', 'returned') THEN
          RAISE EXCEPTION 'instruction % is %: nothing of it changes any more', OLD.id, OLD.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_payment_instructions_final';
        END IF;
      ELSIF NEW.state <> 'sent' OR NOT EXISTS (
          SELECT FROM payment_orders WHERE id = NEW.order_id AND state = 'approved' AND content_sha256 = NEW.content_sha256) THEN
        RAISE EXCEPTION 'only an approved order % is instructed, with its approved content', NEW.order_id
          USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_payment_instructions_approved_order';
      END IF;
      RETURN NEW;
    END $$`);
  await runner.query(`CREATE TRIGGER check_payment_instruction BEFORE INSERT OR UPDATE ON payment_instructions
    FOR EACH ROW EXECUTE FUNCTION check_payment_instruction()`);
  await grantToApp(
    runner,
    'SELECT, INSERT, UPDATE (state, attempts, bank_reference, reason, settled_on, transfer_id)',
    'payment_instructions',
  );
}

/** The books of the sandbox bank: as foreign as another bank's, so nothing here refers to them. */
async function sandboxBank(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE TABLE sandbox_bank_payments (
      end_to_end_id text PRIMARY KEY,
      amount_minor bigint NOT NULL,
      currency char(3) NOT NULL,
      holder_name text NOT NULL,
      account_number text NOT NULL,
      state text NOT NULL CONSTRAINT ck_sandbox_bank_payments_state CHECK (state IN ('settled', 'failed', 'returned')),
      reason text,
      settled_on date,
      requests integer NOT NULL DEFAULT 1,
      executions integer NOT NULL,
      received_at timestamptz NOT NULL DEFAULT now()
    )`);
  await grantToApp(runner, 'SELECT, INSERT, UPDATE', 'sandbox_bank_payments');
}
