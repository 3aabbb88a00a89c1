import type { MigrationInterface, QueryRunner } from 'typeorm';

/** As in the migration before. */
const PLAIN = '^[\\u0001-\\u007f]*$';
const HAN = '[\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\U00020000-\\U0003ffff]';
const LOOSE_MARKS = '(^|[^[:alpha:]\\u0300-\\u036f\\u0653-\\u0655])[\\u0300-\\u036f\\u0653-\\u0655]+';
const MARKS = '[\\u0300-\\u0305\\u0307-\\u036f\\u0653-\\u0655]|([^\\u0418\\u0438])\\u0306';
const JOINED = '(^|[^\\u0620-\\u064a])[\\u0648\\u0641](\\u0627\\u0644[\\u0620-\\u064a]{3})';
/** As before, and what has no width: places to break a line, directions of writing. */
const IN_WORDS =
  '[\\u0610-\\u061a\\u0640\\u064b-\\u065f\\u0670\\u06d6-\\u06dc\\u06df-\\u06e8\\u06ea-\\u06ed' +
  '\\u00ad\\u061c\\u180e\\u200c-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\ufeff]';
/** Whatever is written for an apostrophe, a full-width one and the letters of that look included. */
const APOSTROPHES = '’‘‛‚′´＇ʹʺʻʼʽʾʿ';
/** All but that of ASCII, which leaves a word out where it begins one. */
const HYPHENS = '‐‑﹣－';
/**
 * Punctuation, symbols and blanks of Latin, Greek, Cyrillic, Hebrew, Arabic and Chinese, fractions, and the letters of nobody that
 * word processors put as bullets. By number: in a database of the locale C all of them are letters, in another one some.
 */
const SIGNS = [
  '\\u0080-\\u00a9\\u00ab\\u00ac\\u00ae-\\u00b1\\u00b6-\\u00b8\\u00bb-\\u00bf\\u00d7\\u00f7',
  '\\u02c2-\\u02c5\\u02d2-\\u02df\\u02e5-\\u02ed\\u02ef-\\u02ff\\u0375\\u037e\\u0384\\u0385\\u0387\\u03f6\\u0482',
  '\\u055a-\\u055f\\u0589-\\u058f\\u05be\\u05c0\\u05c3\\u05c6\\u05f3\\u05f4',
  '\\u0600-\\u060f\\u061b\\u061d-\\u061f\\u066a-\\u066d\\u06d4\\u06dd\\u06de\\u06e9\\u06fd\\u06fe\\u0888\\u10fb',
  '\\u0e3f\\u0fd5-\\u0fd8\\u1fbd\\u1fbf-\\u1fc1\\u1fcd-\\u1fcf\\u1fdd-\\u1fdf\\u1fed-\\u1fef\\u1ffd-\\u200b\\u2012-\\u2029\\u202f-\\u205f',
  '\\u207a-\\u207e\\u208a-\\u208e\\u20a0-\\u20cf\\u2100-\\u2129\\u212c-\\u215f\\u2189-\\u2bff\\u2e00-\\u2e7f',
  '\\u2ff0-\\u3004\\u3008-\\u3020\\u3030\\u3036\\u3037\\u303d-\\u303f\\u309b\\u309c\\u30a0\\u30fb\\u3190-\\u319f',
  '\\u31c0-\\u31ef\\u3200-\\u32ff\\u4dc0-\\u4dff\\ua673\\ua67e\\ua700-\\ua721\\ua789\\ua78a\\ua92e\\uab5b',
  '\\uab6a\\uab6b\\ue000-\\uf8ff\\ufb29\\ufbb2-\\ufbd2\\ufd3e-\\ufd4f\\ufd90\\ufd91\\ufdc8-\\ufdcf\\ufdfc-\\ufdff',
  '\\ufe10-\\ufe19\\ufe30-\\ufe6b\\uff01-\\uff0f\\uff1a-\\uff20\\uff3b-\\uff40\\uff5b-\\uff65\\uffe0-\\uffff',
  '\\U0001f000-\\U0001fbef',
].join('');
/** What a word is made of, once such signs are blanks. */
const WORD = 'A-Za-z0-9\\u0080-\\U0010ffff';
/** What French leaves out of a word before a vowel, and the possessive of English. */
const ELISION = `(^|[^${WORD}])(?:[CDJLMNSTcdjlmnst]|(?:[Jj]us|[Ll]ors|[Pp]uis)?[Qq][Uu])''(?=[${WORD}])`;
const POSSESSIVE = `([${WORD}])''[Ss](?![${WORD}])`;
/** PostgreSQL 18 and before it count each minus that leaves nothing out as a step of the search, and end in an error after 32. */
const STRAY_MINUS = `-(?![${WORD}"])`;

