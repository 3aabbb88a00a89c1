// Danger: an official with a slow line loses rows of a spreadsheet, has them filed twice, or reads in a file what no page shows.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IN_A_YEAR } from '../days.js';
import type { ApiClient } from '../client.js';
import { runCli } from '../cli.js';
import { publishNeed } from '../publish-need.js';
import { startSystem, type System } from '../system.js';
import { until } from '../until.js';

const HEADER = 'need,title,area,summary,category,type,description,unit,requested,valid_until';
const FILE = [
  HEADER,
  `new-1,Marking the stocks of the police,MW,"Marked by hand; ""slowly""",MARK,equipment,Dot-peen machines,machine,12,${IN_A_YEAR}`,
  'new-1,,,,MARK,training,A course for six armourers,training-place,6,',
  `,Safe storage for Mzuzu,MW,One room,STOCK,equipment,Racks,rack,a few,${IN_A_YEAR}`,
  '',
].join('\r\n');
const SECRET = 'A request that only its parties may see';

let house: System;
let state: ApiClient;
let other: ApiClient;
let coordinator: ApiClient;
let donor: ApiClient;

beforeAll(async () => {
  house = await startSystem({ demo: true, worker: true });
  [state, other, coordinator, donor] = await Promise.all([
    house.as('focal-malawi'),
    house.as('focal-haiti'),
    house.as('coordinator'),
    house.as('donor-japan'),
  ]);
});
afterAll(() => house?.stop());

interface Import {
  readonly id: string;
  readonly state: string;
  readonly problem: string | null;
}

async function send(client: ApiClient, text: string): Promise<string> {
  const form = new FormData();
  form.append('file', new Blob([text]), 'requests.csv');
  return (await client.post('/files', form)).body.id;
}

async function use(client: ApiClient, fileId: string, mode: 'dry-run' | 'apply', kind = 'needs'): Promise<Import> {
  const { status, body } = await client.post('/imports', { kind, mode, fileId });
  expect([status, body.type]).toEqual([201, undefined]);
  return until(`import ${body.id} is over`, async () => {
    const now = (await client.get(`/imports/${body.id}`)).body;
    return !['waiting', 'running'].includes(now.state) && now;
  });
}

const changesOf = async ({ id }: Import): Promise<{ entryId: string | null }[]> =>
  (await state.get(`/imports/${id}/changes`)).body.items;
const download = async (client: ApiClient, query = ''): Promise<string> =>
  (await client.get<string>(`/needs/export?format=csv${query}`)).body;
const own = async (): Promise<{ title: string; state: string }[]> =>
  (await state.get('/needs?state=draft&limit=100')).body.items;

let fileId: string;
let refused: string;

it('a file is tried first: it says what would become of each row, and changes nothing', async () => {
  const before = await own();
  fileId = await send(state, FILE);
  const tried = await use(state, fileId, 'dry-run');
  expect(tried).toMatchObject({ state: 'done', rows: 3, created: 2, refused: 1 });
  expect(await own()).toEqual(before);
  expect((await state.get(`/imports/${tried.id}/unused-rows`)).body.items).toEqual([
    {
      row: 4,
      faults: [{ column: 'requested', value: 'a few', detail: expect.stringContaining('must be a whole number') }],
    },
  ]);
  for (const client of [other, donor, coordinator, house.anonymous]) {
    expect([404, 401, 403]).toContain((await client.get(`/imports/${tried.id}/unused-rows`)).status);
    expect([404, 401, 403]).toContain((await client.get(`/imports/${tried.id}`)).status);
    expect([404, 401, 403]).toContain((await client.get(`/imports/${tried.id}/errors.csv`)).status);
    expect([404, 401, 403]).toContain((await client.get(`/imports/${tried.id}/changes`)).status);
  }
});

it('used, it begins drafts; the row that is wrong comes back with the reason, is corrected and sent again', async () => {
  const used = await use(state, fileId, 'apply');
  expect(used).toMatchObject({ state: 'done', rows: 3, created: 2, refused: 1 });
  refused = (await state.get<string>(`/imports/${used.id}/errors.csv`)).body;
  expect(refused).toContain('"requested: must be a whole number');
  const again = await use(state, await send(state, refused.replace('a few', '4')), 'apply');
  expect(again).toMatchObject({ state: 'done', rows: 1, created: 1, refused: 0 });
  expect((await own()).map(({ title }) => title)).toEqual(
    expect.arrayContaining(['Marking the stocks of the police', 'Safe storage for Mzuzu']),
  );
});

it('the whole file, corrected and sent instead, files nothing a second time and says as what it was filed', async () => {
  const before = await own();
  const whole = await send(state, FILE.replace('a few', '4'));
  for (const mode of ['dry-run', 'apply'] as const) {
    const again = await use(state, whole, mode);
    expect(again).toMatchObject({ state: 'done', rows: 3, created: 0, alreadyFiled: 3, refused: 0 });
    const filed = (await state.get(`/imports/${again.id}/already-filed`)).body.items;
    expect(filed.map(({ row, title }: { row: number; title: string }) => `${row} ${title}`)).toEqual([
      '2 Marking the stocks of the police',
      '3 Marking the stocks of the police',
      '4 Safe storage for Mzuzu',
    ]);
    expect(await own()).toEqual(before);
    for (const client of [other, donor, coordinator, house.anonymous]) {
      expect([404, 401, 403]).toContain((await client.get(`/imports/${again.id}/already-filed`)).status);
    }
  }
  // A second one is another title.
  const twin = await use(
    state,
    await send(state, FILE.replace('Safe storage for Mzuzu', 'Safe storage for Zomba')),
    'apply',
  );
  expect(twin).toMatchObject({ created: 0, alreadyFiled: 2, refused: 1 });
});

