import { grantToApp } from '#libs/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** National reports, and the needs that come from them. */
export class NationalReports1764000400040 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE national_reports (
        id text PRIMARY KEY,
        organization_id text NOT NULL CONSTRAINT fk_national_reports_organization REFERENCES organizations,
        cycle text NOT NULL CONSTRAINT fk_national_reports_cycle REFERENCES meetings,
        instruments text[] NOT NULL CONSTRAINT ck_national_reports_instruments
          CHECK (instruments IN ('{poa}', '{iti}', '{poa,iti}')),
        title text NOT NULL CONSTRAINT ck_national_reports_title CHECK (char_length(title) BETWEEN 1 AND 300),
        language text NOT NULL CONSTRAINT ck_national_reports_language
          CHECK (language IN ('ar', 'en', 'es', 'fr', 'ru', 'zh', 'und')),
        visibility text NOT NULL DEFAULT 'coordinators' CONSTRAINT ck_national_reports_visibility
          CHECK (visibility IN ('public', 'states-only', 'coordinators')),
        submitted_on date NOT NULL,
        file_id text CONSTRAINT fk_national_reports_file REFERENCES stored_files,
        published_url text CONSTRAINT ck_national_reports_url
          CHECK (published_url ~ '^https?://' AND char_length(published_url) <= 500),
        note text NOT NULL DEFAULT '' CONSTRAINT ck_national_reports_note CHECK (char_length(note) <= 2000),
        filed_by text NOT NULL CONSTRAINT ck_national_reports_filed_by CHECK (filed_by IN ('state', 'coordinator')),
        state text NOT NULL CONSTRAINT ck_national_reports_state CHECK (state IN ('filed', 'withdrawn')),
        withdrawn_reason text,
        created_at timestamptz NOT NULL DEFAULT now(),
        version integer NOT NULL DEFAULT 1,
        CONSTRAINT uq_national_reports_organization UNIQUE (id, organization_id),
        CONSTRAINT ck_national_reports_can_be_read CHECK (num_nonnulls(file_id, published_url) > 0),
        CONSTRAINT ck_national_reports_withdrawn_with_reason CHECK ((state = 'withdrawn') = (withdrawn_reason IS NOT NULL))
      )`);
    for (const instrument of ['poa', 'iti']) {
      await runner.query(`
        CREATE UNIQUE INDEX uq_national_reports_${instrument} ON national_reports (cycle, organization_id)
          WHERE '${instrument}' = ANY (instruments) AND state = 'filed'`);
    }
    await runner.query('CREATE INDEX ix_national_reports_newest ON national_reports (submitted_on DESC, id DESC)');
    await runner.query('CREATE INDEX ix_national_reports_file ON national_reports (file_id)');

    await runner.query(`
      CREATE TABLE national_report_earlier_files (
        report_id text CONSTRAINT fk_national_report_earlier_files_report REFERENCES national_reports,
        until_version integer,
        file_id text NOT NULL CONSTRAINT fk_national_report_earlier_files_file REFERENCES stored_files,
        replaced_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (report_id, until_version)
      )`);
    await runner.query('CREATE INDEX ix_national_report_earlier_files_file ON national_report_earlier_files (file_id)');

    await runner.query('ALTER TABLE needs ADD report_id text, ADD report_paragraph text');
    await runner.query(`
      ALTER TABLE needs
        ADD CONSTRAINT fk_needs_report FOREIGN KEY (report_id, organization_id)
          REFERENCES national_reports (id, organization_id),
        ADD CONSTRAINT ck_needs_report_paragraph CHECK (
          report_paragraph IS NULL OR report_id IS NOT NULL AND char_length(report_paragraph) BETWEEN 1 AND 300)`);
    await runner.query('CREATE INDEX ix_needs_report ON needs (report_id, id) WHERE report_id IS NOT NULL');
    await runner.query('CREATE INDEX ix_needs_submitted_at ON needs (submitted_at)');

    await grantToApp(runner, 'SELECT, INSERT, UPDATE', 'national_reports');
    await grantToApp(runner, 'SELECT, INSERT', 'national_report_earlier_files');
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
