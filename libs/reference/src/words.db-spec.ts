// Danger: somebody writes or looks for signs that no word is made of, and neither their need is kept nor an answer comes; or what
// stands next to such a sign is not found.
import { inDatabase, migrate, platformMigrations, testDatabase } from '#libs/platform';
import fc from 'fast-check';
import pg from 'pg';
import { referenceMigrations } from './migrations/index.js';
import { searchWords } from './search-words.rules.js';

const db = testDatabase();

/** Marks, letters of several scripts, blanks and what the query language gives a meaning to, next to each other in every way. */
const TEXT = fc.string({
  unit: fc.oneof(
    fc.constantFrom(
      ...'>"-|&!:*()\'\\ /aé́ю',
      'и',
      '\u0306',
      '\u0301',
      '\u0653',
      '\u0640',
      '\u064b',
      '’',
      '«',
      '‐',
      '枪',
      'ال',
      'و',
      '\u00b4',
      '1',
      '_',
    ),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
  ),
  maxLength: 12,
});

it('every text is a document and a question', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        TEXT.map((text) => text.replaceAll('\0', '')),
        { minLength: 1, maxLength: 50 },
      ),
      async (texts) => {
        const asked = await db.asOwner(
          `SELECT words_document(language, text) AS document, words_query(text) AS query
             FROM unnest($1::text[]) text, unnest(ARRAY['ar', 'en', 'ru', 'und', NULL]) language`,
          [texts],
        );
        expect(asked).toHaveLength(5 * texts.length);
      },
    ),
    { numRuns: 60 },
  );
});

it.each([
  ['>\u0301', 'x'],
  ['\u0301 x', 'x'],
  ['枪\u0301', '枪'],
  ['dépôts \u00b4', 'depots'],
])('%p is found by %p', async (text, words) => {
  const found = await db.asOwner(`SELECT words_document('en', $1 || ' x') @@ words_query($2) AS found`, [text, words]);
  expect(found).toEqual([{ found: true }]);
});

it.each(['-', '-ـ'])('%p many times over is a question', async (signs) => {
  const asked = await db.asOwner('SELECT words_query($1) AS query', [searchWords(signs.repeat(40))]);
  expect(asked).toEqual([{ query: '' }]);
});

/** Beyond ASCII, with no letter, digit or part of a Chinese sign in it; not those of music and of old scripts. */
const SIGNS = Array.from({ length: 0x1fbf0 - 0x80 }, (_, index) => index + 0x80)
  .filter((code) => code < 0xd800 || (code > 0xdfff && code < 0x10000) || code > 0x1efff)
  .map((code) => String.fromCodePoint(code))
  .filter((sign) => /[\p{P}\p{S}\p{Z}]/u.test(sign) && !/[\p{L}\p{N}\p{Radical}]/u.test(sign.normalize('NFKC')))
  .filter((sign) =>
    /[\p{scx=Arab}\p{scx=Cyrl}\p{scx=Grek}\p{scx=Hani}\p{scx=Hebr}\p{scx=Latn}\p{scx=Zyyy}]/u.test(sign),
  );

const FRENCH =
  'Former à l’inventaire et à la tenue d’archives – le « programme d’action », c’est… L’État, œuvre; aujourd’hui';
const ENGLISH =
  "The Provider’s “Lockbox” (rack—shelf), O'Brien: 5° and 2026–2027, non‑combat, €500 to x.y@example.org, A-12 2.5";
