import { newId } from '#libs/kernel';
import type { Cells } from '#libs/platform';
import { NeedRevisionsQueries } from './need-revisions.queries.js';
import { needsSheetWorld } from './needs-sheet.fixtures.js';
import { itemOf } from './needs.fixtures.js';

const { world, rowsOf, send, refused } = needsSheetWorld();
const { stateA } = world;

it('a row that differs from what is published proposes the change, with its reason, and changes nothing itself', async () => {
  const id = await world.published({
    items: [itemOf({ requested: 10n }), itemOf({ description: 'Racks for three police stores' })],
  });
  const [first, second] = (await rowsOf(id)) as [Cells, Cells];
  const why = { change_reason: 'The stores were moved' };
  expect(await send([{ ...first, requested: '12', ...why }, second])).toEqual(['proposed', 'unchanged']);
  expect(await rowsOf(id)).toEqual([first, second]);
  const [waiting] = (await world.run(stateA, (tx) => new NeedRevisionsQueries().list(tx, id, { limit: 1 }))).items;
  expect(waiting).toMatchObject({ state: 'proposed', reason: why.change_reason });
  expect(waiting!.differences.map(({ field, after }) => [field, after])).toEqual([
    ['requested', ['12', 'unit machine']],
  ]);
  // Sent again it is not proposed twice; what says nothing new needs no reason.
  await expect(send([{ ...first, requested: '12', ...why }, second])).rejects.toThrow('waits for a coordinator');
  expect(await send([{ ...first, ...why }, second])).toEqual(['unchanged', 'unchanged']);
});

it('refuses of what is published what no proposal can say, cell by cell', async () => {
  const id = await world.published({ items: [itemOf({ requested: 10n })] });
  const [row] = (await rowsOf(id)) as [Cells];
  const missing = '2 change_reason is missing: the request is published, so say why it is to change';
  expect(await refused([{ ...row, title: 'Other' }])).toEqual([missing]);
  expect(await refused([{ ...row, title: '', area: 'MW', requested: 'x', valid_until: '2027-01-01' }])).toEqual([
    '2 area stays as it is while the request is published; leave it as downloaded',
    '2 valid_until is not changed by a file while the request is published: confirm the request on its page',
    '2 title is missing',
    '2 requested must be a whole number, without commas or blanks',
    missing,
  ]);
  const added = { need: row.need, version: row.version, category: 'MARK', type: 'equipment', description: 'Racks' };
  expect(
    await refused([
      { ...row, title: 'A', change_reason: 'x' },
      { ...added, change_reason: 'y' },
    ]),
  ).toEqual(expect.arrayContaining(['3 change_reason contradicts row 2, which is about the same; keep what is right']));
  const colleague = { ...stateA, personId: newId('pers') };
  await expect(send([{ ...row, title: 'Other', change_reason: 'x' }], colleague)).rejects.toThrow('point of contact');
  expect(await rowsOf(id)).toEqual([row]);
});

it('of what no file changes it says only that, whether the row gives a reason or not', async () => {
  const [row] = (await rowsOf(await world.published())) as [Cells];
  const fixed = { state: 'draft', organization: 'Other', committed: '9', open: '9', coverage: 'full' };
  for (const why of [{}, { change_reason: 'x' }]) {
    for (const [key, cell] of Object.entries(fixed)) {
      const detail = `cannot be changed in a sheet; it is ${JSON.stringify(row[key])} here`;
      expect(await refused([{ ...row, ...why, [key]: cell }])).toEqual([`2 ${key} ${detail}`]);
    }
    expect(await refused([{ ...row, ...why, area: 'MW', valid_until: '2027-01-01' }])).toEqual([
      '2 area stays as it is while the request is published; leave it as downloaded',
      '2 valid_until is not changed by a file while the request is published: confirm the request on its page',
    ]);
  }
});

const UNREAD = 'must be a day as YYYY-MM-DD: 2027-06-30';

it('days with years of two digits are those that stand, whoever sends the rows', async () => {
  const items = [itemOf({ neededBy: '2097-03-04' }), itemOf({ neededBy: '2097-05-31' })];
  const id = await world.published({ items });
  const short = /^\d\d(\d\d)-(\d\d)-(\d\d)$/;
  for (const program of ['$2/$3/$1', '$3/$2/$1', '$3.$2.$1', '$3-$2-$1', '$1-$2-$3']) {
    for (const actor of [stateA, world.stateB]) {
      const rows = await rowsOf(id, actor);
      const written = rows.map((row) => mapCells(row, (cell) => cell.replace(short, program)));
      expect(written).not.toEqual(rows);
      expect(await send(written, actor)).toEqual(['unchanged', 'unchanged']);
    }
  }
});

it('a day that cannot be read is told as that, and as nothing that follows from it', async () => {
  const id = await world.published({ items: [itemOf(), itemOf({ neededBy: '2097-03-04' })] });
  const [first, second] = (await rowsOf(id)) as [Cells, Cells];
  const named = { valid_until: 'Sep 30, 28', needed_by: '30-Sep-28' };
  const told = ['2 needed_by', '2 valid_until'].map((cell) => `${cell} ${UNREAD}`);
  expect(await refused([{ ...first, ...named }])).toEqual(told);
  expect(await refused([{ ...first, ...named, version: '0' }])).toEqual(told);
  const [theirs] = (await rowsOf(id, world.stateB)) as [Cells];
  expect(await refused([{ ...theirs, ...named }], world.stateB)).toEqual(told);
  expect(await refused([{ ...first, ...named, area: 'MW' }])).toEqual([
    '2 area stays as it is while the request is published; leave it as downloaded',
    ...told,
  ]);
  expect(await refused([first, { ...second, needed_by: '30-Sep-28', item_needed_by: '5/6/28', state: 'x' }])).toEqual([
    '3 state cannot be changed in a sheet; it is "published" here',
    `3 needed_by ${UNREAD}`,
    '3 item_needed_by may be 2028-06-05 or 2028-05-06; write the day as YYYY-MM-DD',
  ]);
  expect(await refused([{ ...first, ...named, title: 'Other' }])).toEqual([
    ...told,
    '2 change_reason is missing: the request is published, so say why it is to change',
  ]);
  expect(await refused([{ ...theirs, ...named, title: 'Other' }], world.stateB)).toEqual([
    `2 need is a request of ${first.organization}: leave its row as it was downloaded, or out`,
  ]);
});

function mapCells(row: Cells, change: (cell: string) => string): Cells {
  return Object.fromEntries(Object.entries(row).map(([key, cell = '']) => [key, change(cell)]));
}
