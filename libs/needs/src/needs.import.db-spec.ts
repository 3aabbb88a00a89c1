// Danger: the same file twice doubles needs, a person's decision is undone by it, or a refused row leaves half of itself.
import { Audit } from '#libs/audit';
import { identityEntities, IdentityService } from '#libs/identity';
import { Outbox, testDatabase } from '#libs/platform';
import type { NeedRow } from './import.rules.js';
import { needsEntities } from './need.entity.js';
import type { Visibility } from './need.states.js';
import { NeedsImport } from './needs.import.js';
import { NeedsWorld } from './needs.fixtures.js';

const world = new NeedsWorld(testDatabase({ entities: [...needsEntities, ...identityEntities] }));
const { db, coordinator, stateA } = world;
// Importing never touches a password.
const importer = new NeedsImport(
  new IdentityService(null as never, new Audit(), null as never),
  new Audit(),
  new Outbox(),
);
beforeAll(() => world.open());

const row: NeedRow = {
  source: 'relief',
  externalRef: 'n-1',
  title: 'Safe storage for the northern depots',
  areaIso2: 'HT',
  requestingOrganization: { externalRef: 'RA', name: 'Relief Agency' },
  startDate: '2010-01-12',
  endDate: '2010-12-31',
  amount: '670000',
  currency: 'USD',
  sourceSector: 'SAFETY',
  sourceCluster: 'STORAGE',
  categoryCode: '',
  objectives: 'Fewer thefts',
  activities: 'Racks, doors and locks',
};
const second = { ...row, requestingOrganization: { externalRef: 'SA', name: 'Second Agency' }, amount: '470406' };

const bring = (...rows: NeedRow[]) => bringTo(undefined, ...rows);
const bringTo = (visibility: Visibility | undefined, ...rows: NeedRow[]) =>
  world.run(db.actor, async (tx) => {
    const outcomes = [];
    for (const one of rows) outcomes.push(await importer.importRow(tx, one, visibility));
    return outcomes;
  });
const counted = async () =>
  db.asOwner(`SELECT (SELECT count(*) FROM needs) AS needs, (SELECT count(*) FROM need_items) AS items,
    (SELECT count(*) FROM audit_log) AS acts, (SELECT count(*) FROM outbox_events) AS events,
    (SELECT coalesce(sum(version), 0) FROM needs) AS versions, (SELECT count(*) FROM organizations) AS organizations`);
const reference = (externalRef: string) => ({ ...row, externalRef });

it('a row becomes a published need, keeps the source’s own words, and waits under OTHER', async () => {
  const { outcome, needId, notes } = (await bring(row))[0]!;
  expect([outcome, notes]).toEqual(['imported', []]);
  expect(await world.need(needId)).toMatchObject({
    state: 'published',
    visibility: 'parties-only',
    priority: null,
    title: row.title,
    summary: 'Fewer thefts',
    language: 'und',
    neededFrom: '2010-01-12',
    neededBy: '2010-12-31',
    validUntil: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
    tags: ['SAFETY', 'STORAGE'],
    source: 'relief',
    externalRef: 'n-1',
  });
  expect(await world.itemOf(needId)).toMatchObject({
    categoryCode: 'OTHER',
    typeCode: 'financial',
    currency: 'USD',
    requested: 67_000_000n,
    sourceSector: 'SAFETY',
    externalRef: 'RA',
    description: 'Racks, doors and locks',
  });
  expect(await world.events(needId)).toEqual(['need.published']);
  expect(await db.asOwner("SELECT kind, area_iso2 FROM organizations WHERE external_ref = 'RA'")).toEqual([
    { kind: 'unstated', area_iso2: null },
  ]);
});

it('who sees it says who imports it, once: a later file shows it to nobody else', async () => {
  const [open] = await bringTo('public', reference('n-9'));
  expect(open).toMatchObject({ visibility: 'public' });
  const needId = open!.needId;
  expect(await db.asOwner('SELECT payload FROM audit_log WHERE ref_id = $1', [needId])).toEqual([
    { payload: { source: 'relief', externalRef: 'n-9', visibility: 'public' } },
  ]);
  await db.asOwner("UPDATE needs SET visibility = 'states-only' WHERE id = $1", [needId]);
  expect(await bringTo('public', { ...reference('n-9'), title: 'Other words' }, reference('n-9'))).toMatchObject([
    { outcome: 'changed', visibility: 'states-only' },
    { outcome: 'changed', visibility: 'states-only' },
  ]);
  expect(await world.need(needId)).toMatchObject({ visibility: 'states-only' });
});

it('another organization under the same reference is a further item of the same need', async () => {
  const [first, other] = await bring({ ...row, externalRef: 'n-2' }, { ...second, externalRef: 'n-2' });
  expect(other).toMatchObject({ outcome: 'imported', needId: first!.needId });
  const items = await world.items(first!.needId);
  expect(items.map(({ externalRef, requested, position }) => [position, externalRef, requested])).toEqual([
    [1, 'RA', 67_000_000n],
    [2, 'SA', 47_040_600n],
  ]);
  expect(items[0]!.throughOrganizationId).toBe((await world.need(first!.needId)).organizationId);
});

it('the same rows again write nothing at all', async () => {
  const rows = [
    row,
    { ...row, externalRef: 'n-2' },
    { ...second, externalRef: 'n-2' },
    { ...row, amount: '670000.00' },
  ];
  const before = await counted();
  expect((await bring(...rows)).map(({ outcome }) => outcome)).toEqual(Array(4).fill('unchanged'));
  expect(await counted()).toEqual(before);
});

