import { ANONYMOUS, type Actor } from '#libs/kernel';
import { pagesOf, RefusedRows, testDatabase, type Cells, type RowOutcome } from '#libs/platform';
import { offersEntities } from './offer.entity.js';
import { cashOf, OffersWorld } from './offers.fixtures.js';
import { OffersSheet } from './offers.sheet.js';

const world = new OffersWorld(testDatabase({ entities: offersEntities }));
const { donorA, donorB, state, coordinator } = world;
const sheet = new OffersSheet(world.queries, world.offers);
beforeAll(() => world.open());

async function rowsFor(actor: Actor): Promise<Cells[]> {
  const rows: Cells[] = [];
  for await (const page of pagesOf(world.db.uow, actor, sheet, {})) rows.push(...page);
  return rows;
}

const rowOf = async (offerId: string, actor = donorA) =>
  (await rowsFor(actor)).find(({ offer }) => offer === offerId) ?? {};

const send = async (cells: Cells, actor = donorA): Promise<readonly RowOutcome[]> =>
  (await world.run(actor, (tx) => sheet.use(tx, [{ line: 2, cells }]))).outcomes;

async function refused(cells: Cells, actor = donorA): Promise<string[]> {
  const error: unknown = await send(cells, actor).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof RefusedRows)) throw error ?? new Error('was not refused');
  return error.faults.map(({ path, detail }) => `${path} ${detail}`);
}

it('what was downloaded changes nothing when it is sent back', async () => {
  await world.published({ ...cashOf('KWD', 12_345n), title: '=1+1', minimumLot: 100n, earmarkAreas: ['HT', 'DO'] });
  await world.draft({
    maximumShareBp: 5_000,
    implementerKinds: ['ngo'],
    contact: 'Desk',
    cooperationMode: 'triangular',
    tags: ['pilot', 'second; third'],
  });
  const rows = await rowsFor(donorA);
  expect(rows).toHaveLength(2);
  for (const row of rows) expect(await send(row)).toEqual(['unchanged']);
});

it('takes for no change what programs make of numbers and of codes that are numbers', async () => {
  const row = await rowOf(await world.published({ ...cashOf('USD', 8500_50n), earmarkRegions: ['029'] }));
  expect(row).toMatchObject({ capacity: '8500.50', left: '8500.50', regions: '029' });
  expect(await send({ ...row, capacity: '8500,5', left: '8500,5', regions: '29' })).toEqual(['unchanged']);
  const draft = await rowOf(await world.draft(cashOf('USD', 100_00n)));
  expect(await send({ ...draft, capacity: '99,5', regions: '29' })).toEqual(['updated']);
  expect(await world.offer(draft.offer!)).toMatchObject({ capacity: 99_50n, earmarkRegions: ['029'] });
});

it('changes a draft where the row differs, and clears what is empty', async () => {
  const id = await world.draft({ validUntil: '2028-01-31', conditions: 'None' });
  const row = await rowOf(id);
  expect(await send({ ...row, capacity: '7', valid_until: '', conditions: '', areas: 'ht; do' })).toEqual(['updated']);
  const changed = { capacity: 7n, validUntil: null, conditions: '', earmarkAreas: ['HT', 'DO'], earmarkLevel: 3 };
  expect(await world.offer(id)).toMatchObject({ ...changed, version: 2 });
  expect(await refused({ ...row, title: 'Older' })).toEqual([
    'version was changed here after the row was downloaded: it is version 2 now. Download it again',
  ]);
});

it('says what is wrong by the names of the columns', async () => {
  const row = await rowOf(await world.draft(cashOf('USD', 100_00n)));
  expect(await refused({ ...row, capacity: '1,000' })).toEqual([
    'capacity cannot be used: "1,000" is not a plain decimal amount; write it as 1234.50',
  ]);
  expect(await refused({ ...row, unit: 'machine' })).toEqual(['unit Choose either a currency or a unit.']);
  expect(await refused({ ...row, categories: 'NOSUCH' })).toEqual([
    'categories Choose from the list: NOSUCH is not known here.',
  ]);
  expect(await refused({ ...row, state: 'published' })).toEqual([
    'state cannot be changed in a sheet; it is "draft" here',
  ]);
  expect(await refused({ ...row, title: '', valid_until: '03/04/2027' })).toEqual([
    'title is missing',
    'valid_until may be 2027-04-03 or 2027-03-04; write the day as YYYY-MM-DD',
  ]);
  expect(await refused({ title: 'New', areas: 'ZZ' })).toEqual([
    'kind is missing',
    'capacity is missing',
    'unit Choose either a currency or a unit.',
    'areas Choose from the list: ZZ is not known here.',
  ]);
  expect(
    await refused({ ...row, currency: 'dollars', areas: 'ZZ', valid_from: 'soon', usable_until: '1999-01-01' }),
  ).toEqual([
    'currency is no such code; the dictionary of the sheet lists them',
    'valid_from must be a day as YYYY-MM-DD: 2027-06-30',
    'areas Choose from the list: ZZ is not known here.',
  ]);
});

it('a day that cannot be read is told as that, and as nothing that follows from it', async () => {
  const row = await rowOf(await world.published({ validUntil: '2098-12-31' }));
  expect(await send({ ...row, valid_until: '12/31/98' }, donorB)).toEqual(['unchanged']);
  const told = ['valid_until must be a day as YYYY-MM-DD: 2027-06-30'];
  const named = { ...row, valid_until: 'Dec 31, 98' };
  expect(await refused(named)).toEqual(told);
  expect(await refused({ ...named, version: '0' })).toEqual(told);
  expect(await refused(named, donorB)).toEqual(told);
  expect(await refused({ ...named, usable_until: '2099-12-31' })).toEqual(told);
});

it('begins offers of the person’s own organization, and leaves those of others alone', async () => {
  const cells = { title: 'Money', kind: 'cash', currency: 'usd', capacity: '2500.5' };
  expect(await send(cells)).toEqual(['created']);
  const [row] = (await rowsFor(donorA)) as [Cells];
  expect(row).toMatchObject({ title: 'Money', capacity: '2500.50', state: 'draft', organization: 'Donor A' });
  await expect(send(cells, state)).rejects.toThrow('Only a donor');
  const unseen = 'offer is no offer that you may see; leave it as downloaded, or empty for a new one';
  expect(await refused({ ...row, title: 'Mine' }, donorB)).toEqual([unseen]);
  const shown = await rowOf(await world.published());
  await expect(send({ ...shown, title: 'Mine' }, donorB)).rejects.toThrow('Only a donor of the organization');
  expect(await send(shown, coordinator)).toEqual(['unchanged']);
});

it('shows everyone the rows and cells of the lists, and nothing of what happens inside', async () => {
  await world.published({ contact: 'Desk officer' });
  const before = await rowsFor(ANONYMOUS);
  expect(before.every(({ contact }) => contact === '')).toBe(true);
  await send({ ...(await rowOf(await world.draft())), title: 'Inside' });
  await world.published({ visibility: 'private' });
  expect(await rowsFor(ANONYMOUS)).toEqual(before);
});
