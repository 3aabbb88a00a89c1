import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a merge of needs superseded comes back when the merge is undone, and nothing else. */
export class SupersededByAMerge1764000600040 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE matches ADD superseded_by_merge boolean NOT NULL DEFAULT false,
        ADD CONSTRAINT ck_matches_superseded_by_merge CHECK (NOT superseded_by_merge OR state = 'superseded')`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
