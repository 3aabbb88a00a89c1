import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a file said of an imported offer last, so that the same file does not undo what its organization changed here.
 * Of offers imported before it is not known.
 */
export class WhatTheSourceSaid1764001200001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE offers ADD imported jsonb,
        ADD CONSTRAINT ck_offers_imported_with_source CHECK (imported IS NULL OR source IS NOT NULL)`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
