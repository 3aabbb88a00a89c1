import type { MigrationInterface, QueryRunner } from 'typeorm';
import { grantToApp } from '../database/migrate.js';

export class PlatformTables1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE outbox_events (
        id text PRIMARY KEY,
        type text NOT NULL,
        ref_id text NOT NULL,
        payload jsonb NOT NULL,
        actor_role text NOT NULL,
        actor_person text NOT NULL,
        actor_organization text NOT NULL,
        actor_label text NOT NULL,
        occurred_at timestamptz NOT NULL DEFAULT now()
      )`);
    await runner.query(`
      CREATE TABLE outbox_deliveries (
        id text PRIMARY KEY,
        event_id text NOT NULL CONSTRAINT fk_outbox_deliveries_event REFERENCES outbox_events,
        consumer text NOT NULL,
        queue text NOT NULL,
        state text NOT NULL DEFAULT 'pending' CONSTRAINT ck_outbox_deliveries_state CHECK (state IN ('pending', 'done', 'dead')),
        dispatch_no integer NOT NULL DEFAULT 0,
        attempts integer NOT NULL DEFAULT 0,
        next_at timestamptz NOT NULL DEFAULT now(),
        lease_token text,
        leased_until timestamptz,
        last_error text,
        done_at timestamptz,
        CONSTRAINT uq_outbox_deliveries_event_consumer UNIQUE (event_id, consumer),
        CONSTRAINT ck_outbox_deliveries_done CHECK ((state = 'done') = (done_at IS NOT NULL))
      )`);
    await runner.query(`CREATE INDEX ix_outbox_deliveries_due ON outbox_deliveries (next_at) WHERE state = 'pending'`);
    await runner.query(`
      CREATE TABLE idempotency_keys (
        person_id text NOT NULL,
        key text NOT NULL,
        route text NOT NULL,
        request_sha256 text NOT NULL,
        response jsonb,
        created_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (person_id, key)
      )`);
    await runner.query(`
      CREATE TABLE stored_files (
        id text PRIMARY KEY,
        organization_id text NOT NULL,
        content_sha256 text NOT NULL,
        media_type text NOT NULL,
        name text NOT NULL,
        size_bytes bigint NOT NULL CONSTRAINT ck_stored_files_size CHECK (size_bytes > 0),
        created_by text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        retain_until date
      )`);
    await runner.query('CREATE INDEX ix_stored_files_content ON stored_files (content_sha256)');
    await grantToApp(runner, 'SELECT, INSERT', 'outbox_events');
    await grantToApp(runner, 'SELECT, INSERT, UPDATE', 'outbox_deliveries', 'idempotency_keys');
    await grantToApp(runner, 'SELECT, INSERT, DELETE', 'stored_files');
    await grantToApp(runner, 'SELECT', 'migrations');
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
