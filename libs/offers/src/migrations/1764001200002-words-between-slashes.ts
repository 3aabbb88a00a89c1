import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The parser of PostgreSQL takes `OHCHR/UNHCR` for the name of one file, so that neither word would be found. */
export class OfferWordsBetweenSlashes1764001200002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE offers DROP search, ADD search tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('simple', translate(title, '/', ' ')), 'A')
        || setweight(to_tsvector('simple', translate(description, '/', ' ')), 'B')
        || setweight(to_tsvector('simple', translate(conditions, '/', ' ')), 'C')) STORED`);
    await runner.query('CREATE INDEX ix_offers_search ON offers USING gin (search)');
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