it('an amount of 0 stays 0, and is said', async () => {
  const [imported] = await bring({ ...reference('n-3'), amount: '0' });
  expect(imported!.notes).toHaveLength(1);
  expect(await world.itemOf(imported!.needId)).toMatchObject({ requested: 0n });
});

it('what the source changed is taken over, from the owner’s row alone where it is about the whole need', async () => {
  const [first] = await bring(reference('n-4'), { ...second, externalRef: 'n-4' });
  const [changed] = await bring({ ...reference('n-4'), title: 'Safer storage', amount: '700000' });
  expect(changed).toMatchObject({ outcome: 'changed', needId: first!.needId });
  expect(await world.need(first!.needId)).toMatchObject({ title: 'Safer storage', version: 3 });
  const [other] = await bring({ ...second, externalRef: 'n-4', title: 'Something else' });
  expect(other).toMatchObject({ outcome: 'unchanged', notes: [expect.stringContaining('title')] });
  expect(await world.need(first!.needId)).toMatchObject({ title: 'Safer storage', version: 3 });
});

it('a later category map fills what was unsorted, and leaves what a coordinator sorted', async () => {
  const [first] = await bring(reference('n-5'));
  expect(await bring({ ...reference('n-5'), categoryCode: 'stock' })).toMatchObject([{ outcome: 'changed' }]);
  expect(await world.itemOf(first!.needId)).toMatchObject({ categoryCode: 'STOCK' });

  const item = await world.itemOf(first!.needId);
  const seen = await world.seen(first!.needId);
  await world.run(coordinator, (tx) =>
    world.review.assignCategory(tx, seen, item.id, { categoryCode: 'SURPLUS', reason: 'Sorted here' }),
  );
  const again = await bring(reference('n-5'), { ...reference('n-5'), categoryCode: 'STOCK' });
  expect(again).toMatchObject([
    { outcome: 'unchanged', notes: [] },
    { outcome: 'unchanged', notes: [expect.stringContaining('SURPLUS')] },
  ]);
  expect(await world.itemOf(first!.needId)).toMatchObject({ categoryCode: 'SURPLUS' });

  const sorted = await world.seen(first!.needId);
  await world.run(coordinator, (tx) =>
    world.review.assignCategory(tx, sorted, item.id, { categoryCode: 'OTHER', reason: 'Sorted here' }),
  );
  expect(await bring({ ...reference('n-5'), categoryCode: 'STOCK' })).toMatchObject([
    { outcome: 'unchanged', notes: [expect.stringContaining('OTHER')] },
  ]);
});

it('commitments stand: the source cannot ask for less than is promised, nor in another currency, nor for others', async () => {
  const { needId } = (await bring(reference('n-6')))[0]!;
  const item = await world.itemOf(needId);
  await world.run(db.actor, (tx) => world.coverage.commit(tx, item.id, 60_000_000n));
  await expect(bring({ ...reference('n-6'), amount: '599999.99' })).rejects.toMatchObject({
    errors: [{ path: 'amount' }],
  });
  await expect(bring({ ...reference('n-6'), currency: 'EUR' })).rejects.toMatchObject({
    errors: [{ path: 'currency' }],
  });
  await expect(bring({ ...reference('n-6'), areaIso2: 'FJ' })).rejects.toMatchObject({
    errors: [{ path: 'areaIso2', detail: expect.stringMatching(/HT.*matches rescinded first/) as string }],
  });
  const sorted = await bring({ ...reference('n-6'), categoryCode: 'STOCK' });
  expect(sorted).toMatchObject([{ outcome: 'unchanged', notes: [expect.stringContaining('OTHER')] }]);
  expect(await bring({ ...reference('n-6'), amount: '600000' })).toMatchObject([{ outcome: 'changed' }]);
  await world.run(db.actor, (tx) => world.coverage.release(tx, item.id, 60_000_000n));
  expect(await bring({ ...reference('n-6'), areaIso2: 'FJ' })).toMatchObject([{ outcome: 'changed' }]);
});

it('a coordinator may withdraw it; then the same row is unchanged and another one refused', async () => {
  const { needId } = (await bring(reference('n-7')))[0]!;
  const seen = await world.seen(needId);
  await expect(world.run(stateA, (tx) => world.life.withdraw(tx, seen, 'x'))).rejects.toMatchObject({
    code: 'not-found',
  });
  await world.run(coordinator, (tx) => world.life.withdraw(tx, seen, 'Taken back by the source'));
  expect(await bring(reference('n-7'))).toMatchObject([{ outcome: 'unchanged' }]);
  await expect(bring({ ...reference('n-7'), amount: '1' })).rejects.toMatchObject({
    errors: [{ path: 'externalRef' }],
  });
});

it.each<[Partial<NeedRow>, string]>([
  [{ areaIso2: 'QQ' }, 'areaIso2'],
  [{ currency: 'XXQ' }, 'currency'],
  [{ categoryCode: 'NONE' }, 'categoryCode'],
  [{ amount: 'much' }, 'amount'],
])('a row with %p is refused, names the field and leaves nothing', async (changes, path) => {
  const before = await counted();
  const fresh = { ...reference('n-8'), requestingOrganization: { externalRef: 'new', name: 'New' }, ...changes };
  await expect(bring(fresh)).rejects.toMatchObject({ errors: [{ path }] });
  expect(await counted()).toEqual(before);
});

it('is for operators', async () => {
  await expect(world.run(coordinator, (tx) => importer.importRow(tx, row))).rejects.toMatchObject({ code: 'denied' });
});
