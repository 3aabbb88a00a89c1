import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The signs of Chinese, which is written without blanks: each is a word of its own, and a word of several is a phrase. */
const HAN = '[\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\U00020000-\\U0003ffff]';

/** PostgreSQL has no stemmer for Chinese, and `und` is no language. */
const STEMMERS = { ar: 'arabic', en: 'english', es: 'spanish', fr: 'french', ru: 'russian' };
/**
 * One document per need, out of its own words and those of its items, by the stemmer of the language that it was filed in.
 * The words of a reader, whose language nobody asks for, are searched in their forms in all of them.
 */
export class NeedsSearchedInTheirLanguage1764000400030 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Without stop words: "WHO", "IT" and "US" are names here, and in quotes every word counts.
    for (const [language, stemmer] of Object.entries(STEMMERS)) {
      await runner.query(
        `CREATE TEXT SEARCH DICTIONARY public.needs_${language} (TEMPLATE = pg_catalog.snowball, LANGUAGE = ${stemmer})`,
      );
      await runner.query(`CREATE TEXT SEARCH CONFIGURATION public.needs_${language} (COPY = pg_catalog.${stemmer})`);
      await runner.query(`
        ALTER TEXT SEARCH CONFIGURATION public.needs_${language}
          ALTER MAPPING FOR asciiword, word, hword_asciipart, hword_part, asciihword, hword WITH public.needs_${language}`);
    }
    const configuration = Object.keys(STEMMERS).map((language) => `WHEN '${language}' THEN 'public.needs_${language}'`);
    await runner.query(`
      CREATE FUNCTION need_words(language text, words text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT to_tsvector((CASE language ${configuration.join(' ')} ELSE 'pg_catalog.simple' END)::regconfig,
                           regexp_replace(translate(words, '/', ' '), '(${HAN})', ' \\1 ', 'g'))
      $$`);
    // Each word in all of its forms, so that a word to leave out is left out in every language too.
    const dictionaries = Object.keys(STEMMERS).map((language) => `'public.needs_${language}'`);
    await runner.query(`
      CREATE FUNCTION need_query(words text) RETURNS tsquery LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
      DECLARE
        asked tsquery := websearch_to_tsquery('pg_catalog.simple', translate(words, '/', ' '));
        word text;
      BEGIN
        FOREACH word IN ARRAY tsvector_to_array(to_tsvector('pg_catalog.simple', translate(words, '/', ' '))) LOOP
          asked := ts_rewrite(asked, array_to_tsvector(ARRAY[word])::text::tsquery, (
            SELECT string_agg(DISTINCT array_to_tsvector(ARRAY[form])::text, ' | ')
              FROM unnest(ARRAY[${dictionaries.join(', ')}]::regdictionary[]) dictionary, unnest(ts_lexize(dictionary, word) || word) form)::tsquery);
        END LOOP;
        RETURN asked;
      END $$`);
    // A document has at most 1 MB, so of very many items only the first words are searched.
    await runner.query(`
      CREATE FUNCTION need_document(need needs) RETURNS tsvector LANGUAGE sql STABLE AS $$
        SELECT setweight(need_words(need.language, need.title), 'A')
               || setweight(need_words(need.language, need.summary), 'B')
               || setweight(need_words(need.language, left(coalesce(
                    (SELECT string_agg(description, ' ' ORDER BY position) FROM need_items WHERE need_id = need.id), ''), 40000)), 'C')
      $$`);
    await runner.query(`
      CREATE FUNCTION need_coverage(need_id text) RETURNS text LANGUAGE sql STABLE AS $$
        SELECT CASE WHEN coalesce(max(i.committed), 0) = 0 THEN 'open'
                    WHEN bool_and(i.requested > 0 AND i.open = 0) THEN 'full'
                    ELSE 'partly' END
          FROM need_items i WHERE i.need_id = need_coverage.need_id
      $$`);

    await runner.query('ALTER TABLE need_items DROP search');
    await runner.query(`
      ALTER TABLE needs DROP search, ADD search tsvector,
                        ADD coverage text CONSTRAINT ck_needs_coverage CHECK (coverage IN ('open', 'partly', 'full')),
                        ADD category_codes text[], ADD type_codes text[]`);
    await runner.query(`
      CREATE FUNCTION derive_from_items() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
      BEGIN
        NEW.search := need_document(NEW);
        NEW.coverage := need_coverage(NEW.id);
        NEW.category_codes := ARRAY(SELECT DISTINCT category_code FROM need_items WHERE need_id = NEW.id ORDER BY 1);
        NEW.type_codes := ARRAY(SELECT DISTINCT type_code FROM need_items WHERE need_id = NEW.id ORDER BY 1);
        RETURN NEW;
      END $$`);
    await runner.query(`
      CREATE TRIGGER derive_from_items BEFORE INSERT OR UPDATE OF title, summary, language ON needs
       FOR EACH ROW EXECUTE FUNCTION derive_from_items()`);
    // The update waits for whoever holds the need, and then sees the items of both.
    await runner.query(`
      CREATE FUNCTION derive_need_again() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
      BEGIN
        UPDATE needs SET title = title WHERE id IN (OLD.need_id, NEW.need_id);
        RETURN NULL;
      END $$`);
    await runner.query(`
      CREATE TRIGGER derive_need_again
       AFTER INSERT OR DELETE OR UPDATE OF need_id, position, category_code, type_code, description, requested, committed, waived ON need_items
       FOR EACH ROW EXECUTE FUNCTION derive_need_again()`);
    await runner.query('UPDATE needs SET title = title');
    await runner.query(`
      ALTER TABLE needs ALTER search SET NOT NULL, ALTER coverage SET NOT NULL, ALTER category_codes SET NOT NULL,
                        ALTER type_codes SET NOT NULL`);
    await runner.query('CREATE INDEX ix_needs_search ON needs USING gin (search)');
    // What everybody sees, in the order in which it is shown first.
    await runner.query(`
      CREATE INDEX ix_needs_newest_public ON needs ((coalesce(published_at, created_at)) DESC, id DESC)
       WHERE published_at IS NOT NULL AND visibility = 'public'`);
    // What counts read, without the long rows themselves.
    await runner.query(`
      CREATE INDEX ix_needs_counted ON needs
        (visibility, published_at, submitted_at, organization_id, state, area_iso2, coverage, priority, needed_by, id)
        INCLUDE (category_codes, type_codes)`);
    await runner.query('CREATE INDEX ix_need_items_counted ON need_items (need_id, category_code, type_code)');
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
