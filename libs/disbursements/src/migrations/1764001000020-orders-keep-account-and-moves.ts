import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * An order pays the account that was verified, to the letter; it moves only as `payment-order.states.ts` says; while the
 * bank may still pay it, neither it nor its money is free; and nobody approves a payment to an account they entered.
 */
export class OrdersKeepAccountAndMoves1764001000020 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await paysTheVerifiedAccount(runner);
    await moves(runner);
    await instructionsLockTheirOrder(runner);
    await drawsStayWithTheirOrder(runner);
    await approvedByOthersThanEntered(runner);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}

async function paysTheVerifiedAccount(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE FUNCTION check_payment_order_account() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    BEGIN
      IF NOT EXISTS (SELECT FROM bank_accounts WHERE id = NEW.content::jsonb #>> '{bankAccount,id}'
           AND jsonb_build_object('id', id, 'holderName', holder_name, 'accountNumber', account_number, 'bic', bic)
               = NEW.content::jsonb -> 'bankAccount') THEN
        RAISE EXCEPTION 'the content of order % is not to bank account % as it was verified', NEW.id, NEW.bank_account_id
          USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_payment_orders_account_details';
      END IF;
      RETURN NEW;
    END $$`);
  await runner.query(`CREATE TRIGGER check_payment_order_account BEFORE INSERT OR UPDATE OF content
    ON payment_orders FOR EACH ROW EXECUTE FUNCTION check_payment_order_account()`);
}

async function moves(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE FUNCTION payment_orders_can_move(was text, becomes text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
      SELECT (was, becomes) IN (
        ('requested', 'approved'), ('requested', 'rejected'),
        ('approved', 'instructed'), ('approved', 'rejected'),
        ('instructed', 'accepted'), ('instructed', 'settled'), ('instructed', 'failed'), ('instructed', 'returned'),
        ('accepted', 'settled'), ('accepted', 'failed'), ('accepted', 'returned'),
        ('failed', 'approved'), ('failed', 'requested'), ('failed', 'rejected'),
        ('returned', 'approved'), ('returned', 'requested'), ('returned', 'rejected'))
    $$`);
  await runner.query(`
    CREATE FUNCTION check_payment_order_move() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    BEGIN
      IF NOT payment_orders_can_move(OLD.state, NEW.state) THEN
        RAISE EXCEPTION 'order % is %: it does not become %', OLD.id, OLD.state, NEW.state
          USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_payment_orders_move';
      END IF;
      IF NEW.state NOT IN ('instructed', 'accepted', 'settled') AND EXISTS (SELECT FROM payment_instructions
           WHERE order_id = NEW.id AND state NOT IN ('failed', 'returned')) THEN
        RAISE EXCEPTION 'order % does not become %: the bank may still pay it, or has', NEW.id, NEW.state
          USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_payment_orders_live_instruction';
      END IF;
      RETURN NEW;
    END $$`);
  await runner.query(`CREATE TRIGGER check_payment_order_move BEFORE UPDATE OF state ON payment_orders
    FOR EACH ROW WHEN (OLD.state <> NEW.state) EXECUTE FUNCTION check_payment_order_move()`);
}

/** Else an order could be given up by one transaction while another instructs it. */
async function instructionsLockTheirOrder(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE OR REPLACE FUNCTION check_payment_instruction() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE
      instructed payment_orders;
    BEGIN
      IF TG_OP = 'UPDATE' THEN
        IF OLD.state IN ('settled', 'failed', 'returned') THEN
          RAISE EXCEPTION 'instruction % is %: nothing of it changes any more', OLD.id, OLD.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_payment_instructions_final';
        END IF;
        RETURN NEW;
      END IF;
      SELECT * INTO instructed FROM payment_orders WHERE id = NEW.order_id FOR UPDATE;
      IF (NEW.state, instructed.state, instructed.content_sha256)
         IS DISTINCT FROM ('sent'::text, 'approved'::text, NEW.content_sha256) THEN
        RAISE EXCEPTION 'only an approved order % is instructed, with its approved content', NEW.order_id
          USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_payment_instructions_approved_order';
      END IF;
      RETURN NEW;
    END $$`);
}

async function drawsStayWithTheirOrder(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE FUNCTION check_order_draw_live() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    BEGIN
      IF NEW.live = EXISTS (SELECT FROM payment_orders WHERE id = NEW.order_id AND state = 'rejected') THEN
        RAISE EXCEPTION 'the draws of order % are let go exactly when it is rejected', NEW.order_id
          USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_order_draws_live';
      END IF;
      RETURN NEW;
    END $$`);
  await runner.query(`CREATE TRIGGER check_order_draw_live BEFORE UPDATE OF live ON order_draws
    FOR EACH ROW EXECUTE FUNCTION check_order_draw_live()`);
}

async function approvedByOthersThanEntered(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE FUNCTION check_payment_approval_account() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    BEGIN
      IF EXISTS (SELECT FROM payment_orders o JOIN bank_accounts b ON b.id = o.bank_account_id
                  WHERE o.id = NEW.order_id AND b.created_by_person = NEW.approver_person_id) THEN
        RAISE EXCEPTION 'who entered the bank account of order % does not approve it', NEW.order_id
          USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_payment_approvals_not_account_maker';
      END IF;
      RETURN NEW;
    END $$`);
  await runner.query(`CREATE TRIGGER check_payment_approval_account BEFORE INSERT ON payment_approvals
    FOR EACH ROW EXECUTE FUNCTION check_payment_approval_account()`);
}
