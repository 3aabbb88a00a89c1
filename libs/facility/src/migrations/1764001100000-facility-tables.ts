import { grantToApp } from '#libs/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const AMOUNT = 'amount_minor BETWEEN 1 AND 9007199254740991';

export class FacilityTables1764001100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE projects (
        id text PRIMARY KEY,
        match_id text NOT NULL CONSTRAINT fk_projects_match REFERENCES matches,
        fund_id text NOT NULL CONSTRAINT fk_projects_fund REFERENCES funds,
        need_item_id text NOT NULL CONSTRAINT fk_projects_need_item REFERENCES need_items,
        payee_organization_id text NOT NULL CONSTRAINT fk_projects_payee REFERENCES organizations,
        amount_minor bigint NOT NULL CONSTRAINT ck_projects_amount CHECK (${AMOUNT}),
        currency char(3) NOT NULL CONSTRAINT fk_projects_currency REFERENCES currencies,
        state text NOT NULL CONSTRAINT ck_projects_state CHECK (state IN ('active', 'closed', 'cancelled')),
        cancel_reason text,
        created_at timestamptz NOT NULL DEFAULT now(),
        version integer NOT NULL DEFAULT 1,
        CONSTRAINT ck_projects_cancel_reason CHECK ((state = 'cancelled') = (cancel_reason IS NOT NULL))
      )`);
    await runner.query(`CREATE UNIQUE INDEX uq_projects_live_match ON projects (match_id) WHERE state <> 'cancelled'`);
    await runner.query('CREATE INDEX ix_projects_match ON projects (match_id)');
    await runner.query(`
      CREATE TABLE tranches (
        id text PRIMARY KEY,
        project_id text NOT NULL CONSTRAINT fk_tranches_project REFERENCES projects,
        position integer NOT NULL CONSTRAINT ck_tranches_position CHECK (position BETWEEN 1 AND 20),
        amount_minor bigint NOT NULL CONSTRAINT ck_tranches_amount CHECK (${AMOUNT}),
        currency char(3) NOT NULL,
        condition text NOT NULL,
        state text NOT NULL CONSTRAINT ck_tranches_state CHECK (state IN
          ('planned', 'condition-met', 'ordered', 'paid', 'cancelled')),
        evidence_file_id text CONSTRAINT fk_tranches_evidence_file REFERENCES stored_files,
        condition_note text,
        condition_met_by text CONSTRAINT fk_tranches_condition_met_by REFERENCES people,
        condition_met_at timestamptz,
        order_id text CONSTRAINT fk_tranches_order REFERENCES payment_orders,
        version integer NOT NULL DEFAULT 1,
        CONSTRAINT uq_tranches_position UNIQUE (project_id, position),
        CONSTRAINT uq_tranches_order UNIQUE (order_id),
        CONSTRAINT uq_tranches_project UNIQUE (id, project_id),
        CONSTRAINT ck_tranches_ordered CHECK ((state IN ('ordered', 'paid')) = (order_id IS NOT NULL)),
        CONSTRAINT ck_tranches_evidence CHECK (state IN ('planned', 'cancelled') OR (condition_met_by IS NOT NULL
          AND condition_met_at IS NOT NULL AND (evidence_file_id IS NOT NULL OR condition_note IS NOT NULL)))
      )`);
    await runner.query(`
      CREATE TABLE project_shares (
        tranche_id text NOT NULL,
        project_id text NOT NULL,
        agreement_id text NOT NULL CONSTRAINT fk_project_shares_agreement REFERENCES fund_agreements,
        hold_id text NOT NULL CONSTRAINT fk_project_shares_hold REFERENCES ledger_holds
          CONSTRAINT uq_project_shares_hold UNIQUE,
        amount_minor bigint NOT NULL CONSTRAINT ck_project_shares_amount CHECK (${AMOUNT}),
        PRIMARY KEY (tranche_id, agreement_id),
        CONSTRAINT fk_project_shares_tranche FOREIGN KEY (tranche_id, project_id) REFERENCES tranches (id, project_id)
      )`);
    await runner.query('CREATE INDEX ix_project_shares_project ON project_shares (project_id)');
    await sums(runner);
    await paidBySettledOrder(runner);
    // Amounts are written once: what is set aside is what the coordinators agreed.
    await grantToApp(runner, 'SELECT, INSERT, UPDATE (state, cancel_reason, version)', 'projects');
    await grantToApp(
      runner,
      `SELECT, INSERT, UPDATE (state, evidence_file_id, condition_note, condition_met_by, condition_met_at, order_id, version)`,
      'tranches',
    );
    await grantToApp(runner, 'SELECT, INSERT', 'project_shares');
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}

/** At commit, tranches add up to their project and shares to their tranche; checked on every side, so that none can be added later. */
async function sums(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE FUNCTION check_project_sums() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE
      checked_project text := CASE TG_TABLE_NAME WHEN 'projects' THEN to_jsonb(NEW) ->> 'id' ELSE to_jsonb(NEW) ->> 'project_id' END;
    BEGIN
      IF EXISTS (SELECT FROM projects p WHERE p.id = checked_project
                  AND (SELECT sum(t.amount_minor) FROM tranches t WHERE t.project_id = p.id AND t.currency = p.currency)
                      IS DISTINCT FROM p.amount_minor) THEN
        RAISE EXCEPTION 'the tranches of project % do not add up to its amount', checked_project
          USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_projects_tranches_add_up';
      END IF;
      IF EXISTS (SELECT FROM tranches t WHERE t.project_id = checked_project
                  AND (SELECT sum(s.amount_minor) FROM project_shares s WHERE s.tranche_id = t.id)
                      IS DISTINCT FROM t.amount_minor) THEN
        RAISE EXCEPTION 'the shares of a tranche of project % do not add up to its amount', checked_project
          USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_tranches_shares_add_up';
      END IF;
      RETURN NULL;
    END $$`);
  for (const table of ['projects', 'tranches', 'project_shares']) {
    await runner.query(`CREATE CONSTRAINT TRIGGER check_${table}_add_up AFTER INSERT ON ${table}
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_project_sums()`);
  }
}

async function paidBySettledOrder(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE FUNCTION check_tranche_paid() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    BEGIN
      IF NEW.state = 'paid' AND NOT EXISTS (SELECT FROM payment_orders o WHERE o.id = NEW.order_id AND o.state = 'settled'
           AND o.amount_minor = NEW.amount_minor AND o.currency = NEW.currency) THEN
        RAISE EXCEPTION 'tranche % has no settled order of its amount', NEW.id
          USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_tranches_paid_by_settled_order';
      END IF;
      RETURN NEW;
    END $$`);
  await runner.query(`CREATE TRIGGER check_tranche_paid BEFORE INSERT OR UPDATE ON tranches
    FOR EACH ROW EXECUTE FUNCTION check_tranche_paid()`);
}
