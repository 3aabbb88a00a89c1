import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Nothing but ASCII: there is nothing to do, and most words are so. */
const PLAIN = '^[\\u0001-\\u007f]*$';
/** The signs of Chinese, which is written without blanks: each is a word of its own, and a word of several is a phrase. */
const HAN = '[\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\U00020000-\\U0003ffff]';
/** Vowel signs and the like of Arabic, at which the parser would cut a word, and the sign that only draws it out. */
const IN_WORDS = '[\\u0610-\\u061a\\u0640\\u064b-\\u065f\\u0670\\u06d6-\\u06ed]';
/** Accents, once they stand for themselves. The Russian и with a breve is another letter, and its stemmer needs it. */
const MARKS = '[\\u0300-\\u0305\\u0307-\\u036f\\u0653-\\u0655]|([^\\u0418\\u0438])\\u0306';
/** Marks on no letter: taken from a word of theirs they would leave an empty one, which PostgreSQL refuses. */
const LOOSE_MARKS = '(^|[^[:alpha:]\\u0300-\\u036f\\u0653-\\u0655])[\\u0300-\\u036f\\u0653-\\u0655]+';
/** "And the", "so the" as parts of an Arabic word. */
const JOINED = '(^|[^\\u0620-\\u064a])[\\u0648\\u0641](\\u0627\\u0644[\\u0620-\\u064a]{3})';

/** PostgreSQL has no stemmer for Chinese. */
const STEMMERS = { ar: 'arabic', en: 'english', es: 'spanish', fr: 'french', ru: 'russian' };

/**
 * Words of documents and of readers, for every feature that is searched. Both in their stems and without the marks that are
 * left out when one types in haste: "depots" finds "dépôts", "الات" finds "آلات".
 */
export class WordsInTheirForms1764000200090 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Without stop words: "WHO", "IT" and "US" are names here, and in quotes every word counts.
    for (const [language, stemmer] of Object.entries(STEMMERS)) {
      await runner.query(
        `CREATE TEXT SEARCH DICTIONARY public.words_${language} (TEMPLATE = pg_catalog.snowball, LANGUAGE = ${stemmer})`,
      );
      await runner.query(`CREATE TEXT SEARCH CONFIGURATION public.words_${language} (COPY = pg_catalog.${stemmer})`);
      await runner.query(`
        ALTER TEXT SEARCH CONFIGURATION public.words_${language}
          ALTER MAPPING FOR asciiword, word, hword_asciipart, hword_part, asciihword, hword WITH public.words_${language}`);
    }
    // The parser of PostgreSQL takes "OHCHR/UNHCR" for the name of one file, so that neither word would be found.
    await runner.query(`
      CREATE FUNCTION words_apart(words text) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
      BEGIN
        words := translate(words, '/', ' ');
        IF words ~ '${PLAIN}' THEN RETURN words; END IF;
        words := regexp_replace(regexp_replace(normalize(words, NFKC), '${IN_WORDS}', '', 'g'), '(${HAN})', ' \\1 ', 'g');
        RETURN regexp_replace(words, '${LOOSE_MARKS}', '\\1', 'g');
      END $$`);
    await runner.query(`
      CREATE FUNCTION words_plain(words text) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
      DECLARE plain text;
      BEGIN
        IF words ~ '${PLAIN}' THEN RETURN words; END IF;
        plain := normalize(words, NFD);
        IF plain ~ '${MARKS}' THEN plain := regexp_replace(plain, '${MARKS}', '\\1', 'g'); END IF;
        plain := translate(normalize(plain, NFC), 'ةى', 'هي');
        IF strpos(plain, 'ال') > 0 THEN plain := regexp_replace(plain, '${JOINED}', '\\1\\2', 'g'); END IF;
        RETURN plain;
      END $$`);
    // Two lists of words as text are read as one list, each word where it stood in both.
    const configuration = Object.keys(STEMMERS).map((language) => `WHEN '${language}' THEN 'public.words_${language}'`);
    await runner.query(`
      CREATE FUNCTION words_stemmed(language text, words text) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
      DECLARE
        configuration regconfig := CASE language ${configuration.join(' ')} ELSE 'pg_catalog.simple' END;
        plain text := public.words_plain(words);
        stemmed tsvector := to_tsvector(configuration, words);
      BEGIN
        IF plain = words THEN RETURN stemmed; END IF;
        RETURN (public.words_plain(stemmed::text) || ' ' || to_tsvector(configuration, plain)::text)::tsvector;
      END $$`);
    // In the language that they were written in; where that is null, in all of them.
    const all = [...Object.keys(STEMMERS), 'und'].map((language) => `public.words_stemmed('${language}', apart)::text`);
    await runner.query(`
      CREATE FUNCTION words_document(language text, words text) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
      DECLARE apart text := public.words_apart(words);
      BEGIN
        IF language IS NOT NULL THEN RETURN public.words_stemmed(language, apart); END IF;
        RETURN concat_ws(' ', ${all.join(', ')})::tsvector;
      END $$`);
    // Each word in all of its forms, so that a word to leave out is left out in every language too.
    const named = Object.keys(STEMMERS).map((language) => `'public.words_${language}'`);
    const dictionaries = `ARRAY[${named.join(', ')}]::regdictionary[]`;
    await runner.query(`
      CREATE FUNCTION words_query(words text) RETURNS tsquery LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
      DECLARE
        apart text := public.words_apart(words);
        asked tsquery := websearch_to_tsquery('pg_catalog.simple', apart);
        word text;
        plain text;
        forms text[];
      BEGIN
        FOREACH word IN ARRAY tsvector_to_array(to_tsvector('pg_catalog.simple', apart)) LOOP
          plain := public.words_plain(word);
          IF plain = word THEN
            SELECT array_agg(DISTINCT form) INTO forms
              FROM unnest(${dictionaries}) dictionary, unnest(ts_lexize(dictionary, word) || word) form;
          ELSE
            SELECT array_agg(DISTINCT public.words_plain(form)) INTO forms
              FROM unnest(ARRAY[word, plain]) written, unnest(${dictionaries}) dictionary,
                   unnest(ts_lexize(dictionary, written) || written) form;
          END IF;
          asked := ts_rewrite(asked, array_to_tsvector(ARRAY[word])::text::tsquery,
                              (SELECT string_agg(array_to_tsvector(ARRAY[form])::text, ' | ') FROM unnest(forms) form)::tsquery);
        END LOOP;
        RETURN asked;
      END $$`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
