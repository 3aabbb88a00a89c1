import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The same rows begin new entries once, however their file was saved: byte-order mark, ends of lines, quotation marks, the order
 * of rows and of columns make no other rows. Files that were used before this have forgotten their rows and are not compared.
 */
export class RowsUsedOnce1764001400010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX ix_imports_content');
    await runner.query(`
      ALTER TABLE imports DROP content_sha256,
        ADD rows_sha256 text CONSTRAINT ck_imports_rows_sha256 CHECK (rows_sha256 ~ '^[0-9a-f]{64}$')`);
    await runner.query(`
      CREATE UNIQUE INDEX uq_imports_rows_used_once ON imports (organization_id, kind, rows_sha256)
       WHERE mode = 'apply' AND created > 0`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
