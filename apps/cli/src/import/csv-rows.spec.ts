import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommandError } from '../command.js';
import { readCsv, type FileRow } from './csv-rows.js';

const COLUMNS = { required: ['ref', 'title'], optional: ['note'] };
let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'csv-'))));
afterAll(() => rm(folder, { recursive: true }));

async function rows(content: string | Buffer): Promise<FileRow[]> {
  const path = join(folder, 'file.csv');
  await writeFile(path, content);
  const all: FileRow[] = [];
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
  expect(read.at(-1)).toEqual({ line: 20_001, record: { title: 'título 19999', ref: '19999' }, wrong: [] });
});

it('keeps a row of the wrong shape apart and goes on', async () => {
  const read = await rows('ref,title\n1\n2,a,b\n3,x\u0000y\n4,four');
  expect(read.map(({ wrong }) => wrong.map(({ detail }) => detail))).toEqual([
    ['has 1 values where the header has 2'],
    ['has 3 values where the header has 2'],
    ['holds a NUL character'],
    [],
  ]);
});

it.each([
  ['an empty file', '', /is empty/],
  ['a missing column', 'ref,note\n1,x', /has no column title/],
  ['an unknown column', 'ref,title,colour\n', /a column "colour" that is not known/],
  ['a column twice', 'ref,title,ref\n', /column ref twice/],
  ['semicolons', 'ref;title\n1;one', /commas between them/],
  ['Latin-1', Buffer.from('ref,title\n1,caf\u00e9\n', 'latin1'), /not UTF-8/],
  ['UTF-16', Buffer.from('\ufeffref,title\n', 'utf16le'), /not UTF-8/],
  ['a cut character', Buffer.from('ref,title\n1,caf\u00e9').subarray(0, -1), /not UTF-8/],
  ['an open quote', 'ref,title\n1,"one\n2,two', /not a valid CSV file/],
  ['a wild quote', 'ref,title\n1,"one"x\n', /not a valid CSV file/],
  ['an endless row', `ref,title\n1,"${'x'.repeat(1_100_000)}"`, /not a valid CSV file/],
])('refuses %s with one sentence', async (_, content, message) => {
  const read = rows(content);
  await expect(read).rejects.toThrow(message);
  await expect(read).rejects.toBeInstanceOf(CommandError);
});

it('names a file that is not there, or is a folder', async () => {
  await expect(readCsv(join(folder, 'none.csv'), COLUMNS).next()).rejects.toThrow(/There is no file/);
  await expect(readCsv(folder, COLUMNS).next()).rejects.toThrow(/is a folder/);
});