it('what is downloaded, changed in one cell and sent back changes that and nothing else', async () => {
  const file = await download(state, '&state=draft');
  const changed = file.replace('A course for six armourers', 'A course for seven armourers');
  const before = await own();
  const changedFile = await send(state, changed);
  const tried = await changesOf(await use(state, changedFile, 'dry-run'));
  expect(tried).toMatchObject([
    {
      ...{ outcome: 'updated', entryId: null, title: 'Marking the stocks of the police' },
      differences: [
        {
          ...{ field: 'description', item: 1 },
          ...{ before: ['A course for six armourers'], after: ['A course for seven armourers'] },
        },
      ],
    },
  ]);
  const used = await use(state, changedFile, 'apply');
  const [made] = await changesOf(used);
  expect({ ...made, entryId: null }).toEqual(tried[0]);
  expect((await state.get(`/needs/${made?.entryId}`)).body.title).toBe('Marking the stocks of the police');
  const rows = file.trim().split('\r\n').length - 1;
  expect(used).toMatchObject({ state: 'done', rows, updated: 1, unchanged: rows - 1, refused: 0 });
  expect((await own()).map(({ title }) => title).sort()).toEqual(before.map(({ title }) => title).sort());
  // Sent once more it is of a version that is past, and overwrites nothing.
  const late = await use(state, await send(state, changed.replace('seven', 'nine')), 'apply');
  expect(late).toMatchObject({ updated: 0, refused: 2 });
});

it('a file holds what the pages of its reader hold, whatever happens inside', async () => {
  const readers = [house.anonymous, donor, other];
  const before = await Promise.all(readers.map((reader) => download(reader)));
  await publishNeed(state, coordinator, {
    areaIso2: 'MW',
    title: SECRET,
    summary: SECRET,
    language: 'en',
    visibility: 'parties-only',
    validUntil: IN_A_YEAR,
    items: [
      {
        categoryCode: 'MARK',
        typeCode: 'equipment',
        description: SECRET,
        measure: { unit: 'machine' },
        requested: '3',
      },
    ],
  });
  expect(await Promise.all(readers.map((reader) => download(reader)))).toEqual(before);
  expect(await download(state)).toContain(SECRET);
});

it('a row that differs from a published need proposes the change to coordinators, with its reason', async () => {
  const file = await download(state, '&state=published');
  const [header = '', ...rows] = file.split('\r\n');
  const row = rows.find((one) => one.includes(SECRET))!;
  const [id] = row.split(',');
  const text = (reason: string) =>
    [header, row.replace(SECRET, 'Marking said better').replace(/,$/, `,${reason}`), ''].join('\r\n');
  const without = await use(state, await send(state, text('')), 'dry-run');
  expect(without).toMatchObject({ proposed: 0, refused: 1 });
  expect((await state.get<string>(`/imports/${without.id}/errors.csv`)).body).toContain('change_reason: is missing');
  const fileOfIt = await send(state, text('The words were unclear'));
  expect(await use(state, fileOfIt, 'dry-run')).toMatchObject({ proposed: 1, refused: 0 });
  expect((await state.get(`/needs/${id}/revisions`)).body.items[0]).toMatchObject({ state: 'published' });
  expect(await use(state, fileOfIt, 'apply')).toMatchObject({ proposed: 1, refused: 0 });
  expect((await coordinator.get(`/needs/${id}/revisions`)).body.items[0]).toMatchObject({
    state: 'proposed',
    reason: 'The words were unclear',
  });
  expect(await download(state, '&state=published')).toBe(file);
});

it('a donor sends offers in the same way, and nobody sends what is another’s to send', async () => {
  const offers =
    'offer,title,kind,categories,types,currency,capacity\r\n,Money for marking,cash,MARK,financial,USD,250000.00\r\n';
  const used = await use(donor, await send(donor, offers), 'apply', 'offers');
  expect(used).toMatchObject({ state: 'done', created: 1, refused: 0 });
  const mine = await send(donor, offers);
  expect((await state.post('/imports', { kind: 'offers', mode: 'apply', fileId: mine })).status).toBe(403);
  expect((await other.post('/imports', { kind: 'needs', mode: 'apply', fileId })).status).toBe(404);
});

it('the terminal does the same with the same file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'clearing-sheet-'));
  const file = join(folder, 'needs.csv');
  try {
    const as = ['--as', 'focal-malawi@demo.example'];
    expect(await runCli(house, 'export', 'needs', file, ...as)).toMatchObject({ exitCode: 0 });
    const exported = await readFile(file, 'utf8');
    // A client that reads the answer as text takes the byte-order mark away.
    expect(exported).toBe(`\ufeff${await download(state)}`);
    const rows = exported.trim().split('\r\n').length - 1;
    const used = await runCli(house, 'import', 'sheet', 'needs', file, ...as);
    expect(used.stdout).toContain(`rows ${rows}, created 0, updated 0, unchanged ${rows}, refused 0`);
    await writeFile(file, exported.replace('seven armourers,,training-place,6', 'ten armourers,,training-place,60'));
    const tried = await runCli(house, 'import', 'sheet', 'needs', file, '--dry-run', ...as);
    const [course, now] = ['A course for seven armourers', 'A course for ten armourers'];
    expect(tried.stdout).toContain(
      `: updated Marking the stocks of the police, item 2 ${course}: item 2 description ${course} → ${now}; ` +
        'item 2 requested 6 training-place → 60 training-place\nDry run: nothing was changed.',
    );
  } finally {
    await rm(folder, { recursive: true });
  }
});