const FOUND: readonly (readonly [document: string, words: readonly string[]])[] = [
  [
    FRENCH,
    ['inventaire', "l'inventaire", 'l’inventaire', 'L’INVENTAIRE', 'archives', 'programme', 'est', 'État', 'etat'],
  ],
  [FRENCH, ["programme d'action", '"programme d’action"', '“programme d’action”', '«programme d’action»', 'action']],
  [FRENCH, ['oeuvre', 'œuvre', 'OEUVRE', 'ŒUVRE', "aujourd'hui", 'aujourd’hui', '-"action programme" archives']],
  ["Mise en oeuvre de l'inventaire", ['œuvre', 'Œuvre', 'oeuvre', 'l’inventaire', 'inventaire']],
  [
    'Un inventaire et une île de chaque provider',
    ["l'inventaire", 'D’INVENTAIRE', 'Jusqu’inventaire', "provider's", 'provider’s'],
  ],
  ['Straße, Strasse, æther', ['strasse', 'straße', 'aether', 'æther']],
  [
    ENGLISH,
    ['Provider', "provider's", 'Provider’s', 'Lockbox', '“Lockbox”', 'rack', 'shelf', '"rack shelf"', 'rack—shelf'],
  ],
  [
    ENGLISH,
    ["O'Brien", 'O’Brien', 'OʼBrien', 'brien', '5', '2026', '2027', 'non-combat', 'non‑combat', 'combat', '500'],
  ],
  [ENGLISH, ['x.y@example.org', 'A-12', '2.5', '-depot lockbox', '-“rack lockbox” shelf', '-l’inventaire shelf']],
  ['Программа «Заслонка» для “Кольчужник”, №5 — станки', ['Заслонка', '«Заслонка»', 'Кольчужник', '5', 'станки']],
  ['¿Cómo? ¡Urgente! «refuerzo» ‘otro’ “almacén”', ['Cómo', 'como', 'urgente', 'refuerzo', 'otro', 'almacen']],
  ['برنامج «الحصن» للأسلحة بالذخائر، والمستودعات؟', ['الحصن', '«الحصن»', 'المستودعات']],
  [
    '购买设备，培训人员。运输、储存（仓库）：“标记”机《手册》；ABC，DEF',
    ['设备', '人员', '储存', '仓库', '标记机', '手册', 'abc'],
  ],
];
const NOT_FOUND: readonly (readonly [document: string, words: readonly string[]])[] = [
  [FRENCH, ['-l’inventaire archives', '-d’action archives', '“action programme”']],
  [ENGLISH, ['-“rack shelf” provider', "-provider's rack", 'RackShelf', 'Provider’x']],
];

describe.each(['of the tests', 'UTF-8'])('in a database of the locale %s', (locale) => {
  const name = `t_words_${process.pid}`;
  let client: pg.Client;
  beforeAll(async () => {
    // That of the tests takes every sign beyond ASCII for a letter, the other one those that are some.
    const ownerUrl = locale === 'UTF-8' ? inDatabase(db.ownerUrl, name) : db.ownerUrl;
    if (locale === 'UTF-8') {
      await db.asOwner(`CREATE DATABASE ${name} TEMPLATE template0 LOCALE_PROVIDER libc LOCALE 'C.UTF-8'`);
      const migrations = [...platformMigrations, ...referenceMigrations];
      await migrate({ ownerUrl, appRole: new URL(db.url).username, migrations });
    }
    client = new pg.Client({ connectionString: ownerUrl });
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    if (locale === 'UTF-8') await db.asOwner(`DROP DATABASE ${name}`);
  });

  /** In what language somebody says it is written, or nobody does: the words that do not find the document. */
  async function missed(document: string, words: readonly string[]): Promise<string[]> {
    const { rows } = await client.query<{ words: string; language: string }>(
      `SELECT words, language FROM unnest($2::text[]) words, unnest(ARRAY['en', 'fr', 'und', NULL]) language
        WHERE (words_document(language, $1) @@ words_query(words)) IS NOT TRUE`,
      [document, words.map(searchWords)],
    );
    return rows.map((row) => `${row.language}: ${row.words}`);
  }

  it.each(FOUND)('%s', async (document, words) => expect(await missed(document, words)).toEqual([]));

  it.each(NOT_FOUND)('not in %s', async (document, words) => {
    for (const one of words) expect([one, (await missed(document, [one])).length]).toEqual([one, 4]);
  });

  it('every sign of the scripts in use parts words', async () => {
    expect(SIGNS.length).toBeGreaterThan(1_500);
    const { rows } = await client.query<{ sign: string }>(
      `SELECT sign FROM unnest($1::text[]) sign
        WHERE NOT words_document('und', 'alpha' || sign || 'omega') @@ '''alpha'' & ''omega'''`,
      [SIGNS],
    );
    expect(rows.map(({ sign }) => `U+${sign.codePointAt(0)!.toString(16)}`)).toEqual([]);
  });
});
