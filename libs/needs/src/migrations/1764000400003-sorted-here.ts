import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A coordinator sorted the item: no file does it again, not even where the coordinator took its category away. */
export class SortedHere1764000400003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE need_items ADD sorted_here boolean NOT NULL DEFAULT false');
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
