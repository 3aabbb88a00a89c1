// Danger: money that a donor bound to a purpose comes loose, or is bound to what nobody said, when its offer becomes an agreement.
import fc from 'fast-check';
import { amountToAgree, earmarkOf } from './offer-agreement.rules.js';

const codes = (...all: string[]) => fc.subarray(all);
const offers = fc.record({
  earmarkLevel: fc.constantFrom(1, 2, 3, 4),
  earmarkAreas: codes('HT', 'MW'),
  earmarkRegions: codes('002', '029'),
  earmarkGroups: fc.subarray(['ldc', 'sids'] as const),
  categoryCodes: codes('MARK', 'STOCK'),
  typeCodes: codes('training', 'travel'),
  excludedAreas: codes('CU'),
  excludedCategories: codes('DDR'),
  excludedTypes: codes('software'),
  implementerId: fc.constantFrom(null, 'org_1'),
  implementerKinds: codes('ngo', 'un-entity'),
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
        types: offer.typeCodes,
        excludedAreas: offer.excludedAreas,
        excludedCategories: offer.excludedCategories,
        excludedTypes: offer.excludedTypes,
        implementerId: offer.implementerId,
        implementerKinds: offer.implementerKinds,
      });
      const isBound = Object.values(conditions)
        .flat()
        .some((condition) => condition !== null);
      expect(level === 1).toBe(!isBound);
      if (isBound) expect(level).toBe(Math.max(2, offer.earmarkLevel));
    }),
  );
});

it.each([
  ['published', 500n],
  ['agreed', 500n],
  ['withdrawn', 300n],
  ['expired', 300n],
] as const)('of an offer that is %s %d is agreed', (state, minor) => {
  expect(amountToAgree({ state, capacity: 500n, committed: 300n })).toBe(minor);
});
