import { grantToApp } from '#libs/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** As in the migration before: nothing but ASCII, the signs of Chinese, signs within Arabic words, marks on no letter. */
const PLAIN = '^[\\u0001-\\u007f]*$';
const HAN = '[\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\U00020000-\\U0003ffff]';
const IN_WORDS = '[\\u0610-\\u061a\\u0640\\u064b-\\u065f\\u0670\\u06d6-\\u06ed]';
const LOOSE_MARKS = '(^|[^[:alpha:]\\u0300-\\u036f\\u0653-\\u0655])[\\u0300-\\u036f\\u0653-\\u0655]+';

const STEMMERS = ['ar', 'en', 'es', 'fr', 'ru'];

/**
 * Countries, regions, categories and types are found by their names in six languages. A document holds their codes, as words that
 * nobody can type (`AREA=JM`); a reader's word stands for itself and for the codes that have a name with it. So a name may change,
 * or come in one more language, and no document is made anew.
 */
export class FoundByName1764000200100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // The parser takes the comma of Arabic, its semicolon and its question mark for letters.
    await runner.query(`
      CREATE OR REPLACE FUNCTION words_apart(words text) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
      BEGIN
        words := translate(words, '/،؛؟', '    ');
        IF words ~ '${PLAIN}' THEN RETURN words; END IF;
        words := regexp_replace(regexp_replace(normalize(words, NFKC), '${IN_WORDS}', '', 'g'), '(${HAN})', ' \\1 ', 'g');
        RETURN regexp_replace(words, '${LOOSE_MARKS}', '\\1', 'g');
      END $$`);
    await runner.query(`
      CREATE TABLE search_names (
        code text CONSTRAINT ck_search_names_code CHECK (code ~ '^(AREA|REGION|CATEGORY|TYPE)=[A-Za-z0-9-]+$'),
        language text CONSTRAINT ck_search_names_language CHECK (language IN ('ar', 'en', 'es', 'fr', 'ru', 'zh')),
        name text NOT NULL CONSTRAINT ck_search_names_name CHECK (name <> ''),
        words tsvector GENERATED ALWAYS AS (words_document(language, name)) STORED,
        PRIMARY KEY (code, language)
      )`);
    // Without the list of what is to be put in later: each search would read that to its end.
    await runner.query('CREATE INDEX ix_search_names_words ON search_names USING gin (words) WITH (fastupdate = off)');
    await grantToApp(runner, 'SELECT, INSERT, UPDATE', 'search_names');

    // All at one place, two words after the last: they are no part of a phrase.
    await runner.query(`
      CREATE FUNCTION search_codes(areas text[], regions text[], categories text[], types text[]) RETURNS tsvector
        LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT coalesce(string_agg('''' || kind || '=' || code || ''':2', ' '), '')::tsvector
          FROM (SELECT 'AREA' AS kind, unnest(areas) AS code UNION ALL SELECT 'REGION', unnest(regions)
                UNION ALL SELECT 'CATEGORY', unnest(categories) UNION ALL SELECT 'TYPE', unnest(types)) named
         WHERE code ~ '^[A-Za-z0-9-]+$'
      $$`);

    const named = STEMMERS.map((language) => `'public.words_${language}'`);
    await runner.query(`
      CREATE FUNCTION words_forms(word text) RETURNS tsquery LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
      DECLARE
        plain text := public.words_plain(word);
        dictionaries regdictionary[] := ARRAY[${named.join(', ')}]::regdictionary[];
        forms text[];
      BEGIN
        IF plain = word THEN
          SELECT array_agg(DISTINCT form) INTO forms
            FROM unnest(dictionaries) dictionary, unnest(ts_lexize(dictionary, word) || word) form;
        ELSE
          SELECT array_agg(DISTINCT public.words_plain(form)) INTO forms
            FROM unnest(ARRAY[word, plain]) written, unnest(dictionaries) dictionary,
                 unnest(ts_lexize(dictionary, written) || written) form;
        END IF;
        RETURN (SELECT string_agg(array_to_tsvector(ARRAY[form])::text, ' | ') FROM unnest(forms) form)::tsquery;
      END $$`);
    // By the stemmer of the name's own language alone: the Spanish stem of "Sudan" is the French "sud".
    const own = [...STEMMERS.map((language) => `'public.words_${language}'`), "'pg_catalog.simple'"];
    await runner.query(`
      CREATE FUNCTION words_named(said text) RETURNS tsquery LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET enable_seqscan = off AS $$
      DECLARE
        plain text := public.words_plain(said);
      BEGIN
        RETURN (
          WITH asked AS MATERIALIZED (
            SELECT language, CASE WHEN plain = said THEN phraseto_tsquery(configuration, said)
                                  ELSE public.words_plain(phraseto_tsquery(configuration, said)::text)::tsquery
                                       || phraseto_tsquery(configuration, plain) END AS query
              FROM unnest('{${STEMMERS.join(', ')}, zh}'::text[], ARRAY[${own.join(', ')}]::regconfig[])
                AS spoken (language, configuration))
          SELECT string_agg(DISTINCT quote_literal(n.code), ' | ')::tsquery
            FROM asked JOIN public.search_names n ON n.language = asked.language AND n.words @@ asked.query);
      END $$`);
    // Said to be immutable, as is words_named, although names change now and then: so the planner asks once and knows the answer,
    // and nothing stores one.
    await runner.query(`
      CREATE OR REPLACE FUNCTION words_query(words text) RETURNS tsquery LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
      DECLARE
        apart text := public.words_apart(words);
        asked tsquery := websearch_to_tsquery('pg_catalog.simple', apart);
        single text[] := tsvector_to_array(to_tsvector('pg_catalog.simple', regexp_replace(apart, '"[^"]*"', ' ', 'g')));
        word text;
        quoted tsquery;
        forms tsquery;
      BEGIN
        -- What stands in quotes, or has a hyphen, is looked for in names as a whole.
        FOR word IN SELECT DISTINCT coalesce(part[1], part[2])
                      FROM regexp_matches(apart, '"([^"]+)"|([[:alnum:]]+(?:-[[:alnum:]]+)+)', 'g') part LOOP
          quoted := phraseto_tsquery('pg_catalog.simple', word);
          CONTINUE WHEN numnode(quoted) = 0;
          asked := ts_rewrite(asked, quoted, coalesce(quoted || public.words_named(word), quoted));
        END LOOP;
        FOREACH word IN ARRAY tsvector_to_array(to_tsvector('pg_catalog.simple', apart)) LOOP
          forms := public.words_forms(word);
          IF word = ANY(single) THEN forms := coalesce(forms || public.words_named(word), forms); END IF;
          asked := ts_rewrite(asked, array_to_tsvector(ARRAY[word])::text::tsquery, forms);
        END LOOP;
        RETURN asked;
      END $$`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
