import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An offer is found by the names of the categories, types, countries and regions that it is for, as a need is. */
export class OffersFoundByName1764001200060 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE offers DROP search');
    await runner.query('DROP FUNCTION offer_document(text, text, text)');
    await runner.query(`
      CREATE FUNCTION offer_document(title text, description text, conditions text, areas text[], regions text[],
                                     categories text[], types text[]) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT setweight(public.words_document(NULL, title), 'A')
               || setweight(public.words_document(NULL, description), 'B')
               || setweight(public.words_document(NULL, conditions), 'C')
               || public.search_codes(areas, regions, categories, types)
      $$`);
    await runner.query(`
      ALTER TABLE offers ADD search tsvector GENERATED ALWAYS AS (
        offer_document(title, description, conditions, earmark_areas, earmark_regions, category_codes, type_codes)) STORED`);
    await runner.query('CREATE INDEX ix_offers_search ON offers USING gin (search)');
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
