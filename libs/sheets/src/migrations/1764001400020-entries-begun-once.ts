import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Rows that began something are known again by what they say, one by one and no longer only the whole file: a file that was
 * corrected and is sent again files its good rows once. Rows that were used before this have forgotten what they said.
 */
export class EntriesBegunOnce1764001400020 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const counted = 'created + updated + unchanged + already_filed + refused';
    await runner.query(`
      ALTER TABLE imports DROP rows_sha256,
        ADD already_filed integer NOT NULL DEFAULT 0 CONSTRAINT ck_imports_already_filed CHECK (already_filed >= 0),
        DROP CONSTRAINT ck_imports_counted,
        ADD CONSTRAINT ck_imports_counted CHECK (${counted} <= coalesce(rows, 0)),
        DROP CONSTRAINT ck_imports_every_row,
        ADD CONSTRAINT ck_imports_every_row CHECK (state <> 'done' OR rows IS NOT NULL AND ${counted} = rows)`);
    await runner.query(`
      ALTER TABLE import_rows
        ADD words_sha256 text CONSTRAINT ck_import_rows_words_sha256 CHECK (words_sha256 ~ '^[0-9a-f]{64}$'),
        ADD entry_id text,
        DROP CONSTRAINT ck_import_rows_outcome,
        ADD CONSTRAINT ck_import_rows_outcome
          CHECK (outcome IN ('created', 'updated', 'unchanged', 'already-filed', 'refused')),
        ADD CONSTRAINT ck_import_rows_entry CHECK (
          (entry_id IS NULL) = (words_sha256 IS NULL)
          AND (entry_id IS NULL OR coalesce(outcome, '') IN ('created', 'already-filed'))
          AND (entry_id IS NOT NULL OR outcome IS DISTINCT FROM 'already-filed'))`);
    await runner.query(
      'CREATE INDEX ix_import_rows_entry ON import_rows (words_sha256, entry_id) WHERE entry_id IS NOT NULL',
    );
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
