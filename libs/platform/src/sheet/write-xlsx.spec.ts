import fc from 'fast-check';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { setImmediate } from 'node:timers/promises';
import { inflateRawSync } from 'node:zlib';
import { guarded } from './cells.js';
import { dictionaryOf, type Cells, type SheetColumn } from './columns.js';
import { writeXlsx } from './write-xlsx.js';

const columns: readonly SheetColumn[] = [
  { key: 'title', meaning: 'Title', use: 'changed' },
  { key: 'requested', meaning: 'How much', use: 'changed', isNumber: true },
];
const dictionary = dictionaryOf(columns, { category: [], type: [], unit: [] });
const CELL_MAX = 32_767;

async function* pages(...all: (readonly Cells[])[]) {
  yield* all;
}

const xlsxOf = (asked: AsyncIterable<readonly Cells[]>, rowsMax?: number) =>
  writeXlsx({ name: 'needs', columns }, asked, dictionary, rowsMax);

const read = async (asked: AsyncIterable<readonly Cells[]>, rowsMax?: number) =>
  workbookOf(await buffer(xlsxOf(asked, rowsMax)));

it('has the rows in one sheet and what the columns mean in another; text stays text, and numbers are numbers', async () => {
  const rows = [
    { title: '=1+1', requested: '250000.50' },
    { title: '2027-01-01', requested: '' },
    { title: '', requested: '1234567890123456' },
  ];
  const { needs, columns: meanings } = await read(pages(rows));
  expect(needs).toEqual([
    { A1: 'title', B1: 'requested' },
    { A2: "'=1+1", B2: 250000.5 },
    { A3: '2027-01-01' },
    { B4: '1234567890123456' },
  ]);
  expect(meanings).toHaveLength(3);
  expect(meanings![2]).toMatchObject({ A3: 'requested', B3: 'How much', F3: 'yes' });
});

it('names columns beyond Z as spreadsheet programs do', async () => {
  const many = Array.from({ length: 703 }, (_, index): SheetColumn => ({ ...columns[0]!, key: `c${index}` }));
  const file = await buffer(writeXlsx({ name: 'wide', columns: many }, pages(), []));
  const header = workbookOf(file).wide![0]!;
  expect(header).toMatchObject({ Z1: 'c25', AA1: 'c26', AZ1: 'c51', BA1: 'c52', ZZ1: 'c701', AAA1: 'c702' });
});

/** What people write, and what XML cannot hold or takes for its own. */
const cell = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...'\u0000\u0001\u001f\u007f\ud800\udc00\ufffe\uffff\t\n\r <>&"\'=_x',
        '_x0041_',
        '_X005f_',
        ']]>',
      ),
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: 'binary' }),
    ),
  )
  .map((parts) => parts.join(''));

it('a text is the same in the file, whatever stands in it', () =>
  fc.assert(
    fc.asyncProperty(fc.array(cell, { minLength: 1 }), async (texts) => {
      const { needs } = await read(pages(texts.map((title) => ({ title }))));
      // UTF-8 has no lone surrogate, and to XML each end of a line is a line feed.
      const told = texts.map((text) => Buffer.from(guarded(text)).toString().replace(/\r\n?/g, '\n'));
      expect(needs!.slice(1).map((row, index) => row[`A${index + 2}`] ?? '')).toEqual(told);
    }),
  ));

it('goes on in a next sheet where one is full, whatever the pages', () =>
  fc.assert(
    fc.asyncProperty(fc.array(fc.nat(7), { maxLength: 6 }), fc.integer({ min: 1, max: 5 }), async (sizes, rowsMax) => {
      let made = 0;
      const asked = sizes.map((size) => Array.from({ length: size }, () => ({ title: `t${(made += 1)}` })));
      const { columns: meanings, ...sheets } = await read(pages(...asked), rowsMax);
      const names = Array.from({ length: Math.max(1, Math.ceil(made / rowsMax)) }, (_, at) =>
        at ? `needs ${at + 1}` : 'needs',
      );
      expect(Object.keys(sheets)).toEqual(names);
      expect(Object.values(sheets).map(([header]) => header)).toEqual(
        names.map(() => ({ A1: 'title', B1: 'requested' })),
      );
      const titles = Object.values(sheets).flatMap((rows) => rows.slice(1).map((row) => Object.values(row)[0]));
      expect(titles).toEqual(Array.from({ length: made }, (_, at) => `t${at + 1}`));
      expect(meanings).toHaveLength(3);
    }),
  ));

