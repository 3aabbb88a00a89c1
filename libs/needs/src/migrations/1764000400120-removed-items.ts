import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * An item of a need that was once published may be referred to for good: by suggestions, matches and projects. When its
 * organization removes it, it is no longer an item of the need, and stays for those.
 */
export class RemovedItems1764000400120 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE need_items
        ALTER need_id DROP NOT NULL,
        ADD removed_from text CONSTRAINT fk_need_items_removed_from REFERENCES needs,
        ADD CONSTRAINT ck_need_items_of_one_need CHECK (num_nonnulls(need_id, removed_from) = 1),
        ADD CONSTRAINT ck_need_items_committed_not_removed CHECK (removed_from IS NULL OR committed = 0)`);
    await runner.query(
      'CREATE INDEX ix_need_items_removed_from ON need_items (removed_from) WHERE removed_from IS NOT NULL',
    );
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
