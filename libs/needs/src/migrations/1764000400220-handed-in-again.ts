import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was handed in again goes on under review at once: that nobody has decided on it since is kept, so that it can be taken back. */
export class HandedInAgain1764000400220 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE needs ADD answered_at timestamptz
        CONSTRAINT ck_needs_answered_at CHECK (answered_at IS NULL OR state = 'under-review')`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
