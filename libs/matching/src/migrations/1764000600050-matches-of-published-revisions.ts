import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A match names a published revision of its own need, or none where the need had none then. */
export class MatchesOfPublishedRevisions1764000600050 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE matches DROP CONSTRAINT ck_matches_need_revision,
        ALTER need_revision DROP NOT NULL, ALTER need_revision DROP DEFAULT`);
    await runner.query(`
      UPDATE matches m SET need_revision = NULL
       WHERE NOT EXISTS (SELECT FROM need_revisions r WHERE r.need_id = m.need_id AND r.number = m.need_revision)`);
    await runner.query(`
      ALTER TABLE matches ADD CONSTRAINT fk_matches_need_revision
        FOREIGN KEY (need_id, need_revision) REFERENCES need_revisions (need_id, number)`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
