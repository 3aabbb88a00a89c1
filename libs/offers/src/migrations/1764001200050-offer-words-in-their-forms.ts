import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Offers are searched as needs are. Nobody says in which language an offer is written, so its words stand in it in the forms of
 * all. A function of our own makes them: what it says must change by a migration that makes them anew.
 */
export class OfferWordsInTheirForms1764001200050 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION offer_document(title text, description text, conditions text) RETURNS tsvector
        LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT setweight(public.words_document(NULL, title), 'A')
               || setweight(public.words_document(NULL, description), 'B')
               || setweight(public.words_document(NULL, conditions), 'C')
      $$`);
    await runner.query(`
      ALTER TABLE offers DROP search,
        ADD search tsvector GENERATED ALWAYS AS (offer_document(title, description, conditions)) STORED`);
    await runner.query('CREATE INDEX ix_offers_search ON offers USING gin (search)');
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
