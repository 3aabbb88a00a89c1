// Danger: a number beside a filter that is not the number of rows it leaves; a filter that contradicts itself and is obeyed.
import { ANONYMOUS, type Actor } from '#libs/kernel';
import fc from 'fast-check';
import { itemOf, needsWorld } from './needs.fixtures.js';
import { NeedsCounts } from './needs.counts.js';
import { AREA_GROUPS, FACETS, type Facet, type NeedFilter } from './needs.filter.js';
import { COVERAGES, needStates } from './need.states.js';
import type { NeedListing } from './needs.queries.js';

const world = needsWorld();
beforeAll(() => world.askForLittle());
const counts = new NeedsCounts();

const AREAS = ['HT', 'KE', 'FJ', 'NP', 'FR', 'ML', 'AQ'];
const CATEGORIES = ['MARK', 'STOCK', 'TRACE'];
const TYPES = ['equipment', 'financial', 'expertise'];
const REGIONS = ['002', '009', '014', '029', '150'];

const ask = <T>(actor: Actor, work: Parameters<typeof world.db.uow.read<T>>[1]) => world.db.uow.read(actor, work);
const listed = (filter: Partial<NeedListing>, actor: Actor = world.auditor) =>
  ask(actor, (tx) => world.queries.list(tx, { limit: 100, total: true, ...filter }));

beforeAll(async () => {
  await world.db.asOwner(`INSERT INTO exchange_rates (currency, effective_on, units_per_usd, source)
    VALUES ('EUR', '2026-01-01', 0.5, 'test')`);
  for (let n = 0; n < 40; n += 1) {
    const items = Array.from({ length: 1 + (n % 3) }, (_, i) =>
      itemOf({
        categoryCode: CATEGORIES[(n + i * i) % 3]!,
        typeCode: TYPES[(n * 2 + i) % 3]!,
        ...(n % 2 === 0
          ? { measure: { currency: ['USD', 'EUR', 'CHF'][n % 3]! }, requested: BigInt(n || 40) * 1_000n }
          : {}),
      }),
    );
    const content = {
      title: `${n % 4 === 0 ? 'marking' : 'storage'} ${n}`,
      areaIso2: AREAS[n % AREAS.length]!,
      priority: n % 6 === 0 ? null : n % 6,
      neededBy: n % 5 === 0 ? null : `2027-0${1 + (n % 9)}-15`,
      items,
    };
    const visibility = (['public', 'states-only', 'parties-only'] as const)[n % 3]!;
    if (n % 10 === 9) await world.draft({ ...content, visibility });
    else {
      const id = await world.published({ ...content, visibility }, n % 2 ? world.stateA : world.stateB);
      const [item, other] = await world.items(id);
      const commit = (itemId: string, amount: bigint) =>
        world.run(world.db.actor, (tx) => world.coverage.commit(tx, itemId, amount));
      if (n % 4 === 1) await commit(item!.id, 4n);
      if (n % 8 === 1) await world.db.asOwner('UPDATE need_items SET delivered = 1 WHERE id = $1', [item!.id]);
      if (n % 4 === 3)
        for (const { id: itemId, requested } of [item!, ...(other ? [other] : [])]) await commit(itemId, requested);
    }
  }
});

const someOf = <T>(values: readonly T[]) => fc.option(fc.subarray([...values], { minLength: 1 }), { nil: undefined });
const sometimes = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 1 });
const filters: fc.Arbitrary<NeedFilter> = fc
  .record({
    state: someOf(needStates.all),
    coverage: someOf(COVERAGES),
    inDelivery: sometimes(fc.boolean()),
    category: someOf(CATEGORIES),
    type: someOf(TYPES),
    area: someOf(AREAS),
    region: someOf(REGIONS),
    group: someOf(AREA_GROUPS),
    priority: someOf([1, 2, 3, 4, 5]),
    organization: sometimes(fc.constantFrom(world.stateA.organizationId, world.stateB.organizationId)),
    openFrom: sometimes(fc.constantFrom(0, 50, 300)),
    neededByTo: sometimes(fc.constantFrom('2027-03-01', '2027-12-31')),
    q: sometimes(fc.constantFrom('marking', 'storage -marking')),
  })
  // Of twelve filters at once nothing is left to count.
  .chain((all) =>
    fc
      .subarray(Object.keys(all) as (keyof typeof all)[], { maxLength: 3 })
      .map(
        (kept) =>
          Object.fromEntries(
            kept.map((name) => [name, all[name]]).filter(([, value]) => value !== undefined),
          ) as NeedFilter,
      ),
  );

/** The filter that these values of a facet make; both of yes and no are none. */
function pressed(facet: Facet, values: readonly string[]): unknown {
  if (facet === 'priority') return values.map(Number);
  if (facet === 'inDelivery') return values.length === 1 ? values[0] === 'true' : undefined;
  return values;
}

