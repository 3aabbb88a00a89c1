import { grantToApp } from '#libs/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AuditTables1764000100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE audit_log (
        id text PRIMARY KEY,
        at timestamptz NOT NULL DEFAULT now(),
        actor_role text NOT NULL,
        actor_person text NOT NULL,
        actor_organization text NOT NULL,
        actor_label text NOT NULL,
        act text NOT NULL CONSTRAINT ck_audit_log_act CHECK (act ~ '^[a-z-]+([.][a-z-]+)+$'),
        ref_type text NOT NULL,
        ref_id text NOT NULL,
        organization_id text,
        payload jsonb NOT NULL DEFAULT '{}'
      )`);
    await runner.query('CREATE INDEX ix_audit_log_ref ON audit_log (ref_id, id)');
    await runner.query('CREATE INDEX ix_audit_log_act ON audit_log (act, id)');
    await runner.query('CREATE INDEX ix_audit_log_actor ON audit_log (actor_person, id)');

    await runner.query(`
      CREATE TABLE audit_seals (
        seq bigint PRIMARY KEY CONSTRAINT ck_audit_seals_seq CHECK (seq > 0),
        audit_id text NOT NULL CONSTRAINT uq_audit_seals_audit UNIQUE
          CONSTRAINT fk_audit_seals_audit REFERENCES audit_log,
        prev_hash text NOT NULL,
        hash text NOT NULL
      )`);
    // What the sealer still has to do. A trigger fills it, so a row that commits late waits here until it is seen.
    await runner.query(`
      CREATE TABLE audit_unsealed (
        audit_id text PRIMARY KEY CONSTRAINT fk_audit_unsealed_audit REFERENCES audit_log
      )`);
    // The last seal, kept apart so that cutting off the end of the chain shows; its lock lets one sealer work at a time.
    await runner.query(`
      CREATE TABLE audit_head (
        only_one boolean PRIMARY KEY DEFAULT true CONSTRAINT ck_audit_head_only_one CHECK (only_one),
        seq bigint NOT NULL,
        hash text NOT NULL
      )`);
    await runner.query(`INSERT INTO audit_head (seq, hash) VALUES (0, repeat('0', 64))`);

    await runner.query(`
      CREATE FUNCTION audit_await_seal() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        INSERT INTO audit_unsealed (audit_id) VALUES (NEW.id);
        RETURN NULL;
      END $$`);
    await runner.query(`
      CREATE TRIGGER audit_log_await_seal AFTER INSERT ON audit_log
        FOR EACH ROW EXECUTE FUNCTION audit_await_seal()`);

    await runner.query(`
      CREATE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
      END $$`);
    for (const table of ['audit_log', 'audit_seals']) {
      await runner.query(`
        CREATE TRIGGER ${table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ${table}
          FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change()`);
    }
    await runner.query(`
      CREATE FUNCTION audit_head_moves_forward() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NEW.seq <= OLD.seq THEN
          RAISE EXCEPTION 'audit_head moves forward only' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
      END $$`);
    await runner.query(`
      CREATE TRIGGER audit_head_forward BEFORE UPDATE ON audit_head
        FOR EACH ROW EXECUTE FUNCTION audit_head_moves_forward()`);

    // All columns but `at`: nobody dates an entry back.
    const written =
      'id, actor_role, actor_person, actor_organization, actor_label, act, ref_type, ref_id, organization_id';
    await grantToApp(runner, `SELECT, INSERT (${written}, payload)`, 'audit_log');
    await grantToApp(runner, 'SELECT, INSERT', 'audit_seals');
    await grantToApp(runner, 'SELECT, DELETE', 'audit_unsealed');
    await grantToApp(runner, 'SELECT, UPDATE', 'audit_head');
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
