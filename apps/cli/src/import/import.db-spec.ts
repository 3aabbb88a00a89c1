// Danger: an import loses rows, doubles them, or guesses what the source did not say.
import { testDatabase } from '#libs/platform';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importCommand } from '../commands/import.js';
import { seedCommand } from '../commands/seed.js';
import type { Command } from '../command.js';

const db = testDatabase();
let folder: string;

interface Ran {
  readonly code: number;
  readonly out: readonly string[];
  readonly err: readonly string[];
}

async function run(
  command: Command,
  positionals: readonly string[],
  values: Record<string, string | boolean> = {},
): Promise<Ran> {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await command.run({
    values,
    positionals,
    print: (line) => out.push(line),
    warn: (line) => err.push(line),
  });
  return { code, out, err };
}

async function importText(kind: string, text: string, values: Record<string, string | boolean> = {}): Promise<Ran> {
  const path = join(folder, `${kind}.csv`);
  await writeFile(path, text);
  return run(importCommand, [kind, path], { source: 'relief', ...values });
}

beforeAll(async () => {
  process.env.DATABASE_URL = db.url;
  folder = await mkdtemp(join(tmpdir(), 'import-'));
  process.env.CLEARING_FILES_FOLDER = folder;
  await run(seedCommand, []);
});

afterAll(async () => {
  delete process.env.DATABASE_URL;
  delete process.env.CLEARING_FILES_FOLDER;
  await rm(folder, { recursive: true });
});

const NEEDS = `need_ref,title,recipient_country,requesting_org,sector,cluster,start_date,end_date,required_amount,required_currency,objectives,activities
n-1,Safe storage for the northern depots,HT,Relief Agency (RA),SAFETY,STORAGE,2010-01-12,2010-12-31,670000,USD,Fewer thefts,"Racks, doors
and locks"
n-1,Safe storage for the northern depots,HT,Second Agency (SA),SAFETY,STORAGE,2010-01-12,2010-12-31,470406,USD,Fewer thefts,Training
n-2,To be allocated,HT,Relief Agency (RA),NOT YET SPECIFIED,,2010-01-15,2010-07-15,0,USD,,
n-3,Records on paper and screen,HT,Relief Agency (RA),RECORDS,,,2010-12-31,250000,UGX,"Who holds what","Ledgers « à la main »"
`;

const FLOWS = `flow_ref,need_ref,donor,donor_ref,status_code,status,amount,currency,value_date,description
f-1,n-1,Norway,5074,20,Pledge,8500000,NOK,2010-01-21,promised
f-2,n-1,Norway,5074,30,Commitment,570490,USD,2010-01-26,signed
f-3,n-1,Norway,5074,40,Paid contribution,570490,USD,2010-01-26,paid
f-3,n-1,Norway,5074,40,Paid contribution,570490,USD,2010-01-26,paid
f-4,,Sweden,5062,40,Paid contribution,0,EUR,2010-01-18,
`;

const RATES = `currency,effective_on,units_per_usd
NOK,2010-01-01,5.6817
EUR,2010-02-01,0.7166
`;

