import { negotiate } from './languages.js';

it.each([
  [null, 'en', 'ltr'],
  ['ar', 'en', 'rtl'],
  ['xx', 'en', 'ltr'],
])('asked for %s: words %s, %s', (asked, words, dir) => {
  expect(negotiate(asked)).toMatchObject({ words, dir });
});
