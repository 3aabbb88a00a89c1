// Danger: a saved search that opens another list than the one that was saved.
import { apiFilterOf } from '../../api/needs.js';
import type { SavedSearch } from '../../api/types.js';
import { parseSearch } from '../../search.js';
import { sessionOf } from '../../testing/show.js';
import { readFilters } from '../needs/filters.js';
import { askedOf, viewOf } from '../needs/views.js';
import { filtersOfSearch, isSameSearch } from './search-words.js';

const coordinator = sessionOf('coordinator');
const asked = (address: string) => {
  const filters = readFilters(parseSearch(address));
  return askedOf(filters, viewOf(filters, coordinator.role), coordinator);
};
const saved = (address: string) => stored(apiFilterOf(asked(address)));
/** As it comes back from the api. */
const stored = (filter: object) => ({ filter: JSON.parse(JSON.stringify(filter)) as SavedSearch['filter'] });

it.each([
  '?view=all',
  '?view=looking',
  '?view=to-review&area=HT',
  '?view=looking&coverage=open&area=HT',
  '?view=all&area=HT',
  '?view=all&category=MARK&category=TRACE&type=training&coverage=open&group=ldc&region=029&state=published&priority=5',
  '?view=all&openFrom=1000&openTo=50000&neededByFrom=2027-01-01&neededByTo=2027-12-31&reconfirmation=false&q=marking+machines',
])('asks for what was saved: %s', (address) => {
  const opened = filtersOfSearch(saved(address));
  expect(askedOf(opened, opened.view!, coordinator)).toEqual(asked(address));
});

it.each<[string, object]>([
  ['everything', {}],
  ['what ended', { state: ['expired'] }],
  ['what was published', { state: ['published'] }],
  ['what is covered in full', { coverage: ['full'], area: ['HT'] }],
])('opens %s for everybody as it was saved before there were views', (_, filter) => {
  const opened = filtersOfSearch(stored(filter));
  for (const role of ['donor', 'focal-point', 'coordinator'] as const) {
    const session = sessionOf(role);
    expect(JSON.parse(JSON.stringify(apiFilterOf(askedOf(opened, viewOf(opened, role), session))))).toEqual(filter);
  }
});

it('is the same search in another order and at another length, and no other', () => {
  expect(isSameSearch(saved('?area=HT&view=all'), asked('?area=HT&view=all&sort=needed-by&shown=75'))).toBe(true);
  expect(isSameSearch(saved('?area=HT'), asked('?area=HT&q=safes'))).toBe(false);
  expect(isSameSearch(saved('?view=all'), asked('?view=looking'))).toBe(false);
  expect(isSameSearch(stored({ state: ['published'], coverage: ['partly', 'open'] }), asked('?view=looking'))).toBe(
    true,
  );
});