describe('import needs', () => {
  it('in a dry run says what would happen and changes nothing', async () => {
    const { code, out } = await importText('needs', NEEDS, { 'dry-run': true });
    expect(code).toBe(0);
    expect(out.slice(-2)).toEqual([
      'Dry run: nothing was changed. In earnest it would be:',
      'rows 4, imported 4, unchanged 0, refused 0',
    ]);
    expect(await db.asOwner('SELECT 1 FROM needs')).toHaveLength(0);
  });

  it('keeps each organization of a repeated reference as an item, and names what no map sorts', async () => {
    const map = join(folder, 'map.csv');
    await writeFile(map, 'source_sector,category_code\nsafety,STOCK\nRECORDS,RECORD\n');
    const { code, out, err } = await importText('needs', NEEDS, { categories: map });
    expect(code).toBe(0);
    expect(out.at(-1)).toBe('rows 4, imported 4, unchanged 0, refused 0');
    expect(out.join('\n')).toMatch(/"NOT YET SPECIFIED" is not in the category map; .* OTHER.* Rows: 1\.$/m);
    expect(err.join('\n')).toMatch(/^line 5: .*no amount/m);
    const items = await db.asOwner(
      `SELECT n.external_ref, i.category_code, i.requested, i.currency, i.source_sector
         FROM needs n JOIN need_items i ON i.need_id = n.id ORDER BY n.external_ref, i.position`,
    );
    expect(items.map(Object.values)).toEqual([
      ['n-1', 'STOCK', '67000000', 'USD', 'SAFETY'],
      ['n-1', 'STOCK', '47040600', 'USD', 'SAFETY'],
      ['n-2', 'OTHER', '0', 'USD', 'NOT YET SPECIFIED'],
      ['n-3', 'RECORD', '250000', 'UGX', 'RECORDS'],
    ]);
  });

  it('shows new needs to the parties alone, unless the operator says more; those that are there to nobody else', async () => {
    const circles = async () =>
      (
        await db.asOwner<{ visibility: string }>(
          "SELECT visibility FROM needs WHERE external_ref ~ '^[nv]-' ORDER BY external_ref",
        )
      ).map(({ visibility }) => visibility);
    expect(await circles()).toEqual(['parties-only', 'parties-only', 'parties-only']);
    const { out } = await importText('needs', `${NEEDS}v-1,Locks,HT,Agency,,,,,10,USD,,\n`, { visibility: 'public' });
    expect(await circles()).toEqual(['parties-only', 'parties-only', 'parties-only', 'public']);
    expect(out).toContain(
      'The need was there before and stays parties-only: the State that it is for says on its page who sees it, and a ' +
        'coordinator there may show it to fewer. Rows: 4.',
    );
    const moved = await importText('needs', `${NEEDS}v-1,Locks,KE,Agency,,,,,10,USD,,\n`, { visibility: 'public' });
    expect((await circles()).at(-1)).toBe('parties-only');
    expect(moved.out.join()).toMatch(/its country changed: .* until then it is parties-only. Rows: 1/);
    const wrong = importText('needs', NEEDS, { visibility: 'all' });
    await expect(wrong).rejects.toThrow('must be one of public, states-only, parties-only, coordinators');
    await expect(importText('flows', FLOWS, { visibility: 'public' })).rejects.toThrow('for needs only');
  });

  it('changes nothing when the same file comes again, with a byte-order mark and CRLF too', async () => {
    const before = await db.asOwner('SELECT id, version FROM needs ORDER BY id');
    for (const text of [
      NEEDS,
      `\ufeff${NEEDS.replaceAll('\n', '\r\n').replace('"Racks, doors\r\n', '"Racks, doors\n')}`,
    ]) {
      const { code, out } = await importText('needs', text);
      expect(out.at(-1)).toBe('rows 4, imported 0, unchanged 4, refused 0');
      expect(code).toBe(0);
    }
    expect(await db.asOwner('SELECT id, version FROM needs ORDER BY id')).toEqual(before);
  });

  it('reports every bad row with line, column, value and reason, and loses no good one', async () => {
    const header = NEEDS.split('\n')[0];
    const { code, out, err } = await importText(
      'needs',
      [
        header,
        'b-1,No such country,QQ,Agency,,,,,10,USD,,',
        'b-2,Bad amount,HT,Agency,,,,,"1,000",USD,,',
        'b-3,Bad date,HT,Agency,,,2010-02-30,,10,USD,,',
        'b-4,Too short,HT',
        ',No reference,HT,Agency,,,,,10,USD,,',
        'b-6,Backwards,HT,Agency,,,2010-12-31,2010-01-01,10,USD,,',
        'b-7,Good,HT,Agency,,,,,10,USD,,',
        `b-8,Long name,HT,${'x'.repeat(301)},,,,,10,USD,,`,
      ].join('\n'),
    );
    expect(code).toBe(1);
    expect(out.at(-1)).toBe('rows 8, imported 1, unchanged 0, refused 7');
    const lines = err.join('\n');
    expect(lines).toMatch(/^line 2, column recipient_country, value "QQ": is no country/m);
    expect(lines).toMatch(/^line 3, column required_amount, value "1,000": /m);
    expect(lines).toMatch(/^line 4, column start_date, value "2010-02-30": Give a day of the calendar/m);
    expect(lines).toMatch(/^line 5: has 3 values where the header has 12/m);
    expect(lines).toMatch(/^line 6, column need_ref, value "": is missing/m);
    expect(lines).toMatch(/^line 7, column end_date, value "2010-01-01": /m);
    expect(lines).toMatch(/^line 9, column requesting_org, value "x+…": has 301 characters; 300 are the most$/m);
    expect(err).toHaveLength(7);
    expect(await db.asOwner("SELECT 1 FROM needs WHERE external_ref = 'b-7'")).toHaveLength(1);
  });

  it('refuses texts that cannot be seen or read as another one, says where, and shows what is there', async () => {
    const header = NEEDS.split('\n')[0];
    const text = [
      header,
      'v-1,\u200b\u200b,HT,Agency,,,,,10,USD,,',
      'v-2,"Two',
      'lines",HT,Agency,,,,,10,USD,,',
      'v-3,Turned,HT,Agency \u202eycnegA,,,,,10,USD,,',
      'v-4,Prose,HT,Agency,,,,,10,USD,"Several',
      'lines",To do\u0007',
    ].join('\n');
    const { code, out, err } = await importText('needs', text);
    expect([code, out.at(-1)]).toEqual([1, 'rows 4, imported 0, unchanged 0, refused 4']);
    expect(err).toEqual([
      'line 2, column title, value "\\u{200b}\\u{200b}": Write something that can be seen, not only blanks.',
      expect.stringMatching(/^line 3, column title, value "Two\\nlines": Write it on one line\./),
      expect.stringMatching(/^line 5, column requesting_org, value "Agency \\u\{202e\}ycnegA": .* turn the direction/),
      expect.stringMatching(/^line 6, column activities, value "To do\\u0007": Leave out control characters/),
    ]);
  });

  it('refuses a line that contradicts an earlier one, whichever is right', async () => {
    const header = 'need_ref,title,recipient_country,requesting_org,required_amount,required_currency';
    const line = 'c-1,Racks,HT,Agency,10,USD';
    const text = [header, line, line, line.replace('10', '9')].join('\n');
    const { code, out, err } = await importText('needs', text);
    expect([code, out.at(-1)]).toEqual([1, 'rows 3, imported 1, unchanged 1, refused 1']);
    expect(err).toEqual(['line 4: contradicts line 2, which has the same reference; keep the one that is right']);
    expect((await importText('needs', text)).out.at(-1)).toBe('rows 3, imported 0, unchanged 2, refused 1');
  });

  it('says where another organization says something else of the same need', async () => {
    const header = 'need_ref,title,recipient_country,requesting_org,required_amount,required_currency';
    const text = [header, 'd-1,Racks,HT,Agency,10,USD', 'd-1,Locks,CL,Trust,10,USD'].join('\n');
    const { out, err } = await importText('needs', text);
    expect(out.at(-1)).toBe('rows 2, imported 2, unchanged 0, refused 0');
    expect(err).toEqual([
      "line 3: The title is not what the first row of d-1 says; the first row's stands.",
      "line 3: The country is not what the first row of d-1 says; the first row's stands.",
    ]);
  });

  it('knows an organization whatever blanks part its name, and says when another one adds to a need', async () => {
    const header = 'need_ref,title,recipient_country,requesting_org,required_amount,required_currency';
    const line = (organization: string, amount = 30_000) => `l-1,Racks,HT,${organization},${amount},USD`;
    const first = await importText('needs', [header, line('Lynx Trust'), line('Hare Fund')].join('\n'));
    expect([first.out.at(-1), first.err]).toEqual(['rows 2, imported 2, unchanged 0, refused 0', []]);
    for (const name of ['Lynx  Trust', ' Lynx\u00a0Trust ', '"Lynx\nTrust"']) {
      const again = await importText('needs', [header, line(name), line('Lynx Trust')].join('\n'));
      expect([name, again.out.at(-1)]).toEqual([name, 'rows 2, imported 0, unchanged 2, refused 0']);
    }
    const contrary = await importText('needs', [header, line('Lynx Trust'), line('Lynx  Trust', 9)].join('\n'));
    expect(contrary.err).toEqual([expect.stringMatching(/^line 3: contradicts line 2/)]);
    const added = await importText('needs', [header, line('Lynx Trusts')].join('\n'));
    expect(added.out.at(-1)).toBe('rows 1, imported 1, unchanged 0, refused 0');
    expect(added.err).toEqual([expect.stringMatching(/^line 2: It adds a further item, of "Lynx Trusts", .*"l-1"/)]);
  });

  it('uses nothing of a file that cannot be read to its end, and counts what it read', async () => {
    const before = await db.asOwner('SELECT id FROM needs ORDER BY id');
    const { code, out, err } = await importText('needs', `${NEEDS}n-9,"Open,HT\n`);
    expect([code, out]).toEqual([1, ['rows 4, imported 0, unchanged 0, refused 4']]);
    expect(err).toEqual([
      expect.stringMatching(/line 7, column title: .* never closed.* Nothing of the file was used\.$/),
    ]);
    expect(await db.asOwner('SELECT id FROM needs ORDER BY id')).toEqual(before);
  });

  it('counts every row of a file whose header it does not know, and names what it does not know', async () => {
    const { code, out, err } = await importText('needs', NEEDS.replaceAll(/,(USD|UGX|required_currency),/g, ',$1,x,'));
    expect([code, out]).toEqual([1, ['rows 4, imported 0, unchanged 0, refused 4']]);
    expect(err).toEqual([
      expect.stringMatching(/line 1: it has a column "x" that is not known here.* Nothing .* used\.$/),
    ]);
  });

  it.each([
    ['needs', '/nowhere/x.csv', /^There is no file/],
    ['rates', '/nowhere/x.csv', /^There is no file/],
    ['flows', tmpdir(), /is a folder/],
    ['rates', tmpdir(), /is a folder/],
    ['needs', `${process.execPath}/x.csv`, /cannot be read: ENOTDIR/],
  ])('says in one sentence why %s of %s cannot be read', async (kind, path, sentence) => {
    const { code, out, err } = await run(importCommand, [kind, path]);
    expect([code, out]).toEqual([1, ['rows 0, imported 0, unchanged 0, refused 0']]);
    expect(err).toEqual([expect.stringMatching(sentence)]);
  });
});

