import { withoutStrayMinus } from './search-words.js';

it.each([
  ['-'.repeat(40), ' '.repeat(40)],
  ['- - a -b', '    a -b'],
  ['Mzuzu -"old depot" -2026', 'Mzuzu -"old depot" -2026'],
  ['-""', ' ""'],
  ['arms-control', 'arms-control'],
])('leaves only the minus signs that leave something out: %j', (typed, words) => {
  expect(withoutStrayMinus(typed)).toBe(words);
});
