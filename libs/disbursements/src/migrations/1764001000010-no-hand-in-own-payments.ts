import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Nobody of the payee enters or verifies its bank accounts, or makes or edits orders that pay it. */
export class NoHandInOwnPayments1764001000010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION check_bank_account_outsiders() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        IF EXISTS (SELECT FROM memberships WHERE organization_id = NEW.organization_id AND ended_at IS NULL
             AND person_id = CASE TG_OP WHEN 'INSERT' THEN NEW.created_by_person ELSE NEW.verified_by_person END) THEN
          RAISE EXCEPTION 'nobody of % enters or verifies its bank account %', NEW.organization_id, NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_bank_accounts_not_payee';
        END IF;
        RETURN NEW;
      END $$`);
    await runner.query(`CREATE TRIGGER check_bank_account_outsiders BEFORE INSERT OR UPDATE OF verified_by_person
      ON bank_accounts FOR EACH ROW EXECUTE FUNCTION check_bank_account_outsiders()`);
    await runner.query(`
      CREATE FUNCTION check_payment_order_makers() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        IF NEW.created_by_organization = NEW.payee_organization_id OR EXISTS (
             SELECT FROM memberships WHERE organization_id = NEW.payee_organization_id AND ended_at IS NULL
                AND person_id = ANY (NEW.maker_person_ids)
                AND (TG_OP = 'INSERT' OR person_id <> ALL (OLD.maker_person_ids))) THEN
          RAISE EXCEPTION 'nobody of the payee makes or edits order %', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_payment_orders_maker_not_payee';
        END IF;
        RETURN NEW;
      END $$`);
    await runner.query(`CREATE TRIGGER check_payment_order_makers BEFORE INSERT OR UPDATE OF maker_person_ids
      ON payment_orders FOR EACH ROW EXECUTE FUNCTION check_payment_order_makers()`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
