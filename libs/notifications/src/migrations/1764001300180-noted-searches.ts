import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A search notes what it holds when it is saved; the finder does so for those that were saved before. */
export class NotedSearches1764001300180 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE saved_searches ADD COLUMN unnoted_before timestamptz');
    // A day ago: what was published since may be on its way to the finder, and is told.
    await runner.query("UPDATE saved_searches SET unnoted_before = now() - interval '1 day' WHERE alert");
    await runner.query(
      'CREATE INDEX ix_saved_searches_unnoted ON saved_searches (id) WHERE unnoted_before IS NOT NULL',
    );
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