describe('of 100,000 rows', () => {
  const PAGES = 1_000;
  const AHEAD_MAX = 50;
  let asked: number;
  let isOver: boolean;

  /** Texts that hardly get smaller in a ZIP file, so that few of them fill what is between. */
  async function* many() {
    isOver = false;
    try {
      for (asked = 1; asked <= PAGES; asked += 1) {
        yield Array.from({ length: 100 }, (_, row) => ({
          title: createHash('sha512').update(`${asked} ${row}`).digest('base64').repeat(3),
        }));
      }
    } finally {
      isOver = true;
    }
  }

  /** How many pages were asked for, once nobody asks for more. */
  async function settled(): Promise<number> {
    for (let before = -1, calm = 0; calm < 50; before = asked) {
      await setImmediate();
      calm = asked === before ? calm + 1 : 0;
    }
    return asked;
  }

  it('reads no further ahead than a little, however slow its reader is, and ends with it', async () => {
    const file = xlsxOf(many());
    let before = 0;
    let taken = 0;
    for await (const chunk of file) {
      taken += (chunk as Buffer).length;
      if (taken < 100_000) continue;
      expect((await settled()) - before).toBeLessThan(AHEAD_MAX);
      before = asked;
      taken = 0;
      if (before > PAGES / 2) break;
    }
    expect(before).toBeGreaterThan(PAGES / 2);
    await settled();
    expect([isOver, asked]).toEqual([true, before]);
  });

  it('has them all', async () => {
    const sheet = unzipped(await buffer(xlsxOf(many())))['xl/worksheets/sheet1.xml']!;
    expect([...sheet.matchAll(/<row /g)]).toHaveLength(100_001);
    expect(sheet).toContain('<c r="A100001"');
  });
});

it('breaks off where the rows do', async () => {
  async function* broken() {
    yield [{ title: 'x' }];
    throw new Error('connection lost');
  }
  await expect(read(broken())).rejects.toThrow('connection lost');
});

it('cuts a text that no cell holds, between two characters, and goes on', async () => {
  const { needs } = await read(pages([{ title: 'x'.repeat(CELL_MAX) }]));
  expect(needs![1]!.A2).toHaveLength(CELL_MAX);
  const cut = await read(pages([{ title: 'x'.repeat(CELL_MAX + 1) }, { title: '𠀀'.repeat(17_000) }, { title: 'y' }]));
  expect(cut.needs!.map(({ A2, A3, A4 }) => A2 ?? A3 ?? A4).slice(1)).toEqual([
    `${'x'.repeat(CELL_MAX - 4)} […]`,
    `${'𠀀'.repeat((CELL_MAX - 5) / 2)} […]`,
    'y',
  ]);
});

type Row = Record<string, string | number>;

interface CellXml {
  readonly r: string;
  readonly t?: string;
  readonly v?: { readonly '#': string };
  readonly is?: { readonly t: { readonly '#': string; readonly 'xml:space': string } };
  readonly f?: unknown;
}

interface Parts {
  readonly Relationships: { readonly Relationship: readonly { readonly Id: string; readonly Target: string }[] };
  readonly workbook: { readonly sheets: { readonly sheet: readonly { readonly name: string; 'r:id': string }[] } };
  readonly worksheet: { readonly sheetData: { readonly row: readonly { readonly c?: readonly CellXml[] }[] } };
}

const xml = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  textNodeName: '#',
  alwaysCreateTextNode: true,
  trimValues: false,
  parseTagValue: false,
  isArray: (name) => ['row', 'c', 'sheet', 'Relationship'].includes(name),
});

/** The cells of each sheet by its name, as a program that opens the file finds them. */
function workbookOf(zip: Buffer): Record<string, Row[]> {
  const parts = unzipped(zip);
  const parsed = (path: string): Parts => {
    const text = parts[path]!;
    expect(XMLValidator.validate(text)).toBe(true);
    expect(text).not.toMatch(/(?![\t\n\r])\p{Cc}|[\ufffe\uffff]/u);
    return xml.parse(text) as Parts;
  };
  const { Relationship } = parsed('xl/_rels/workbook.xml.rels').Relationships;
  const paths = new Map(Relationship.map(({ Id, Target }) => [Id, Target.slice(1)]));
  for (const path of ['[Content_Types].xml', '_rels/.rels', ...paths.values()]) parsed(path);
  return Object.fromEntries(
    parsed('xl/workbook.xml').workbook.sheets.sheet.map(({ name, 'r:id': id }) => {
      const rows = parsed(paths.get(id)!).worksheet.sheetData.row;
      return [name, rows.map(({ c = [] }) => Object.fromEntries(c.map((one) => [one.r, valueOf(one)])))];
    }),
  );
}

function valueOf({ f, t, v, is }: CellXml): string | number {
  expect(f).toBeUndefined();
  if (t === undefined) return Number(v!['#']);
  expect(is!.t['xml:space']).toBe('preserve');
  return is!.t['#'].replace(/_x([\da-f]{4})_/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
}

/** The parts of a ZIP file as text, by its central directory. */
function unzipped(zip: Buffer): Record<string, string> {
  const parts: Record<string, string> = {};
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [nameLength, extra, comment] = [28, 30, 32].map((offset) => zip.readUInt16LE(at + offset)) as [
      number,
      number,
      number,
    ];
    const local = zip.readUInt32LE(at + 42);
    const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const content = zip.subarray(from, from + zip.readUInt32LE(at + 20));
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
    parts[name] = (zip.readUInt16LE(at + 10) === 0 ? content : inflateRawSync(content)).toString('utf8');
    at += 46 + nameLength + extra + comment;
  }
  return parts;
}