describe('import rates', () => {
  it('reads CSV, and refuses another rate for a day that has one', async () => {
    expect((await importText('rates', RATES)).out.at(-1)).toBe('rows 2, imported 2, unchanged 0, refused 0');
    const again = await importText('rates', `${RATES}NOK,2010-01-01,9.9\nXXQ,2010-01-01,1\n`);
    expect(again.out.at(-1)).toBe('rows 4, imported 0, unchanged 2, refused 2');
  });

  it('reads the XML of the UN operational rates', async () => {
    const row = (code: string, rate: string) =>
      `<UN_OPERATIONAL_RATES><f_curr_code>${code}</f_curr_code><eff_date>01 Mar 2010</eff_date><rate>${rate}</rate></UN_OPERATIONAL_RATES>`;
    const xml = `<?xml version="1.0"?><UN_OPERATIONAL_RATES_DATASET>${row('CHF', '1.073')}${row('SEK', '7.2')}</UN_OPERATIONAL_RATES_DATASET>`;
    expect((await importText('rates', xml)).out.at(-1)).toBe('rows 2, imported 2, unchanged 0, refused 0');
  });
});

describe('import flows', () => {
  it('keeps pledge, commitment and payment apart and freezes the rate of the day, or none', async () => {
    const { code, out } = await importText('flows', FLOWS);
    expect(code).toBe(0);
    expect(out.at(-1)).toBe('rows 5, imported 4, unchanged 1, refused 0');
    const flows = await db.asOwner(
      'SELECT external_ref, kind, amount_minor, usd_minor FROM flows ORDER BY external_ref',
    );
    expect(flows.map(Object.values)).toEqual([
      ['f-1', 'pledge', '850000000', '149603112'],
      ['f-2', 'commitment', '57049000', '57049000'],
      ['f-3', 'payment', '57049000', '57049000'],
      ['f-4', 'payment', '0', null],
    ]);
  });

  it('changes nothing the second time, and refuses a reference that comes back with other content', async () => {
    expect((await importText('flows', FLOWS)).out.at(-1)).toBe('rows 5, imported 0, unchanged 5, refused 0');
    const { code, out, err } = await importText(
      'flows',
      FLOWS.replace('8500000', '8500001').replace('f-2,n-1', 'f-9,n-9'),
    );
    expect(code).toBe(1);
    expect(out.at(-1)).toBe('rows 5, imported 0, unchanged 3, refused 2');
    expect(err.join('\n')).toMatch(/^line 2, column amount, value "8500001": differs .*850000000/m);
    expect(err.join('\n')).toMatch(/^line 3, column need_ref, value "n-9": names no need/m);
  });

  it('of two at the same time imports each row once, and calls the others unchanged', async () => {
    const flows = FLOWS.replaceAll('f-', 'twice-').replaceAll('n-1', '');
    const both = await Promise.all([importText('flows', flows), importText('flows', flows)]);
    expect(both.map(({ code, err }) => [code, err.filter((line) => line.includes('refused'))])).toEqual([
      [0, []],
      [0, []],
    ]);
    const imported = both.map(({ out }) => Number(/ imported (\d+)/.exec(out.at(-1) ?? '')?.[1]));
    expect(imported.sort()).toEqual([0, 4]);
  });
});

