import { grantToApp } from '#libs/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Files of needs or offers that people send back, and what became of each row. */
export class Imports1764001400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE imports (
        id text PRIMARY KEY,
        kind text NOT NULL CONSTRAINT ck_imports_kind CHECK (kind IN ('needs', 'offers')),
        mode text NOT NULL CONSTRAINT ck_imports_mode CHECK (mode IN ('dry-run', 'apply')),
        state text NOT NULL CONSTRAINT ck_imports_state
          CHECK (state IN ('waiting', 'running', 'done', 'cancelled', 'failed')),
        person_id text NOT NULL CONSTRAINT fk_imports_person REFERENCES people,
        organization_id text NOT NULL CONSTRAINT fk_imports_organization REFERENCES organizations,
        role text NOT NULL,
        file_id text CONSTRAINT fk_imports_file REFERENCES stored_files,
        file_name text NOT NULL CONSTRAINT ck_imports_file_name CHECK (char_length(file_name) BETWEEN 1 AND 300),
        content_sha256 text NOT NULL,
        columns text[] NOT NULL DEFAULT '{}',
        rows integer CONSTRAINT ck_imports_rows CHECK (rows >= 0),
        created integer NOT NULL DEFAULT 0 CONSTRAINT ck_imports_created CHECK (created >= 0),
        updated integer NOT NULL DEFAULT 0 CONSTRAINT ck_imports_updated CHECK (updated >= 0),
        unchanged integer NOT NULL DEFAULT 0 CONSTRAINT ck_imports_unchanged CHECK (unchanged >= 0),
        refused integer NOT NULL DEFAULT 0 CONSTRAINT ck_imports_refused CHECK (refused >= 0),
        problem text CONSTRAINT ck_imports_problem CHECK (char_length(problem) BETWEEN 1 AND 1000),
        requested_at timestamptz NOT NULL DEFAULT now(),
        ended_at timestamptz,
        version integer NOT NULL DEFAULT 1,
        CONSTRAINT ck_imports_counted CHECK (created + updated + unchanged + refused <= coalesce(rows, 0)),
        CONSTRAINT ck_imports_every_row CHECK (
          state <> 'done' OR rows IS NOT NULL AND created + updated + unchanged + refused = rows),
        CONSTRAINT ck_imports_known_rows CHECK (state NOT IN ('running', 'done') OR rows IS NOT NULL),
        CONSTRAINT ck_imports_ended CHECK ((state IN ('waiting', 'running')) = (ended_at IS NULL)),
        CONSTRAINT ck_imports_why CHECK ((state = 'failed') = (problem IS NOT NULL))
      )`);
    await runner.query(`CREATE UNIQUE INDEX uq_imports_one_at_a_time ON imports (organization_id)
       WHERE state IN ('waiting', 'running')`);
    await runner.query('CREATE INDEX ix_imports_organization ON imports (organization_id, role, id)');
    await runner.query('CREATE INDEX ix_imports_content ON imports (organization_id, content_sha256)');
    await runner.query('CREATE INDEX ix_imports_ended_at ON imports (ended_at)');
    await runner.query('CREATE INDEX ix_imports_file ON imports (file_id)');
    await runner.query(`
      CREATE TABLE import_rows (
        import_id text NOT NULL CONSTRAINT fk_import_rows_import REFERENCES imports ON DELETE CASCADE,
        line integer NOT NULL CONSTRAINT ck_import_rows_line CHECK (line > 0),
        first_line integer NOT NULL,
        cells jsonb NOT NULL,
        outcome text CONSTRAINT ck_import_rows_outcome
          CHECK (outcome IN ('created', 'updated', 'unchanged', 'refused')),
        faults jsonb,
        PRIMARY KEY (import_id, line),
        CONSTRAINT ck_import_rows_together CHECK (first_line BETWEEN 1 AND line),
        CONSTRAINT ck_import_rows_why CHECK ((outcome IS NOT DISTINCT FROM 'refused') = (faults IS NOT NULL))
      )`);
    await runner.query(
      'CREATE INDEX ix_import_rows_pending ON import_rows (import_id, first_line, line) WHERE outcome IS NULL',
    );
    // What became of a row is said once.
    await runner.query(`
      CREATE FUNCTION check_import_row() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
      BEGIN
        RAISE EXCEPTION 'line % of import % was used already', OLD.line, OLD.import_id
          USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_import_rows_once';
      END $$`);
    await runner.query(`
      CREATE TRIGGER check_import_row BEFORE UPDATE ON import_rows FOR EACH ROW WHEN (OLD.outcome IS NOT NULL)
       EXECUTE FUNCTION check_import_row()`);
    await grantToApp(runner, 'SELECT, INSERT, UPDATE, DELETE', 'imports', 'import_rows');
    await grantToApp(runner, 'UPDATE (retain_until)', 'stored_files');
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
