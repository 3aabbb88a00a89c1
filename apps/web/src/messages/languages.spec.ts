import { negotiate } from './languages.js';

it.each([
  [null, ['fr-FR', 'en-GB'], 'en', 'ltr'],
  [null, ['ar-EG'], 'en', 'ltr'],
  ['ar', ['en'], 'en', 'rtl'],
  ['xx', ['de'], 'en', 'ltr'],
])('asked for %s, preferring %s: words %s, %s', (asked, preferred, words, dir) => {
  expect(negotiate(asked, preferred)).toMatchObject({ words, dir });
});
