// Danger: a trial that hides what a file would do, says something else than its use does, or shows it to others.
import { NotFound } from '#libs/kernel';
import type { ImportMode } from './import.states.js';
import { sheetsInvariants } from './sheets.invariants.js';
import { countsOf, fileText, sheetsWorld } from './sheets.fixture.js';

const world = sheetsWorld();
const { state, donor, auditor, coordinator, db } = world;

const HEADER = 'need,title,area,category,type,description,unit,requested';
const row = (need: string, title: string, description = 'Machines') =>
  `${need},${title},${title && 'HT'},MARK,equipment,${description},machine,3`;
const file = (...rows: readonly string[]) => [HEADER, ...rows, ''].join('\n');

afterEach(async () => {
  for (const { sql } of sheetsInvariants) expect(await db.asOwner(sql)).toEqual([]);
});

const pageOf = (id: string, cursor?: string, actor = state) =>
  db.uow.read(actor, (tx) => world.queries.changes(tx, id, { limit: 2, ...(cursor && { cursor }) }));

async function changesOf(id: string) {
  const rows = [];
  for (let page = await pageOf(id); ; page = await pageOf(id, page.nextCursor)) {
    rows.push(...page.items);
    if (page.nextCursor === null) return rows;
  }
}

/** What a trial says, and then the use of the same file; they say the same but what the rows became. */
async function triedAndUsed(content: string, kind: 'needs' | 'offers' = 'needs', actor = state) {
  const says = async (mode: ImportMode) => {
    const { id, refused } = await world.use(content, mode, kind, actor);
    if (refused > 0) throw new Error(await world.errors(id));
    const { items } = await db.uow.read(actor, (tx) => world.queries.changes(tx, id, { limit: 100 }));
    return items;
  };
  const tried = await says('dry-run');
  expect(tried.length).toBeGreaterThan(0);
  const used = await says('apply');
  expect(tried.map(({ entryId }) => entryId)).toEqual(tried.map(() => null));
  expect(used.map((one) => ({ ...one, entryId: null }))).toEqual(tried);
  for (const { entryId } of used) expect(entryId).toMatch(/^(need|offer)_/);
  return used;
}

it('names of each row that is new the need and its item, page by page', async () => {
  const rows = await triedAndUsed(file(row('new-1', 'Stores'), row('', 'Racks'), row('new-1', '', 'Needles')));
  expect(rows).toMatchObject([
    { line: 2, firstLine: 2, outcome: 'created', title: 'Stores', item: 0, itemDescription: 'Machines' },
    { line: 3, firstLine: 3, outcome: 'created', title: 'Racks', item: 0, itemDescription: 'Machines' },
    { line: 4, firstLine: 2, outcome: 'created', title: 'Stores', item: 1, itemDescription: 'Needles' },
  ]);
  expect(rows.map(({ differences }) => differences)).toEqual([[], [], []]);
  const { id } = await world.use(file(row('', 'A'), row('', 'B'), row('', 'C')), 'dry-run');
  expect((await changesOf(id)).map(({ line, title }) => `${line} ${title}`)).toEqual(['2 A', '3 B', '4 C']);
});

it('says of each row that changes a draft which fields, as they were and as they were read', async () => {
  await world.use(file(row('new-1', 'Old title'), row('new-1', '', 'Needles')));
  const changed = (await world.download())
    .replaceAll('Old title', 'New title')
    .replace('Needles,,machine,3', 'Needles,USD,,"8500,5"');
  const rows = await triedAndUsed(changed);
  const title = { field: 'title', item: null, before: ['Old title'], after: ['New title'], isShortened: false };
  expect(rows).toMatchObject([
    { outcome: 'updated', title: 'Old title', item: 0, differences: [title] },
    {
      outcome: 'updated',
      title: 'Old title',
      item: 1,
      itemDescription: 'Needles',
      differences: [
        title,
        { field: 'currency', item: 1, before: [], after: ['USD'] },
        { field: 'unit', item: 1, before: ['machine'], after: [] },
        { field: 'requested', item: 1, before: ['3', 'unit machine'], after: ['850050', 'currency USD'] },
      ],
    },
  ]);
});

it('says what is proposed of a published need, with an item that it has not yet; and nothing of how cells are written', async () => {
  await world.namePointOfContact();
  const entry = { title: 'Public', area: 'HT', summary: 'No machine', needed_by: '2099-06-30' };
  const item = {
    category: 'MARK',
    type: 'equipment',
    description: 'Machines for the police',
    unit: 'machine',
    requested: '3',
  };
  await world.use(fileText([{ ...entry, ...item }]));
  await world.publish('Public');
  const stands = (await world.rows()).find(({ title }) => title === 'Public')!;
  const why = { change_reason: 'Prices rose' };
  const added = { need: stands.need, version: stands.version, ...item, description: 'Spare needles for them', ...why };
  const rows = await triedAndUsed(fileText([{ ...stands, ...why, requested: '4', category: 'mark' }, added]));
  expect(rows).toMatchObject([
    {
      outcome: 'proposed',
      title: 'Public',
      item: 0,
      differences: [{ field: 'requested', item: 0, before: ['3', 'unit machine'], after: ['4', 'unit machine'] }],
    },
    { outcome: 'proposed', title: 'Public', item: 1, itemDescription: 'Spare needles for them' },
  ]);
  expect(rows[1]!.differences).toContainEqual({
    ...{ field: 'description', item: 1, before: [], after: ['Spare needles for them'] },
    isShortened: false,
  });
  expect(countsOf(await world.use(fileText([{ ...stands, area: 'ht', category: 'mark' }]), 'dry-run'))).toBe(
    '1 unchanged of 1',
  );
});

it('says of an offer what changes with what the row says, too', async () => {
  const offers = 'title,kind,categories,types,currency,capacity,areas\n';
  const begun = await triedAndUsed(`${offers}Money for marking,cash,MARK,financial,USD,250000,\n`, 'offers', donor);
  expect(begun).toMatchObject([{ outcome: 'created', title: 'Money for marking', item: null, differences: [] }]);
  const entry = `offer,version,capacity,areas\n${begun[0]!.entryId},1,300000,ht\n`;
  expect(await triedAndUsed(entry, 'offers', donor)).toMatchObject([
    {
      outcome: 'updated',
      title: 'Money for marking',
      differences: [
        { field: 'capacity', before: ['25000000', 'currency USD'], after: ['30000000', 'currency USD'] },
        { field: 'earmarkLevel', before: ['2'], after: ['3'] },
        { field: 'earmarkAreas', before: [], after: ['HT'] },
      ],
    },
  ]);
});

it('shows it to who sees the import, and to nobody else', async () => {
  const { id } = await world.use(file(row('', 'Ours')), 'dry-run');
  expect((await pageOf(id, undefined, auditor)).items).toHaveLength(1);
  for (const actor of [donor, coordinator]) await expect(pageOf(id, undefined, actor)).rejects.toThrow(NotFound);
});
