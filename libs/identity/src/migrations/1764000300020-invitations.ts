import { grantToApp } from '#libs/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Invitations, the tokens that e-mails carry, and how a person is written to. */
export class Invitations1764000300020 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE people
        ADD language text NOT NULL DEFAULT 'en' CONSTRAINT ck_people_language CHECK (language ~ '^[a-z]{2}$'),
        ADD notify_by_email text NOT NULL DEFAULT 'daily' CONSTRAINT ck_people_notify_by_email CHECK (
          notify_by_email IN ('each', 'daily', 'none'))`);
    await runner.query(`
      CREATE TABLE invitations (
        id text PRIMARY KEY,
        email text NOT NULL CONSTRAINT ck_invitations_email CHECK (email = lower(email)),
        name text NOT NULL CONSTRAINT ck_invitations_name CHECK (name <> ''),
        organization_id text NOT NULL CONSTRAINT fk_invitations_organization REFERENCES organizations,
        role text NOT NULL CONSTRAINT ck_invitations_role CHECK (role IN (
          'focal-point', 'donor', 'coordinator', 'approver', 'finance', 'auditor', 'administrator')),
        invited_by text NOT NULL CONSTRAINT fk_invitations_invited_by REFERENCES people,
        created_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz NOT NULL,
        accepted_at timestamptz,
        membership_id text CONSTRAINT fk_invitations_membership REFERENCES memberships,
        revoked_at timestamptz,
        CONSTRAINT ck_invitations_expiry CHECK (expires_at > created_at),
        CONSTRAINT ck_invitations_accepted CHECK ((accepted_at IS NULL) = (membership_id IS NULL)),
        CONSTRAINT ck_invitations_closed_once CHECK (accepted_at IS NULL OR revoked_at IS NULL)
      )`);
    await runner.query(`
      CREATE UNIQUE INDEX uq_invitations_open ON invitations (email, organization_id, role)
       WHERE accepted_at IS NULL AND revoked_at IS NULL`);
    await runner.query(`
      CREATE TABLE mailed_tokens (
        token_sha256 text PRIMARY KEY CONSTRAINT ck_mailed_tokens_token CHECK (token_sha256 ~ '^[0-9a-f]{64}$'),
        invitation_id text CONSTRAINT fk_mailed_tokens_invitation REFERENCES invitations,
        reset_person_id text CONSTRAINT fk_mailed_tokens_reset_person REFERENCES people,
        made_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz NOT NULL,
        CONSTRAINT ck_mailed_tokens_subject CHECK (num_nonnulls(invitation_id, reset_person_id) = 1),
        CONSTRAINT ck_mailed_tokens_expiry CHECK (
          expires_at > made_at AND expires_at <= made_at + interval '14 days'
          AND (reset_person_id IS NULL OR expires_at <= made_at + interval '1 hour'))
      )`);
    await runner.query('CREATE INDEX ix_mailed_tokens_invitation ON mailed_tokens (invitation_id)');
    await runner.query('CREATE INDEX ix_mailed_tokens_reset_person ON mailed_tokens (reset_person_id)');
    await runner.query('CREATE INDEX ix_people_name ON people (name, id)');
    await grantToApp(runner, 'SELECT, INSERT, UPDATE', 'invitations');
    await grantToApp(runner, 'SELECT, INSERT, DELETE', 'mailed_tokens');
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
