import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Rows that changed something, or proposed it, are known again as those that began something are, for as long as nothing else
 * changed it: the effect is the version that they left, or the proposal. Rows that were used before this have forgotten what they said.
 */
export class ChangesKnownAgain1764001400040 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE import_rows
        ADD effect text,
        DROP CONSTRAINT ck_import_rows_entry,
        ADD CONSTRAINT ck_import_rows_entry CHECK (
          (entry_id IS NULL) = (words_sha256 IS NULL)
          AND (entry_id IS NULL OR coalesce(outcome, '') IN ('created', 'updated', 'proposed', 'already-filed'))
          AND (entry_id IS NOT NULL OR outcome IS DISTINCT FROM 'already-filed')),
        ADD CONSTRAINT ck_import_rows_effect CHECK (
          (effect IS NULL OR entry_id IS NOT NULL)
          AND (entry_id IS NULL OR effect IS NOT NULL OR outcome NOT IN ('updated', 'proposed')))`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
