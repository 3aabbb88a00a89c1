// Danger: somebody writes or looks for signs that no word is made of, and neither their need is kept nor an answer comes.
import { testDatabase } from '#libs/platform';
import fc from 'fast-check';

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
