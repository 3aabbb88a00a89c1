import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A row that differs from a need that is published proposes the change, and writes nothing else. */
export class RowsThatPropose1764001400030 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const counted = 'created + updated + proposed + unchanged + already_filed + refused';
    await runner.query(`
      ALTER TABLE imports
        ADD proposed integer NOT NULL DEFAULT 0 CONSTRAINT ck_imports_proposed CHECK (proposed >= 0),
        DROP CONSTRAINT ck_imports_counted,
        ADD CONSTRAINT ck_imports_counted CHECK (${counted} <= coalesce(rows, 0)),
        DROP CONSTRAINT ck_imports_every_row,
        ADD CONSTRAINT ck_imports_every_row CHECK (state <> 'done' OR rows IS NOT NULL AND ${counted} = rows)`);
    await runner.query(`
      ALTER TABLE import_rows
        DROP CONSTRAINT ck_import_rows_outcome,
        ADD CONSTRAINT ck_import_rows_outcome
          CHECK (outcome IN ('created', 'updated', 'proposed', 'unchanged', 'already-filed', 'refused'))`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
