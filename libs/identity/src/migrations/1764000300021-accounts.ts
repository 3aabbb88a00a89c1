import { grantToApp } from '#libs/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** On what a session was opened, and the way to another e-mail address. */
export class Accounts1764000300021 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE sessions ADD device text NOT NULL DEFAULT ''
        CONSTRAINT ck_sessions_device CHECK (length(device) <= 100)`);
    await runner.query(`
      CREATE TABLE email_changes (
        id text PRIMARY KEY,
        person_id text NOT NULL CONSTRAINT fk_email_changes_person REFERENCES people,
        old_email text NOT NULL,
        new_email text NOT NULL CONSTRAINT ck_email_changes_new_email CHECK (new_email = lower(new_email)),
        requested_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz NOT NULL,
        confirmed_at timestamptz,
        CONSTRAINT ck_email_changes_other CHECK (new_email <> old_email),
        CONSTRAINT ck_email_changes_in_time CHECK (confirmed_at <= expires_at)
      )`);
    await runner.query('CREATE INDEX ix_email_changes_person ON email_changes (person_id)');
    await runner.query(`
      ALTER TABLE mailed_tokens
        ADD email_change_id text CONSTRAINT fk_mailed_tokens_email_change REFERENCES email_changes,
        DROP CONSTRAINT ck_mailed_tokens_subject,
        ADD CONSTRAINT ck_mailed_tokens_subject CHECK (
          num_nonnulls(invitation_id, reset_person_id, email_change_id) = 1)`);
    await runner.query('CREATE INDEX ix_mailed_tokens_email_change ON mailed_tokens (email_change_id)');
    await grantToApp(runner, 'SELECT, INSERT, UPDATE', 'email_changes');
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
