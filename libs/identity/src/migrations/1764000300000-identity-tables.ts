import { grantToApp } from '#libs/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class IdentityTables1764000300000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE organizations (
        id text PRIMARY KEY,
        kind text NOT NULL CONSTRAINT ck_organizations_kind CHECK (kind IN (
          'state', 'donor-state', 'regional-organization', 'international-organization', 'ngo', 'un-entity')),
        name text NOT NULL CONSTRAINT ck_organizations_name CHECK (name <> ''),
        area_iso2 text CONSTRAINT fk_organizations_area REFERENCES areas (iso2),
        source text,
        external_ref text,
        created_at timestamptz NOT NULL DEFAULT now(),
        version integer NOT NULL DEFAULT 1,
        CONSTRAINT ck_organizations_external_ref CHECK ((source IS NULL) = (external_ref IS NULL)),
        CONSTRAINT uq_organizations_external_ref UNIQUE (source, external_ref)
      )`);
    await runner.query('CREATE INDEX ix_organizations_name ON organizations (name, id)');
    await runner.query(`
      CREATE TABLE people (
        id text PRIMARY KEY,
        email text NOT NULL CONSTRAINT uq_people_email UNIQUE CONSTRAINT ck_people_email CHECK (email = lower(email)),
        name text NOT NULL CONSTRAINT ck_people_name CHECK (name <> ''),
        password_hash text,
        disabled_at timestamptz,
        created_at timestamptz NOT NULL DEFAULT now()
      )`);
    await runner.query(`
      CREATE TABLE memberships (
        id text PRIMARY KEY,
        person_id text NOT NULL CONSTRAINT fk_memberships_person REFERENCES people,
        organization_id text NOT NULL CONSTRAINT fk_memberships_organization REFERENCES organizations,
        role text NOT NULL CONSTRAINT ck_memberships_role CHECK (role IN (
          'focal-point', 'donor', 'coordinator', 'approver', 'finance', 'auditor', 'administrator')),
        created_at timestamptz NOT NULL DEFAULT now(),
        ended_at timestamptz
      )`);
    await runner.query(`
      CREATE UNIQUE INDEX uq_memberships_live ON memberships (person_id, organization_id, role) WHERE ended_at IS NULL`);
    await runner.query('CREATE INDEX ix_memberships_organization ON memberships (organization_id)');
    await runner.query(`
      CREATE TABLE sessions (
        token_sha256 text PRIMARY KEY CONSTRAINT ck_sessions_token CHECK (token_sha256 ~ '^[0-9a-f]{64}$'),
        membership_id text NOT NULL CONSTRAINT fk_sessions_membership REFERENCES memberships,
        created_at timestamptz NOT NULL DEFAULT now(),
        last_seen_at timestamptz NOT NULL DEFAULT now(),
        idle_minutes integer NOT NULL CONSTRAINT ck_sessions_idle CHECK (idle_minutes BETWEEN 1 AND 30),
        expires_at timestamptz NOT NULL,
        CONSTRAINT ck_sessions_expiry CHECK (expires_at > created_at AND expires_at <= created_at + interval '12 hours')
      )`);
    await runner.query('CREATE INDEX ix_sessions_membership ON sessions (membership_id)');
    await runner.query('CREATE INDEX ix_sessions_expires_at ON sessions (expires_at)');
    await runner.query(`
      CREATE TABLE api_tokens (
        id text PRIMARY KEY,
        token_sha256 text NOT NULL CONSTRAINT uq_api_tokens_token UNIQUE
          CONSTRAINT ck_api_tokens_token CHECK (token_sha256 ~ '^[0-9a-f]{64}$'),
        membership_id text NOT NULL CONSTRAINT fk_api_tokens_membership REFERENCES memberships,
        name text NOT NULL CONSTRAINT ck_api_tokens_name CHECK (name <> ''),
        created_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz NOT NULL,
        revoked_at timestamptz,
        last_used_at timestamptz,
        CONSTRAINT ck_api_tokens_expiry CHECK (expires_at > created_at AND expires_at <= created_at + interval '367 days')
      )`);
    await runner.query('CREATE INDEX ix_api_tokens_membership ON api_tokens (membership_id, id)');
    // Counted by rate-limiter-flexible, which fixes these three columns: attempts per account and per address.
    await runner.query(`
      CREATE TABLE sign_in_attempts (
        key varchar(255) PRIMARY KEY,
        points integer NOT NULL DEFAULT 0,
        expire bigint
      )`);
    await grantToApp(runner, 'SELECT, INSERT, UPDATE', 'organizations', 'people', 'memberships', 'api_tokens');
    await grantToApp(runner, 'SELECT, INSERT, UPDATE, DELETE', 'sessions', 'sign_in_attempts');
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
