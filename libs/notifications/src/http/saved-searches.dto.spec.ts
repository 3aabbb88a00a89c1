import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { SavedSearchPatch } from './saved-searches.dto.js';

const wrong = (patch: object) => validateSync(plainToInstance(SavedSearchPatch, patch)).map(({ property }) => property);

it.each(['name', 'filter', 'alert'])('a change of %s to nothing is refused by its place', (field) => {
  expect(wrong({ [field]: null })).toEqual([field]);
});

it('what a change leaves out stays', () => {
  expect([wrong({ alert: false }), wrong({ filter: { area: ['HT'] } }), wrong({ name: 'Locks' })]).toEqual([
    [],
    [],
    [],
  ]);
});
