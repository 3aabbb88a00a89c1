import type { MigrationInterface, QueryRunner } from 'typeorm';

const LANGUAGES = ['ar', 'en', 'es', 'fr', 'ru'];

/** Needs are searched by the words that every feature shares, which know plain spellings too. */
export class NeedWordsWithoutMarks1764000400150 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE OR REPLACE FUNCTION need_document(need needs) RETURNS tsvector LANGUAGE sql STABLE AS $$
        SELECT setweight(words_document(need.language, need.title), 'A')
               || setweight(words_document(need.language, need.summary), 'B')
               || setweight(words_document(need.language, left(coalesce(
                    (SELECT string_agg(description, ' ' ORDER BY position) FROM need_items WHERE need_id = need.id), ''), 40000)), 'C')
      $$`);
    // The index once at the end, and none of the triggers: only the words change.
    await runner.query('DROP INDEX ix_needs_search');
    await runner.query('UPDATE needs n SET search = need_document(n)');
    await runner.query('CREATE INDEX ix_needs_search ON needs USING gin (search)');
    await runner.query('DROP FUNCTION need_query(text), need_words(text, text)');
    for (const language of LANGUAGES) {
      await runner.query(`DROP TEXT SEARCH CONFIGURATION public.needs_${language}`);
      await runner.query(`DROP TEXT SEARCH DICTIONARY public.needs_${language}`);
    }
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
