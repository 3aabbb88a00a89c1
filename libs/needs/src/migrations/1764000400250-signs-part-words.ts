import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Documents anew, as `words_document` says something else. */
export class NeedSignsPartWords1764000400250 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // The index once at the end, and none of the triggers: only the words change.
    await runner.query('DROP INDEX ix_needs_search');
    await runner.query('UPDATE needs n SET search = need_document(n)');
    await runner.query('CREATE INDEX ix_needs_search ON needs USING gin (search)');
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
