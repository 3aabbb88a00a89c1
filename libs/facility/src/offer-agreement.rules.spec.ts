// Danger: money that a donor bound to a purpose comes loose, or is bound to what nobody said, when its offer becomes an agreement.
import fc from 'fast-check';
import { UNSTATED } from '#libs/offers';
import { amountToAgree, asksForMore, earmarkOf } from './offer-agreement.rules.js';

const codes = (...all: string[]) => fc.subarray(all);
const offers = fc.record({
  earmarkLevel: fc.constantFrom(1, 2, 3, 4),
  earmarkAreas: codes('HT', 'MW'),
  earmarkRegions: codes('002', '029'),
  earmarkGroups: fc.subarray(['ldc', 'sids'] as const),
  categoryCodes: codes('MARK', 'STOCK'),
  excludedAreas: codes('CU'),
});

it('every condition stays, and only an offer without one is not earmarked', () => {
  fc.assert(
    fc.property(offers, (offer) => {
      const { level, ...conditions } = earmarkOf(offer as Parameters<typeof earmarkOf>[0]);
      expect(conditions).toEqual({
        areas: offer.earmarkAreas,
        regions: offer.earmarkRegions,
        groups: offer.earmarkGroups,
        categories: offer.categoryCodes,
        excludedAreas: offer.excludedAreas,
      });
      const isBound = Object.values(conditions).flat().length > 0;
      expect(level === 1).toBe(!isBound);
      if (isBound) expect(level).toBe(Math.max(2, offer.earmarkLevel));
    }),
  );
});

it.each([
  [{}, false],
  [{ typeCodes: ['training'] }, true],
  [{ excludedCategories: ['MARK'] }, true],
  [{ excludedTypes: ['travel'] }, true],
  [{ implementerId: 'org_1' }, true],
  [{ implementerKinds: ['ngo' as const] }, true],
  [{ maximumShareBp: 5_000 }, true],
  [{ usableFrom: '2027-01-01' }, true],
])('an offer with %p asks for more than an earmark can say: %p', (conditions, more) => {
  const offer = { ...UNSTATED, excludedCategories: [], excludedTypes: [], implementerKinds: [], typeCodes: [] };
  expect(asksForMore({ ...offer, ...conditions })).toBe(more);
});

it.each([
  ['published', 500n],
  ['agreed', 500n],
  ['withdrawn', 300n],
  ['expired', 300n],
] as const)('of an offer that is %s %d is agreed', (state, minor) => {
  expect(amountToAgree({ state, capacity: 500n, committed: 300n })).toBe(minor);
});
