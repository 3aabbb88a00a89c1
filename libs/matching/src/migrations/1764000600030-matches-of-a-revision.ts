import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which published revision of its need a match was made on. */
export class MatchesOfARevision1764000600030 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE matches
        ADD need_revision integer NOT NULL DEFAULT 0 CONSTRAINT ck_matches_need_revision CHECK (need_revision >= 0)`);
    await runner.query(`
      UPDATE matches m SET need_revision = n.revision FROM needs n WHERE n.id = m.need_id AND n.revision > 0`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
