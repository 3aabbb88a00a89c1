// Danger: a pasted or mistyped address shows another list than it says, or none.
import { readOfferFilters } from './offer-filters.js';

it('reads what it knows and leaves out the rest', () => {
  expect(
    readOfferFilters({
      state: 'published',
      kind: 'cash',
      category: 'MARK',
      area: 'HT',
      own: 'true',
      q: ' a ',
      sort: 'ending',
    }),
  ).toEqual({ state: 'published', kind: 'cash', category: 'MARK', area: 'HT', own: 'true', q: 'a', sort: 'ending' });
  expect(
    readOfferFilters({ state: 'gone', kind: '1', category: 'mark', area: ['HT', 'KE'], own: 'no', q: ' ', lang: 'ar' }),
  ).toEqual({ area: 'HT' });
});
