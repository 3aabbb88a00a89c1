import fc from 'fast-check';
import { guarded, listText, readList, unguarded } from './cells.js';
import { readSheet } from './read-sheet.js';
import { writeCsv } from './write-csv.js';
import type { SheetColumn } from './columns.js';

const columns: readonly SheetColumn[] = ['first', 'second'].map((key) => ({ key, meaning: key, use: 'changed' }));

async function csvOf(rows: readonly Record<string, string>[]): Promise<string> {
  let text = '';
  for await (const piece of writeCsv(columns, pages(rows))) text += piece;
  return text;
}

async function* pages(rows: readonly Record<string, string>[]) {
  yield rows;
}

async function read(text: string) {
  const file = { name: 'file.csv', open: () => chunks(text) };
  const rows = [];
  for await (const row of readSheet(file, { name: 'test', columns })) rows.push(row);
  return rows;
}

async function* chunks(text: string) {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += 7) yield bytes.subarray(at, at + 7);
}

/** What people write, and what makes a spreadsheet stumble. */
const cell = fc
  .array(fc.oneof(fc.constantFrom(...'\'"=+-@\t\r\n,;\\ x9é中'), fc.string({ unit: 'grapheme' })))
  .map((parts) => parts.join('').replaceAll('\u0000', ''));

it('a file comes back as it was written, whatever stands in its cells', () =>
  fc.assert(
    fc.asyncProperty(fc.array(fc.record({ first: cell, second: cell })), async (rows) => {
      // A row of blanks alone is no row.
      const filled = rows.filter(({ first, second }) => `${first}${second}`.trim() !== '');
      expect((await read(await csvOf(filled))).map(({ cells }) => cells)).toEqual(filled);
    }),
  ));

it('begins with a byte-order mark and its header', async () => {
  expect(await csvOf([{ first: 'a"b', second: 'c' }])).toBe('\ufefffirst,second\r\n"a""b",c\r\n');
});

it('no cell begins as a formula, and each gives back its text', () =>
  fc.assert(
    fc.property(cell, (text) => {
      expect(guarded(text)).not.toMatch(/^[=+\-@\t\r\n]/);
      expect(unguarded(guarded(text))).toBe(text);
    }),
  ));

it.each([
  ['=1+1', "'=1+1"],
  ["'=1+1", "''=1+1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['－1', "'－1"],
  ["l'eau", "l'eau"],
  ["'quoted'", "'quoted'"],
])('writes %j as %j', (text, written) => {
  expect(guarded(text)).toBe(written);
});

it('keeps lists, also with semicolons in their values', () =>
  fc.assert(
    fc.property(fc.array(cell), (values) => {
      const trimmed = values.map((value) => value.trim()).filter((value) => value !== '');
      expect(readList(listText(trimmed))).toEqual(trimmed);
    }),
  ));

it.each([';', '\t', ','])('reads cells that are parted by %j', async (delimiter) => {
  const rows = await read(`second${delimiter}error${delimiter}first\n2${delimiter}was wrong${delimiter}1\n`);
  expect(rows).toEqual([{ line: 2, wrong: [], cells: { first: '1', second: '2' } }]);
});
