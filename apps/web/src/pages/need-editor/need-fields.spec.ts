// Danger: an official looks for their own country, or for one of a long list, where it does not stand.
import { ownFirst } from './need-fields.js';

it('lists the own country first, and the others as the reader looks names up', () => {
  const area = (iso2: string, name: string) => ({ iso2, name });
  const areas = [area('AX', 'Åland Islands'), area('ZW', 'Zimbabwe'), area('FJ', 'Fiji'), area('AF', 'Afghanistan')];
  const names = (locale: string) => ownFirst(areas, 'FJ', locale).map(({ name }) => name);
  expect(names('en')).toEqual(['Fiji', 'Afghanistan', 'Åland Islands', 'Zimbabwe']);
  expect(names('sv')).toEqual(['Fiji', 'Afghanistan', 'Zimbabwe', 'Åland Islands']);
});
