// Danger: a pasted or mistyped address shows another list than it says, or none; a state is offered that the reader never meets.
import { parseSearch, stringifySearch } from '../../search.js';
import { askedOf, offerStatesFor, readOfferFilters } from './offer-filters.js';

const ORGANIZATION = `org_${'a'.repeat(26)}`;

it('is the same after a round trip, and asks for what it says', () => {
  const address =
    '?state=published&kind=cash&category=MARK&category=TRACE&type=equipment&earmarkLevel=1&earmarkLevel=4&availableFrom=1000&availableTo=50000&area=HT&region=029' +
    `&organization=${ORGANIZATION}&own=true&q=a&sort=ending`;
  const filters = readOfferFilters(parseSearch(address));
  expect(stringifySearch({ ...filters })).toBe(address);
  const { state, earmarkLevel, own, availableFrom } = askedOf(filters, 'donor');
  expect(availableFrom).toBe(1000);
  expect({ state, earmarkLevel, own }).toEqual({ state: ['published'], earmarkLevel: [1, 4], own: true });
  expect(askedOf(filters, 'coordinator').own).toBeUndefined();
});

it('reads what it knows and leaves out the rest', () => {
  expect(readOfferFilters({ category: 'MARK', q: ' a ' })).toEqual({ category: ['MARK'], q: 'a' });
  expect(
    readOfferFilters({ state: 'gone', kind: '1', category: 'mark', area: ['HT', 'KE'], own: 'no', q: ' ', lang: 'ar' }),
  ).toEqual({ area: 'HT' });
  expect(readOfferFilters({ availableFrom: '10', availableTo: '9' })).toEqual({ availableFrom: '10' });
  expect(readOfferFilters({ availableFrom: '-1', availableTo: '1.5' })).toEqual({});
  expect(readOfferFilters({ earmarkLevel: ['0', '5'], region: '29', organization: 'org_1', type: 'X' })).toEqual({});
});

it('offers a draft to nobody who never meets one', () => {
  for (const role of [null, 'focal-point', 'coordinator', 'finance'] as const) {
    expect(offerStatesFor(role)).not.toContain('draft');
  }
  for (const role of ['donor', 'auditor'] as const) expect(offerStatesFor(role)).toContain('draft');
});
