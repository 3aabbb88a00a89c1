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
