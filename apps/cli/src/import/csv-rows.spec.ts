import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommandError } from '../command.js';
import { readCsv, type FileRow } from './csv-rows.js';

const COLUMNS = { required: ['ref', 'title'], optional: ['note'] };
let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'csv-'))));
afterAll(() => rm(folder, { recursive: true }));

async function rows(content: string | Buffer, all: FileRow[] = []): Promise<FileRow[]> {
  const path = join(folder, 'file.csv');
  await writeFile(path, content);
  for await (const row of readCsv(path, COLUMNS)) all.push(row);
  return all;
}

it.each(['\n', '\r\n'])('says on which line a row begins, whatever stands between (%j)', async (eol) => {
  const text = ['ref,title', '1,one', `"2","two${eol}lines"`, '', ',', '3,three'].join(eol);
  expect((await rows(text)).map(({ line, record }) => [line, record.ref, record.title])).toEqual([
    [2, '1', 'one'],
    [3, '2', `two${eol}lines`],
    [7, '3', 'three'],
  ]);
});

it('takes a byte-order mark and columns in any order, and streams past one chunk', async () => {
  const many = Array.from({ length: 20_000 }, (_, index) => `título ${index},${index}`).join('\n');
  const read = await rows(`\ufefftitle,ref\n${many}\n`);
  expect(read).toHaveLength(20_000);
  expect(read.at(-1)).toEqual({
    line: 20_001,
    row: 20_001,
    record: { title: 'título 19999', ref: '19999' },
    wrong: [],
  });
});

it.each([';', '\t'])(
  'takes what spreadsheet programs write: cells parted by %j, and empty ones at the end of rows',
  async (by) => {
    const text = ['', ',,,', 'ref,title,note,,', '1,one, a,', '2,two,b', '3,three,,,', '4,four,,,x'].join('\n');
    expect(
      (await rows(text.replaceAll(',', by))).map(({ line, record, wrong }) => [line, record.title, wrong]),
    ).toEqual([
      [4, 'one', []],
      [5, 'two', []],
      [6, 'three', []],
      [7, 'four', [{ path: '', detail: expect.stringContaining('has 5 values where the header has 3') }]],
    ]);
  },
);

it('keeps a row of the wrong shape apart and goes on', async () => {
  const read = await rows('ref,title\n1\n2,a,b\n3,x\u0000y\n4,four');
  expect(read.map(({ wrong }) => wrong.map(({ detail }) => detail))).toEqual([
    ['has 1 values where the header has 2; a value that holds the separator needs quotation marks'],
    ['has 3 values where the header has 2; a value that holds the separator needs quotation marks'],
    ['holds a NUL character'],
    [],
  ]);
});

it.each([
  ['an empty file', '', /is empty/],
  ['a missing column', 'ref,note\n1,x', /has no column title/],
  ['an unknown column', 'ref,title,colour\n', /line 1: it has a column "colour" that is not known/],
  ['a NUL in the header', 'ref,title,\u0000\n', /a column "\\u0000" that is not known/],
  ['a column twice', 'ref,title,ref\n', /column ref twice/],
  [
    'a header that stands below other text',
    'Appeal of 2010,,\n\nref,title,\n',
    /line 1: it has a column "Appeal of 2010"/,
  ],
  ['a wrong header above what cannot be read', 'ref,title,colour\n1,"one', /line 1: .* "colour" that is not known/],
  ['Latin-1', Buffer.from('ref,title\n1,caf\u00e9\n', 'latin1'), /not UTF-8 text on line 2/],
  ['UTF-16', Buffer.from('\ufeffref,title\n', 'utf16le'), /not UTF-8 text on line 1/],
  ['a cut character', Buffer.from('ref,title\n1,caf\u00e9').subarray(0, -1), /not UTF-8 text on line 2/],
  [
    'an open quote',
    'ref,title\n0,"ze\nro"\n\n1,"one\n2,two',
    /on line 5, column title: a quotation mark opens and is never closed/,
  ],
  ['an open quote in the header', 'ref,"title\n', /on line 1, column number 2: .* never closed/],
  ['a wild quote', 'ref,title\n1,"one"x\n', /on line 2, column title: text follows a closing quotation mark/],
  ['a quote within', 'ref,title\n1,5" pipe\n', /on line 2, column title: .* in the middle of a value/],
  [
    'an endless row',
    `ref,title\n1,"${'x\n'.repeat(600_000)}"`,
    /on line 2, column title: .*most often a quotation mark/,
  ],
])('refuses %s with one sentence', async (_, content, message) => {
  const read = rows(content);
  await expect(read).rejects.toThrow(message);
  await expect(read).rejects.toBeInstanceOf(CommandError);
});

it('names a file that is not there, or is a folder', async () => {
  await expect(readCsv(join(folder, 'none.csv'), COLUMNS).next()).rejects.toThrow(/There is no file/);
  await expect(readCsv(folder, COLUMNS).next()).rejects.toThrow(/is a folder/);
});

it('gives every row that stands before what cannot be read', async () => {
  const good = Array.from({ length: 9 }, (_, index) => `${index},good\n`).join('');
  for (const bad of ['9,"open\n', '9,"x"y\n', Buffer.from('9,caf\u00e9\n', 'latin1')]) {
    const read: FileRow[] = [];
    await expect(rows(Buffer.concat([Buffer.from(`ref,title\n${good}`), Buffer.from(bad)]), read)).rejects.toThrow(
      /line 11/,
    );
    expect(read).toHaveLength(9);
  }
});