/**
 * Signs part words, whatever the locale of the database: the parser of PostgreSQL leaves typographic quotes and apostrophes at
 * the words that they stand at. Documents are made anew by the migrations of the features that have them.
 */
export class SignsPartWords1764000200130 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // A hyphen of another kind joins what stands on both sides of it, and never leaves a word out.
    await runner.query(`
      CREATE OR REPLACE FUNCTION words_apart(words text) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
      BEGIN
        words := translate(words, '/', ' ');
        IF words !~ '${PLAIN}' THEN
          words := translate(words, '${APOSTROPHES}${HYPHENS}', '${"''".repeat(APOSTROPHES.length)}${'‐'.repeat(HYPHENS.length)}');
          words := normalize(regexp_replace(words, '[${SIGNS}]', ' ', 'g'), NFKC);
          words := regexp_replace(regexp_replace(words, '${IN_WORDS}', '', 'g'), '(${HAN})', ' \\1 ', 'g');
          words := regexp_replace(words, '${LOOSE_MARKS}', '\\1', 'g');
          IF strpos(words, '‐') > 0 THEN
            words := translate(regexp_replace(words, '([${WORD}])‐(?=[${WORD}])', '\\1-', 'g'), '‐', ' ');
          END IF;
        END IF;
        IF strpos(words, '''') > 0 THEN
          words := regexp_replace(regexp_replace(words, '${ELISION}', '\\1', 'g'), '${POSSESSIVE}', '\\1', 'g');
        END IF;
        RETURN words;
      END $$`);
    // The ligatures of French and the ß of German as they are typed on a keyboard that has none.
    await runner.query(`
      CREATE OR REPLACE FUNCTION words_plain(words text) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
      DECLARE plain text;
      BEGIN
        IF words ~ '${PLAIN}' THEN RETURN words; END IF;
        plain := normalize(words, NFD);
        IF plain ~ '${MARKS}' THEN plain := regexp_replace(plain, '${MARKS}', '\\1', 'g'); END IF;
        plain := translate(normalize(plain, NFC), 'ةى', 'هي');
        IF plain ~ '[œŒæÆßẞ]' THEN
          plain := replace(replace(replace(translate(plain, 'ŒÆẞ', 'œæß'), 'œ', 'oe'), 'æ', 'ae'), 'ß', 'ss');
        END IF;
        IF strpos(plain, 'ال') > 0 THEN plain := regexp_replace(plain, '${JOINED}', '\\1\\2', 'g'); END IF;
        RETURN plain;
      END $$`);
    await runner.query(`
      CREATE OR REPLACE FUNCTION words_query(words text) RETURNS tsquery LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
      DECLARE
        apart text := regexp_replace(public.words_apart(words), '${STRAY_MINUS}', ' ', 'g');
        asked tsquery := websearch_to_tsquery('pg_catalog.simple', apart);
        single text[] := tsvector_to_array(to_tsvector('pg_catalog.simple', regexp_replace(apart, '"[^"]*"', ' ', 'g')));
        word text;
        quoted tsquery;
        forms tsquery;
      BEGIN
        -- What stands in quotes, or has a hyphen or an apostrophe, is looked for in names as a whole.
        FOR word IN SELECT DISTINCT coalesce(part[1], part[2])
                      FROM regexp_matches(apart, '"([^"]+)"|([${WORD}]+(?:[-''][${WORD}]+)+)', 'g') part LOOP
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
    await runner.query('UPDATE search_names SET name = name');
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
