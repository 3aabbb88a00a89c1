// Danger: a saved search that opens another list than the one that was saved.
import { apiFilterOf } from '../../api/needs.js';
import { parseSearch } from '../../search.js';
import { readFilters } from '../needs/filters.js';
import { filtersOfSearch, isSameSearch } from './search-words.js';

const read = (address: string) => readFilters(parseSearch(address));

it.each([
  '',
  '?area=HT',
  '?category=MARK&category=TRACE&type=training&coverage=open&group=ldc&region=029&state=published&priority=5',
  '?openFrom=1000&openTo=50000&neededByFrom=2027-01-01&neededByTo=2027-12-31&reconfirmation=false&q=marking+machines',
])('opens the list that was saved: %s', (address) => {
  const saved = JSON.parse(JSON.stringify(apiFilterOf(read(address)))) as ReturnType<typeof apiFilterOf>;
  expect(filtersOfSearch({ filter: saved })).toEqual(read(address));
});

it('is the same search in another order and at another length', () => {
  expect(isSameSearch(read('?area=HT&sort=needed-by&shown=75'), read('?area=HT'))).toBe(true);
  expect(isSameSearch(read('?area=HT'), read('?area=HT&q=safes'))).toBe(false);
});
