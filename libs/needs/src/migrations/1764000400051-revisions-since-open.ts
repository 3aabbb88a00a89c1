import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a need said before it was last put on the table is not told to everybody; two people make a change. */
export class RevisionsSinceOpen1764000400051 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE needs ADD published_revision integer NOT NULL DEFAULT 0
        CONSTRAINT ck_needs_published_revision CHECK (published_revision >= 0)`);
    // Nothing tells what was taken off in between, so the last one is where it begins.
    await runner.query('UPDATE needs SET published_revision = revision WHERE revision > 0');
    await runner.query(`
      ALTER TABLE need_revisions ADD CONSTRAINT ck_need_revisions_two_people
        CHECK (state IN ('proposed', 'withdrawn') OR proposed_by IS NULL OR decided_by IS DISTINCT FROM proposed_by) NOT VALID`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
