// Danger: a page that repeats or loses rows, a filter that lets through or hides, a cursor that breaks the server.
import { ANONYMOUS, type Actor } from '#libs/kernel';
import { itemOf, needsWorld } from './needs.fixtures.js';
import type { NeedListing } from './needs.queries.js';
import { NEED_SORTS } from './needs.sorting.js';

const world = needsWorld();
beforeAll(() => world.askForLittle());
const { auditor } = world;

function list(filter: Partial<NeedListing> = {}, actor: Actor = auditor) {
  return world.db.uow.read(actor, (tx) => world.queries.list(tx, { limit: 100, ...filter }));
}

async function titles(filter: Partial<NeedListing> = {}, actor: Actor = auditor): Promise<string[]> {
  return (await list(filter, actor)).items.map(({ title }) => title).sort();
}

beforeAll(async () => {
  await world.db.asOwner(`INSERT INTO exchange_rates (currency, effective_on, units_per_usd, source)
    VALUES ('EUR', '2026-01-01', 0.5, 'test'), ('EUR', '2025-01-01', 100, 'test'), ('JPY', '2026-01-01', 150, 'test')`);
  const money = (currency: string, requested: bigint) => [
    itemOf({ measure: { currency }, requested, categoryCode: 'STOCK' }),
  ];
  await world.published({ title: 'usd 1000', areaIso2: 'HT', items: money('USD', 100_000n) });
  await world.published({ title: 'eur 900', areaIso2: 'KE', neededBy: '2097-01-31', items: money('EUR', 90_000n) });
  await world.published({ title: 'jpy 45000', areaIso2: 'FJ', neededBy: null, items: money('JPY', 45_000n) });
  await world.published({ title: 'chf, no rate', areaIso2: 'NP', neededBy: null, items: money('CHF', 99_000_000n) });
  await world.published({ title: 'ten machines', areaIso2: 'FR', summary: 'Weapons without any mark' });
  await world.published({
    title: 'huge',
    areaIso2: 'ML',
    items: [itemOf({ requested: 9_007_199_254_740_991n, description: 'Uninterruptible powersupply/batteries' })],
  });
  const two = await world.published(
    {
      title: 'two items',
      areaIso2: 'BR',
      priority: 5,
      neededBy: '2098-01-01',
      items: [itemOf(), itemOf({ categoryCode: 'STOCK', typeCode: 'training' })],
    },
    world.stateB,
  );
  const item = await world.itemOf(two);
  await world.run(world.db.actor, (tx) => world.coverage.commit(tx, item.id, 4n));
  for (let more = 1; more <= 7; more += 1) await world.published({ title: `same ${more}` });
  await world.db.asOwner(
    `UPDATE area_groups SET leaves_on = current_date - 2, decision = 'x' WHERE area_iso2 = 'NP' AND name = 'ldc'`,
  );
  // Rows that were written in one transaction share their moment.
  await world.db.asOwner("UPDATE needs SET published_at = '2026-05-05T05:05:05.123456Z' WHERE title LIKE 'same%'");
});

describe('pages', () => {
  it.each(NEED_SORTS)('of any size hold every row once and in order: %s', async (sort) => {
    const q = sort === 'best-match' ? 'mark or rifles' : undefined;
    const whole = (await list({ q, sort })).items.map(({ id }) => id);
    expect(new Set(whole).size).toBe(14);
    for (const limit of [1, 2, 5, 14]) {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await list({ q, sort, limit, cursor });
        expect(page.items.length).toBeLessThanOrEqual(limit);
        seen.push(...page.items.map(({ id }) => id));
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
      expect(seen).toEqual(whole);
    }
  });

  it('go on where they stopped when rows come and go in between', async () => {
    const first = await list({ sort: 'newest', limit: 3 });
    await world.published({ title: 'came later', visibility: 'public' });
    const second = await list({ sort: 'newest', limit: 100, cursor: first.nextCursor ?? undefined });
    expect(second.items.map(({ title }) => title)).not.toContain('came later');
    expect(first.items.length + second.items.length).toBe(14);
    await world.db.asOwner(
      "DELETE FROM need_revisions WHERE need_id IN (SELECT id FROM needs WHERE title = 'came later')",
    );
    await world.db.asOwner("DELETE FROM need_items WHERE need_id IN (SELECT id FROM needs WHERE title = 'came later')");
    await world.db.asOwner("DELETE FROM needs WHERE title = 'came later'");
  });

  const cursorOf = (place: unknown) => Buffer.from(JSON.stringify(place)).toString('base64url');
  it.each([
    'x',
    cursorOf(['newest', 'tomorrow', 'need_x']),
    cursorOf(['newest', '99999999999999999999', 'need_x']),
    cursorOf(['newest', null, null]),
    cursorOf(['needed-by', '2097-01-01', 'need_x']),
    cursorOf(['newest', '1']),
  ])('are not asked for by a cursor of another list: %s', async (cursor) => {
    await expect(list({ cursor })).rejects.toMatchObject({ errors: [{ path: 'cursor' }] });
  });
});

