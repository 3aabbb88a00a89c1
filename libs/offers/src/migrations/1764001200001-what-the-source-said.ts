import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a file said of an imported offer last, so that the same file does not undo what its organization changed here. */
export class WhatTheSourceSaid1764001200001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE offers ADD imported jsonb,
        ADD CONSTRAINT ck_offers_imported_with_source CHECK ((imported IS NULL) = (source IS NULL))`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