it('the number beside a value is the number of needs that it leaves', async () => {
  const actors = [ANONYMOUS, world.stateA, world.donor, world.auditor];
  let checked = 0;
  await fc.assert(
    fc.asyncProperty(filters, fc.constantFrom(...actors), async (filter, actor) => {
      const facets = await ask(actor, (tx) => counts.facets(tx, filter));
      for (const facet of FACETS) {
        const values = facets[facet];
        for (const { value, needs } of values.slice(0, 2)) {
          const { total } = await listed({ ...filter, [facet]: pressed(facet, [value]), limit: 1 }, actor);
          expect({ facet, value, needs }).toEqual({ facet, value, needs: total });
          checked += 1;
        }
        // No value is left out: pressing all of them leaves what no filter of this kind leaves, less what says nothing.
        const all = values.map(({ value }) => value);
        const { total: known } =
          all.length === 0 ? { total: 0 } : await listed({ ...filter, [facet]: pressed(facet, all), limit: 1 }, actor);
        const { items } = await listed({ ...filter, [facet]: undefined }, actor);
        const saying = facet === 'priority' ? items.filter(({ priority }) => priority !== null) : items;
        if (facet !== 'group' && facet !== 'region') expect({ facet, known }).toEqual({ facet, known: saying.length });
      }
    }),
    { numRuns: 25 },
  );
  expect(checked).toBeGreaterThan(100);
});

it('map and matrix add up to the list', async () => {
  await fc.assert(
    fc.asyncProperty(filters, async (filter) => {
      const { items, total } = await listed(filter);
      const map = await ask(world.auditor, (tx) => counts.map(tx, filter));
      expect(map.reduce((sum, { needs }) => sum + needs, 0)).toBe(total);
      const matrix = await ask(world.auditor, (tx) => counts.matrix(tx, filter));
      const open = (cells: readonly { openUsd: string }[]) =>
        cells.reduce((sum, { openUsd }) => sum + Number(openUsd), 0);
      // Each is rounded on its own.
      expect(Math.abs(open(map) - open(matrix))).toBeLessThanOrEqual(map.length + matrix.length);
      const cells = new Set(matrix.map(({ categoryCode }) => categoryCode));
      const fits = ({ categoryCode, typeCode }: { categoryCode: string; typeCode: string | null }) =>
        (filter.category?.includes(categoryCode) ?? true) && (filter.type?.includes(typeCode!) ?? true);
      expect(cells).toEqual(
        new Set(items.flatMap((need) => need.items.filter(fits).map(({ categoryCode }) => categoryCode))),
      );
    }),
    { numRuns: 15 },
  );
});

it('money on the map is what was asked for and what is open, at the latest rates', async () => {
  const items = [
    itemOf({ measure: { currency: 'EUR' }, requested: 1_000n }),
    itemOf({ requested: 3n }),
    itemOf({ measure: { currency: 'CHF' }, requested: 5_000n }),
  ];
  const id = await world.published({ areaIso2: 'TO', items });
  const [euro] = await world.items(id);
  await world.run(world.db.actor, (tx) => world.coverage.commit(tx, euro!.id, 250n));
  expect(await ask(ANONYMOUS, (tx) => counts.map(tx, { area: ['TO'] }))).toEqual([
    { areaIso2: 'TO', needs: 1, requestedUsd: '20', openUsd: '15', needsWithoutRate: 1 },
  ]);
  expect(await ask(ANONYMOUS, (tx) => counts.matrix(tx, { area: ['TO'] }))).toEqual([
    { categoryCode: 'MARK', regionCode: '009', needs: 1, openUsd: '15', needsWithoutRate: 1 },
  ]);
});

it('open is what needs that look for help now still want: no draft, no merged, withdrawn or closed one adds to it', async () => {
  const asks = (areaIso2: string, requested = 1_000_00n) => ({
    areaIso2,
    items: [itemOf({ measure: { currency: 'USD' }, requested })],
  });
  await world.published(asks('TV'));
  await world.draft(asks('TV'));
  const merged = await world.published(asks('TV'));
  await world.db.asOwner(`UPDATE needs SET state = 'withdrawn', end_reason = 'x' WHERE id = $1`, [merged]);
  const mapped = await ask(world.auditor, (tx) => counts.map(tx, { area: ['TV'] }));
  expect(mapped).toMatchObject([{ needs: 3, requestedUsd: '3000', openUsd: '1000' }]);
  const cells = await ask(world.auditor, (tx) => counts.matrix(tx, { area: ['TV'] }));
  expect(cells).toMatchObject([{ needs: 3, openUsd: '1000' }]);
  expect((await listed({ area: ['TV'], openFrom: 1 })).total).toBe(1);
  expect((await listed({ area: ['TV'], sort: 'largest-gap' })).items[0]).toMatchObject({ state: 'published' });
});

