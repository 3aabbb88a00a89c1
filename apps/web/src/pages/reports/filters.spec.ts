// Danger: a pasted address that shows another list, or none at all.
import { parseSearch, stringifySearch } from '../../search.js';
import { readCycleFilters, readReportFilters } from './filters.js';

const roundTrip = (search: object) => parseSearch(stringifySearch({ ...search }));

it('filters stand in the address as they are read from it', () => {
  const reports = { cycle: 'BMS9', region: '019', area: 'HT', instrument: 'iti' } as const;
  expect(readReportFilters(roundTrip(reports))).toEqual(reports);
  const cycle = { region: '019', reported: true, asked: false };
  expect(readCycleFilters(roundTrip(cycle))).toEqual(cycle);
  expect(readCycleFilters(cycle)).toEqual(cycle);
});

it('what is mistyped is left out', () => {
  expect(readReportFilters({ cycle: 'bms', region: 'x', area: ['HT', 'MW'], instrument: 'att' })).toEqual({});
  expect(readCycleFilters({ region: '', reported: 'maybe' })).toEqual({});
});
