// Danger: a number beside a filter that is not the number of rows it leaves; a private offer that counts for who may not know of it.
import { testDatabase } from '#libs/platform';
import { newId, type Actor } from '#libs/kernel';
import fc from 'fast-check';
import { offersEntities } from './offer.entity.js';
import { AREA_GROUPS, OFFER_KINDS } from './offer.rules.js';
import { SHOWN_STATES } from './offer.states.js';
import { OffersCounts } from './offers.counts.js';
import { OFFER_FACETS, type OfferFacet, type OfferFilter } from './offers.filter.js';
import { cashOf, OffersWorld } from './offers.fixtures.js';

const world = new OffersWorld(testDatabase({ entities: offersEntities }));
const { db, offers, donorA, donorB } = world;
const counts = new OffersCounts();

const CATEGORIES = ['MARK', 'STOCK', 'TRACE'];
const TYPES = ['equipment', 'financial', 'expertise'];
const REGIONS = ['002', '009', '014', '029', '202'];

const facetsOf = (actor: Actor, filter: OfferFilter = {}) => db.uow.read(actor, (tx) => counts.facets(tx, filter));
const totalOf = (actor: Actor, filter: OfferFilter) =>
  db.uow.read(actor, async (tx) => (await world.queries.list(tx, { ...filter, limit: 1, total: true })).total);

beforeAll(async () => {
  await world.open();
  for (let n = 0; n < 40; n += 1) {
    const content = {
      title: `${n % 4 === 0 ? 'marking' : 'storage'} ${n}`,
      categoryCodes: CATEGORIES.filter((_, i) => (n + i) % 3 === 0 && n % 5 > 0),
      excludedCategories: n % 10 === 5 ? ['TRACE'] : [],
      typeCodes: [n % 3 === 0 ? 'equipment' : 'expertise'],
      excludedTypes: n % 4 === 0 ? ['expertise'] : [],
      earmarkAreas: n % 4 === 1 ? ['KE', 'HT'] : [],
      earmarkRegions: n % 6 === 2 ? [['002', '014', '202'][n % 3]!] : [],
      earmarkGroups: n % 8 === 3 ? (['ldc'] as const).slice() : [],
      earmarkLevel: n % 8 === 1 ? 4 : undefined,
      visibility: n % 3 === 0 ? ('private' as const) : ('public' as const),
      ...(n % 2 === 0 ? cashOf('USD', 1_000n) : {}),
    };
    const donor = n % 3 === 1 ? donorA : donorB;
    if (n % 10 === 9) await world.draft(content, donor);
    else {
      const id = await world.published(content, donor);
      if (n % 10 === 4) {
        const { capacity } = await world.offer(id);
        await world.run(db.actor, (tx) => offers.commit(tx, id, capacity));
      }
      if (n % 10 === 7) {
        const seen = await world.seen(id);
        await world.run(donor, (tx) => world.life.withdraw(tx, seen, 'Not this year'));
      }
    }
  }
});

const someOf = <T>(values: readonly T[]) => fc.option(fc.subarray([...values], { minLength: 1 }), { nil: undefined });
const sometimes = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 1 });
const filters: fc.Arbitrary<OfferFilter> = fc
  .record({
    state: someOf(SHOWN_STATES),
    kind: sometimes(fc.constantFrom(...OFFER_KINDS)),
    organization: sometimes(fc.constantFrom(donorA.organizationId, donorB.organizationId)),
    category: someOf(CATEGORIES),
    type: someOf(TYPES),
    earmarkLevel: someOf([1, 2, 3, 4]),
    region: sometimes(fc.constantFrom(...REGIONS)),
    area: sometimes(fc.constantFrom('HT', 'KE', 'FR')),
    group: sometimes(fc.constantFrom(...AREA_GROUPS)),
    own: sometimes(fc.constant(true)),
    availableFrom: sometimes(fc.constantFrom(0, 5)),
    q: sometimes(fc.constantFrom('marking', 'storage -marking')),
  })
  // Of all filters at once nothing is left to count.
  .chain((all) =>
    fc
      .subarray(Object.keys(all) as (keyof typeof all)[], { maxLength: 3 })
      .map(
        (kept) =>
          Object.fromEntries(
            kept.map((name) => [name, all[name]]).filter(([, value]) => value !== undefined),
          ) as OfferFilter,
      ),
  );

/** The filter with one value of a facet pressed. */
function pressed(filter: OfferFilter, facet: OfferFacet, value: string): OfferFilter {
  if (facet === 'earmarkLevel') return { ...filter, earmarkLevel: [Number(value)] };
  const isSingle = facet === 'kind' || facet === 'region' || facet === 'organization';
  return { ...filter, [facet]: isSingle ? value : [value] };
}

it('the number beside a value is the number of offers that it leaves, and no value that leaves some is missing', async () => {
  const possible: Readonly<Record<OfferFacet, readonly string[]>> = {
    state: SHOWN_STATES,
    kind: OFFER_KINDS,
    organization: [donorA.organizationId, donorB.organizationId],
    category: CATEGORIES,
    type: TYPES,
    earmarkLevel: ['1', '2', '3', '4'],
    region: REGIONS,
  };
  let checked = 0;
  await fc.assert(
    fc.asyncProperty(filters, fc.constantFrom(...Object.values(world.everyone())), async (filter, actor) => {
      const facets = await facetsOf(actor, filter);
      for (const facet of OFFER_FACETS) {
        for (const value of possible[facet]) {
          const told = facets[facet].find((count) => count.value === value)?.offers ?? 0;
          const left = await totalOf(actor, pressed(filter, facet, value));
          expect({ facet, value, offers: told }).toEqual({ facet, value, offers: left });
          checked += left === 0 ? 0 : 1;
        }
      }
    }),
    { numRuns: 25 },
  );
  expect(checked).toBeGreaterThan(100);
}, 60_000);

it('a private offer, or a draft, counts for who may open it and for nobody else', async () => {
  const reader = new Map(Object.entries(world.everyone()));
  const before = new Map<string, unknown>();
  for (const [name, actor] of reader) before.set(name, await facetsOf(actor));
  const word = newId('word');
  await world.published({ visibility: 'private', title: word });
  await world.draft({ title: word });
  const learnt: string[] = [];
  for (const [name, actor] of reader) {
    const { organization } = await facetsOf(actor, { q: word });
    const told = (await facetsOf(actor)) as unknown;
    if (organization.length > 0) {
      learnt.push(`${name} ${organization[0]!.name} ${organization[0]!.offers}`);
      expect(told).not.toEqual(before.get(name));
    } else expect([name, told]).toEqual([name, before.get(name)]);
  }
  expect(learnt.sort()).toEqual(['auditor Donor A 2', 'coordinator Donor A 1', 'donorA Donor A 2']);
});
