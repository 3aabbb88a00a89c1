import fc from 'fast-check';
import { guarded, listText, readList, unguarded } from './cells.js';
import { differing } from './compare.js';
import { daysOf } from './days.js';
import { readSheet } from './read-sheet.js';
import { RowReader } from './row-reader.js';
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

it('names every column that is not known at once', async () => {
  await expect(read('first,colour,size\n')).rejects.toThrow('has columns "colour", "size" that are not known here');
  await expect(read('first,colour\n')).rejects.toThrow(
    'line 1: it has a column "colour" that is not known here. Its columns are those of the list as it is downloaded: leave out any, and add none.',
  );
  await expect(read('first|second\n')).rejects.toThrow('add none, with commas, semicolons or tabs between them.');
});

it('numbers rows as a spreadsheet program does, whose cells hold several lines', async () => {
  const rows = await read('first,second\n"two\nlines",1\n\n3,4\n');
  expect(rows.map(({ line }) => line)).toEqual([2, 4]);
});

it.each([
  ['2027-06-30', ['2027-06-30']],
  ['30/06/2027', ['2027-06-30']],
  ['6/30/2027', ['2027-06-30']],
  ['30.6.2027', ['2027-06-30']],
  ['3.4.2027', ['2027-04-03']],
  ['2027/06/30', ['2027-06-30']],
  ['03/04/2027', ['2027-04-03', '2027-03-04']],
  ['04/04/2027', ['2027-04-04']],
  ['31/02/2027', []],
  ['30/06/27', ['2027-06-30']],
  ['6/30/27', ['2027-06-30']],
  ['30.06.27', ['2027-06-30']],
  ['03/04/27', ['2027-04-03', '2027-03-04']],
  ['28/09/30', ['2030-09-28']],
  ['28-09-30', ['2030-09-28', '2028-09-30']],
  ['28. 9. 30.', ['2030-09-28', '2028-09-30']],
  ['30. 9. 2028.', ['2028-09-30']],
  ['5.09.28 г.', ['2028-09-05']],
  ['1/13/97', ['1997-01-13', '2097-01-13']],
  ['1/13/00', ['2000-01-13', '2100-01-13']],
  ['30/06/127', []],
  ['2027-06', []],
  ['30.06-27', []],
  ['soon', []],
])('takes %j for %j', (cell, days) => {
  expect(daysOf(cell)).toEqual(days);
});

const LETTERS = [...'abcdefghijklmnopqrstuvwxyz'];
const LANGUAGES = LETTERS.flatMap((first) => LETTERS.map((second) => first + second));
/** How programs write a short day in whatever language and country they are set up for, each way once. */
const SHORT_DAYS = [
  ...new Map(
    Intl.DateTimeFormat.supportedLocalesOf([...LANGUAGES, 'en-GB', 'en-ZA', 'fr-CA']).map((language) => {
      const options = { dateStyle: 'short', calendar: 'gregory', numberingSystem: 'latn', timeZone: 'UTC' } as const;
      const short = new Intl.DateTimeFormat(language, options);
      return [short.format(new Date('2028-09-05')), short];
    }),
  ).values(),
];

it('takes no day for a change, however a program of whatever country wrote it', () => {
  expect(SHORT_DAYS.length).toBeGreaterThan(20);
  const dayColumn: readonly SheetColumn[] = [{ key: 'day', meaning: '', use: 'changed', isDay: true }];
  const [min, max] = [new Date('1990-01-01'), new Date('2100-12-31')];
  fc.assert(
    fc.property(fc.date({ min, max, noInvalidDate: true }), fc.constantFrom(...SHORT_DAYS), (date, short) => {
      const day = date.toISOString().slice(0, 10);
      expect(differing({ day: short.format(date) }, { day }, dayColumn, [])).toEqual({});
    }),
    { numRuns: 2_000 },
  );
});

it('does not take for a change what a spreadsheet program made of it', () => {
  const all: readonly SheetColumn[] = [
    { key: 'day', meaning: '', use: 'changed', isDay: true },
    { key: 'much', meaning: '', use: 'changed', isNumber: true },
    { key: 'text', meaning: '', use: 'changed' },
    { key: 'regions', meaning: '', use: 'changed', digits: 3 },
    { key: 'state', meaning: '', use: 'fixed' },
  ];
  const standing = { day: '2027-04-03', much: '250000.50', text: 'two\r\nlines', state: 'draft', regions: '002; 029' };
  const changes = (cells: Record<string, string>) => differing({ ...standing, ...cells }, standing, all, []);
  expect(changes({ day: '4/3/2027', much: '250000.5', text: ' two\nlines', state: '' })).toEqual({});
  expect(changes({ much: '250000,5', regions: '2; 29' })).toEqual({});
  expect(changes({ much: '250000' })).toEqual({ much: '250000' });
  expect(changes({ much: '250000,05' })).toEqual({ much: '250000,05' });
  expect(changes({ regions: '20; 29' })).toEqual({ regions: '20; 29' });
  expect(differing({ much: '8,500' }, { much: '8.500' }, all, []).much).toBe('8,500');
  expect(changes({ day: '' })).toEqual({ day: '' });
  expect(changes({ text: 'two lines' })).toEqual({ text: 'two lines' });
});

it.each([
  ['8500,5', 'USD', 8500_50n],
  ['0,1234', 'CLF', 1234n],
  ['8,500', 'KWD', null],
  ['1,234,567', 'USD', null],
  ['1.234,50', 'USD', null],
  ['8500,5', null, null],
])('reads the amount %s of %s as %s', (much, currency, minor) => {
  const row = new RowReader({ much });
  expect(row.amount('much', currency)).toBe(minor);
  expect(row.isRefused('much')).toBe(minor === null);
});