describe('import offers', () => {
  const OFFERS = `external_ref,organization,title,kind,categories,types,amount,currency,quantity,unit,groups,minimum_lot
o-1,Kingdom of Norway,Storage in least developed countries,cash,STOCK;SURPLUS,,250000.50,USD,,,ldc,10000
o-2,Kingdom of Norway,Racks,in-kind,STOCK,equipment,,,40,rack,,
`;

  it('puts them on the table once', async () => {
    expect((await importText('offers', OFFERS)).out.at(-1)).toBe('rows 2, imported 2, unchanged 0, refused 0');
    expect((await importText('offers', OFFERS)).out.at(-1)).toBe('rows 2, imported 0, unchanged 2, refused 0');
    const blanks = OFFERS.replaceAll('Kingdom of', 'Kingdom  of');
    expect((await importText('offers', blanks)).out.at(-1)).toBe('rows 2, imported 0, unchanged 2, refused 0');
    const offers = await db.asOwner('SELECT external_ref, capacity, currency, unit_code, state FROM offers ORDER BY 1');
    expect(offers.map(Object.values)).toEqual([
      ['o-1', '25000050', 'USD', null, 'published'],
      ['o-2', '40', null, 'rack', 'published'],
    ]);
  });

  it('refuses texts that cannot be seen or read as another one', async () => {
    const lines = ['o-7,Org \u202eevil,\u200b,cash,100,USD', 'o-8,Org,"Two\nlines",cash,100,USD'];
    const { out, err } = await importText(
      'offers',
      ['external_ref,organization,title,kind,amount,currency', ...lines].join('\n'),
    );
    expect(out.at(-1)).toBe('rows 2, imported 0, unchanged 0, refused 2');
    expect(err.map((line) => line.replace(/, value.*/, ''))).toEqual([
      'line 2, column organization',
      'line 2, column title',
      'line 3, column title',
    ]);
  });

  it('names column, value and reason of what cannot be used, and says what changed', async () => {
    const { code, out, err } = await importText(
      'offers',
      OFFERS.replace('STOCK;SURPLUS', 'STOCK;STOK').replace('40,rack', '50,rack'),
    );
    expect(code).toBe(1);
    expect(out.slice(-2)).toEqual([
      'Of the imported rows, 1 changed what stood there.',
      'rows 2, imported 1, unchanged 0, refused 1',
    ]);
    expect(err.join('\n')).toMatch(/^line 2, column categories, value "STOCK;STOK": Choose from the list: STOK/m);
  });
});

it('says in one sentence that a kind cannot be imported', async () => {
  await expect(run(importCommand, ['planets', 'x.csv'])).rejects.toThrow(/cannot be imported/);
});
