// Danger: an official looks for their own country, or for one of a long list, where it does not stand, or is offered regions that
// nobody may request for.
import { areasAmong } from './need-fields.js';

const area = (iso2: string | null, name: string) => ({ iso2, name });
const AREAS = [
  area('AX', 'Åland Islands'),
  area(null, 'Africa'),
  area('ZW', 'Zimbabwe'),
  area('FJ', 'Fiji'),
  area('AF', 'Afghanistan'),
];

it('lists the own country first, and the others as the reader looks names up', () => {
  const codes = AREAS.map(({ iso2 }) => iso2);
  const names = (locale: string) => areasAmong(codes, AREAS, 'FJ', locale).map(({ name }) => name);
  expect(names('en')).toEqual(['Fiji', 'Afghanistan', 'Åland Islands', 'Zimbabwe']);
  expect(names('sv')).toEqual(['Fiji', 'Afghanistan', 'Zimbabwe', 'Åland Islands']);
});

it('offers an organization without an area of its own those that it requests for, and no region', () => {
  const codes = [null, 'ZW', 'AF', undefined];
  expect(areasAmong(codes, AREAS, null, 'en').map(({ iso2 }) => iso2)).toEqual(['AF', 'ZW']);
});