describe('the order', () => {
  it('by need puts the earliest first and those without a day last', async () => {
    const [first] = (await list({ sort: 'needed-by' })).items;
    expect(first).toMatchObject({ title: 'eur 900' });
    const last = (await list({ sort: 'needed-by' })).items.slice(-2).map(({ title }) => title);
    expect(last.sort()).toEqual(['chf, no rate', 'jpy 45000']);
  });

  it('by gap compares money at the latest rate and leaves last what has no price', async () => {
    const order = (await list({ sort: 'largest-gap' })).items.map(({ title }) => title);
    expect(order.slice(0, 3)).toEqual(['eur 900', 'usd 1000', 'jpy 45000']);
    const need = (await list({ q: 'eur 900' })).items[0]!;
    await world.run(world.db.actor, (tx) => world.coverage.commit(tx, need.items[0]!.id, 80_000n));
    const after = (await list({ sort: 'largest-gap' })).items.map(({ title }) => title);
    expect(after.slice(0, 3)).toEqual(['usd 1000', 'jpy 45000', 'eur 900']);
    await world.run(world.db.actor, (tx) => world.coverage.release(tx, need.items[0]!.id, 80_000n));
  });
});

describe('filters', () => {
  it.each<[Partial<NeedListing>, string[]]>([
    [{ area: ['KE'] }, ['eur 900']],
    [{ area: ['KE', 'FJ'] }, ['eur 900', 'jpy 45000']],
    [{ region: ['009'] }, ['jpy 45000']],
    [{ region: ['014'] }, ['eur 900']],
    [{ group: ['sids'], category: ['STOCK'] }, ['jpy 45000', 'usd 1000']],
    [{ group: ['lldc'] }, ['chf, no rate', 'huge']],
    // Nepal was one until the day before yesterday.
    [{ group: ['ldc'], category: ['STOCK'] }, ['usd 1000']],
    [{ category: ['STOCK'] }, ['chf, no rate', 'eur 900', 'jpy 45000', 'two items', 'usd 1000']],
    [{ category: ['TRACE'] }, []],
    [{ state: ['draft', 'withdrawn'] }, []],
    [{ q: 'weapons "any mark"' }, ['ten machines']],
    [{ q: 'USD or JPY' }, ['jpy 45000', 'usd 1000']],
    [{ q: 'powersupply' }, ['huge']],
    [{ q: 'batteries' }, ['huge']],
    [{ q: 'powersupply/batteries' }, ['huge']],
    [{ q: 'needles -spare' }, []],
    // One of its items has needles.
    [{ q: 'mark -needles', area: ['FR'] }, []],
    [{ q: 'mark -rifles', area: ['FR'] }, ['ten machines']],
    [{ q: '\'"(:*&!<->' }, []],
    [{ area: ['KE'], category: ['MARK'] }, []],
    [{ region: ['009', '014'] }, ['eur 900', 'jpy 45000']],
    [{ group: ['sids', 'lldc'], category: ['STOCK'] }, ['chf, no rate', 'jpy 45000', 'usd 1000']],
    [{ type: ['training'] }, ['two items']],
    // One and the same item.
    [{ type: ['training'], category: ['STOCK'] }, ['two items']],
    [{ type: ['training'], category: ['MARK'] }, []],
    [{ category: ['MARK'], coverage: ['partly'] }, ['two items']],
    [{ coverage: ['full'] }, []],
    [{ priority: [1, 5] }, ['two items']],
    [{ priority: [1] }, []],
    [{ organization: world.stateB.organizationId }, ['two items']],
    [{ openFrom: 1_000, openTo: 1_799 }, ['usd 1000']],
    [{ openFrom: 1_000, openTo: 1_800 }, ['eur 900', 'usd 1000']],
    [{ openTo: 0, category: ['STOCK'] }, ['two items']],
    [{ neededByFrom: '2026-01-01', neededByTo: '2097-01-31' }, ['eur 900']],
    [{ neededByTo: '2097-01-30' }, []],
    [{ neededByFrom: '2097-07-01' }, ['two items']],
  ])('%p', async (filter, expected) => {
    expect(await titles(filter)).toEqual(expected);
    expect((await list({ ...filter, total: true, limit: 1 })).total).toBe(expected.length);
  });

  it('find an imported need by its whole reference, for those who may see it', async () => {
    await world.db.asOwner("UPDATE needs SET source = 'import', external_ref = 'REF-44379' WHERE title = 'huge'");
    expect(await titles({ q: ' REF-44379 ' })).toEqual(['huge']);
    expect(await titles({ q: 'REF-4437' })).toEqual([]);
    expect(await titles({ q: 'REF-44379', area: ['KE'] })).toEqual([]);
    await world.db.asOwner("UPDATE needs SET visibility = 'coordinators' WHERE title = 'huge'");
    expect(await titles({ q: 'REF-44379' }, ANONYMOUS)).toEqual([]);
    expect((await list({ q: 'REF-44379', total: true }, ANONYMOUS)).total).toBe(0);
  });

  it('hold on every page of a list', async () => {
    const first = await list({ q: 'same', limit: 4, total: true });
    const second = await list({ q: 'same', limit: 4, cursor: first.nextCursor ?? undefined });
    expect([first.items.length, second.items.length, first.total, second.nextCursor]).toEqual([4, 3, 7, null]);
  });
});

it('a need is the same in a list and alone', async () => {
  const { items } = await list({ q: 'jpy', limit: 1 }, ANONYMOUS);
  const alone = await world.db.uow.read(ANONYMOUS, (tx) => world.queries.get(tx, items[0]!.id));
  expect(alone).toMatchObject(items[0]!);
});
