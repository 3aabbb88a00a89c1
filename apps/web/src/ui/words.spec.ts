import { shortened } from './words.js';

it.each([
  ['Racks and doors', 40, 'Racks and doors'],
  ['  Racks\n and   doors ', 40, 'Racks and doors'],
  ['Racks, doors, locks and lighting', 20, 'Racks, doors, locks…'],
  ['Donaudampfschifffahrtsgesellschaft', 10, 'Donaudampf…'],
])('%s in %s characters is %s', (text, max, beginning) => expect(shortened(text, max)).toBe(beginning));
