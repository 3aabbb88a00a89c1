// Danger: a rule, an amount or a score that holds for the examples and not for what comes.
import { useWindowOf } from '#libs/offers';
import fc from 'fast-check';
import { checkRules, isEligible } from './hard.rules.js';
import { amountOf, leftOf, openOf, shareOf, type ItemFacts, type Measure, type Pair } from './pair.js';
import { explain } from './score.rules.js';

function failing(pair: Pair) {
  return checkRules(pair).filter((result) => !result.holds);
}

const day = fc
  .date({ min: new Date('2025-06-01'), max: new Date('2028-06-01'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
const quantity = fc.oneof(fc.bigInt(0n, 20n), fc.bigInt(0n, 10n ** 15n));
const measure = fc.constantFrom<Measure>({ currency: 'USD' }, { currency: 'EUR' }, { unit: 'safe' });
const some = <T>(...values: T[]) => fc.subarray(values);

const anyPair: fc.Arbitrary<Pair> = fc.record({
  today: day,
  item: fc.record({
    needId: fc.constant('need_1'),
    needRevision: fc.constant(1),
    itemId: fc.constant('item_1'),
    organizationId: fc.constantFrom('org_a', 'org_b'),
    needState: fc.constantFrom('published', 'published', 'draft'),
    visibility: fc.constantFrom('public', 'states-only', 'coordinators', 'parties-only'),
    priority: fc.option(fc.integer({ min: 1, max: 5 })),
    neededBy: maybe(day),
    validUntil: maybe(day),
    area: fc.constantFrom('HT', 'CU'),
    regions: some('019', '029'),
    groups: some('ldc', 'lldc', 'sids'),
    category: fc.constantFrom('STOCK', 'MARK', 'OTHER'),
    categoryNeverMatches: fc.boolean(),
    type: fc.constantFrom('equipment', 'training'),
    implementer: fc.record({
      id: fc.constantFrom('org_a', 'org_d'),
      name: fc.constant('Body'),
      kind: fc.constantFrom('state', 'ngo', 'unstated'),
    }),
    measure,
    requested: quantity,
    committed: quantity,
    waived: quantity,
    minimum: maybe(quantity),
  }),
  offer: fc.record({
    offerId: fc.constant('offer_1'),
    organizationId: fc.constantFrom('org_b', 'org_c'),
    offerState: fc.constantFrom('published', 'published', 'withdrawn'),
    isPublic: fc.boolean(),
    isOfStates: fc.boolean(),
    categories: some('STOCK', 'MARK'),
    types: some('equipment', 'training'),
    measure,
    capacity: quantity,
    committed: quantity,
    earmarkLevel: fc.integer({ min: 1, max: 4 }),
    earmarkAreas: some('HT', 'CU'),
    earmarkRegions: some('019', '029'),
    earmarkGroups: some('ldc', 'lldc', 'sids'),
    excludedAreas: some('HT'),
    excludedCategories: some('MARK'),
    excludedTypes: some('training'),
    implementer: maybe(fc.constant({ id: 'org_a', name: 'Body' })),
    implementerKinds: some('ngo', 'state'),
    minimumLot: maybe(quantity),
    maximumPerRecipient: maybe(quantity),
    maximumShareBp: maybe(fc.integer({ min: 1, max: 10_000 })),
    givenTo: quantity.map((given) => new Map([['HT', given]])),
    validFrom: day,
    validUntil: maybe(day),
    pledgedTo: maybe(fc.constantFrom('item_1', 'item_2')),
    usableFrom: maybe(day),
    usableUntil: maybe(day),
  }),
});

describe('properties of any pair', () => {
  const RUNS = { numRuns: 500 };

  it('is eligible exactly when every reported rule holds; a near miss names at least one that fails', () => {
    fc.assert(
      fc.property(anyPair, (pair) => isEligible(pair) === (failing(pair).length === 0)),
      RUNS,
    );
  });

  it('never offers more than is open, left or allowed, and something when eligible', () => {
    fc.assert(
      fc.property(anyPair, (pair) => {
        const amount = amountOf(pair);
        expect(amount <= openOf(pair.item) && amount <= leftOf(pair.offer)).toBe(true);
        if (pair.offer.maximumPerRecipient !== null) expect(amount <= pair.offer.maximumPerRecipient).toBe(true);
        expect(amount <= (shareOf(pair) ?? amount)).toBe(true);
        if (isEligible(pair)) expect(amount > 0n).toBe(true);
      }),
      RUNS,
    );
  });

  it('scores within 0 and 1, part by part, as the weighted sum of its parts', () => {
    fc.assert(
      fc.property(anyPair, (pair) => {
        const { parts, score } = explain(pair);
        for (const number of [score, ...parts.map(({ value }) => value)]) {
          expect(number).toBeGreaterThanOrEqual(0);
          expect(number).toBeLessThanOrEqual(1);
        }
        expect(score).toBeCloseTo(
          parts.reduce((sum, { value, weight }) => sum + value * weight, 0),
          3,
        );
      }),
      RUNS,
    );
  });

  it('says the same of the same pair, in plain JSON', () => {
    fc.assert(
      fc.property(anyPair, (pair) => {
        const once = explain(pair);
        expect(explain(structuredClone(pair))).toEqual(once);
        expect(JSON.parse(JSON.stringify(once))).toEqual(once);
      }),
      RUNS,
    );
  });

  it('never scores a higher priority, a nearer date or a group member lower', () => {
    fc.assert(
      fc.property(anyPair, fc.integer({ min: 1, max: 5 }), day, (pair, priority, neededBy) => {
        const scoreWith = (item: Partial<ItemFacts>) => explain({ ...pair, item: { ...pair.item, ...item } }).score;
        if (priority >= (pair.item.priority ?? 1))
          expect(scoreWith({ priority })).toBeGreaterThanOrEqual(scoreWith({}));
        if (pair.item.neededBy === null || neededBy <= pair.item.neededBy) {
          expect(scoreWith({ neededBy })).toBeGreaterThanOrEqual(scoreWith({}));
        }
        expect(scoreWith({ groups: ['ldc'] })).toBeGreaterThanOrEqual(scoreWith({}));
      }),
      RUNS,
    );
  });

  it('makes a rule hold by the change it names', () => {
    fc.assert(
      fc.property(anyPair, (pair) => {
        const { from, until } = useWindowOf(pair.offer);
        fc.pre(until === null || from <= until);
        for (const { rule, change } of failing(pair)) {
          if (!change || change.do === 'remove') continue;
          const side = change.of === 'need' ? 'item' : 'offer';
          const field = { categoryCodes: 'categories', typeCodes: 'types' }[change.field] ?? change.field;
          const old = pair[side][field as never] as unknown;
          const value = change.do === 'add' ? [...(old as string[]), change.value] : typed(field, change.value);
          const changed = { ...pair, [side]: { ...pair[side], [field]: value } };
          expect(failing(changed).map((result) => result.rule)).not.toContain(rule);
        }
      }),
      RUNS,
    );
  });
});

function typed(field: string, value: string): bigint | string {
  return field === 'minimumLot' || field === 'minimum' ? BigInt(value) : value;
}
