import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The parser of PostgreSQL takes `OHCHR/UNHCR` for the name of one file, so that neither word would be found. */
export class NeedWordsBetweenSlashes1764000400005 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE needs DROP search, ADD search tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('simple', translate(title, '/', ' ')), 'A')
        || setweight(to_tsvector('simple', translate(summary, '/', ' ')), 'B')) STORED`);
    await runner.query('CREATE INDEX ix_needs_search ON needs USING gin (search)');
    await runner.query(`
      ALTER TABLE need_items DROP search, ADD search tsvector GENERATED ALWAYS AS (
        to_tsvector('simple', translate(description, '/', ' '))) STORED`);
    await runner.query('CREATE INDEX ix_need_items_search ON need_items USING gin (search)');
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