it('what has no rate is unknown: in no result of a money filter, last in the order, and said beside sums', async () => {
  const asks = (measure: { currency: string } | { unit: string }, requested = 6_000_000n) =>
    world.published({ areaIso2: 'WS', items: [itemOf({ measure, requested })] });
  const [franc, units, dollar] = [
    await asks({ currency: 'XOF' }),
    await asks({ unit: 'machine' }, 3n),
    await asks({ currency: 'USD' }),
  ];
  const ids = async (filter: Partial<NeedListing>) =>
    (await listed({ area: ['WS'], ...filter })).items.map(({ id }) => id);
  expect(await ids({ openFrom: 1 })).toEqual([dollar]);
  expect(await ids({ openTo: 0 })).toEqual([units]);
  expect(await ids({ openFrom: 0 })).toEqual([dollar, units]);
  expect(await ids({ sort: 'largest-gap' })).toEqual([dollar, units, franc]);
  const { nextCursor } = await listed({ area: ['WS'], sort: 'largest-gap', limit: 2 });
  expect(await ids({ sort: 'largest-gap', cursor: nextCursor! })).toEqual([franc]);
  const sums = { openUsd: '60000', needsWithoutRate: 1, needs: 3 };
  expect(await ask(ANONYMOUS, (tx) => counts.map(tx, { area: ['WS'] }))).toMatchObject([sums]);
  expect(await ask(ANONYMOUS, (tx) => counts.matrix(tx, { area: ['WS'] }))).toMatchObject([sums]);
});

it('how far a need is covered follows its items', async () => {
  const id = await world.published({ areaIso2: 'KI', items: [itemOf(), itemOf()] });
  const [, unquantified] = await world.items(id);
  await world.db.asOwner('UPDATE need_items SET requested = 0 WHERE id = $1', [unquantified!.id]);
  const coverage = async () => (await ask(world.auditor, (tx) => counts.facets(tx, { area: ['KI'] }))).coverage;
  expect(await coverage()).toEqual([{ value: 'open', needs: 1 }]);
  const [item, unknown] = await world.items(id);
  await world.run(world.db.actor, (tx) => world.coverage.commit(tx, item!.id, 10n));
  // Nobody knows how much of the other one is wanted.
  expect(await coverage()).toEqual([{ value: 'partly', needs: 1 }]);
  await world.db.asOwner('DELETE FROM need_items WHERE id = $1', [unknown!.id]);
  expect(await coverage()).toEqual([{ value: 'full', needs: 1 }]);
  await world.run(world.db.actor, (tx) => world.coverage.release(tx, item!.id, 10n));
  expect(await coverage()).toEqual([{ value: 'open', needs: 1 }]);
});

it('is in delivery from the first of it that is on its way, or came, until it is over, whatever is covered', async () => {
  const id = await world.published({ areaIso2: 'NR', items: [itemOf(), itemOf()] });
  const facet = async () => (await ask(ANONYMOUS, (tx) => counts.facets(tx, { area: ['NR'] }))).inDelivery;
  const shown = async () => {
    const [listing] = (await listed({ area: ['NR'], inDelivery: true })).items.map(({ isInDelivery }) => isInDelivery);
    const { isInDelivery, coverage } = await ask(ANONYMOUS, (tx) => world.queries.get(tx, id));
    return [listing ?? false, isInDelivery, coverage];
  };
  expect([await facet(), await shown()]).toEqual([[{ value: 'false', needs: 1 }], [false, false, 'open']]);
  const [item] = await world.items(id);
  await world.run(world.db.actor, (tx) => world.coverage.commit(tx, item!.id, 10n));
  expect(await shown()).toEqual([false, false, 'partly']);
  const isUnderWay = (is: boolean) => world.db.asOwner('UPDATE needs SET under_way = $2 WHERE id = $1', [id, is]);
  await isUnderWay(true);
  expect([await facet(), await shown()]).toEqual([[{ value: 'true', needs: 1 }], [true, true, 'partly']]);
  await isUnderWay(false);
  expect(await shown()).toEqual([false, false, 'partly']);
  await world.db.asOwner('UPDATE need_items SET delivered = 2 WHERE id = $1', [item!.id]);
  expect([await facet(), await shown()]).toEqual([[{ value: 'true', needs: 1 }], [true, true, 'partly']]);
  await world.db.asOwner("UPDATE needs SET state = 'closed-partly', end_reason = 'x' WHERE id = $1", [id]);
  expect([await facet(), await shown()]).toEqual([[{ value: 'false', needs: 1 }], [false, false, 'partly']]);
});

it.each<[NeedFilter, string, string]>([
  [{ openFrom: 10, openTo: 9 }, 'openTo', 'Write 10 or more.'],
  [{ neededByFrom: '2027-01-02', neededByTo: '2027-01-01' }, 'neededByTo', 'Choose a day from 2027-01-02 on.'],
])('%p is refused', async (filter, path, detail) => {
  for (const read of [
    () => listed(filter),
    () => ask(world.auditor, (tx) => counts.facets(tx, filter)),
    () => ask(world.auditor, (tx) => counts.map(tx, filter)),
    () => ask(world.auditor, (tx) => counts.matrix(tx, filter)),
  ]) {
    await expect(read()).rejects.toMatchObject({ errors: [{ path, detail }] });
  }
});
