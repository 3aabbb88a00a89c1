import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Rows that begin, change or propose something note in short what: what they are about, and each field with what it was and
 * becomes; of a dry run too. Rows that were used before this have noted nothing.
 */
export class ChangesOfRows1764001400050 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE import_rows
        ADD change jsonb,
        ADD CONSTRAINT ck_import_rows_change CHECK (
          change IS NULL OR coalesce(outcome, '') IN ('created', 'updated', 'proposed'))`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
