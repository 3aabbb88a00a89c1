// Danger: a donor's share is read a hundred times too large.
import { basisPoints, percentText } from './offer-words.js';

it.each([
  ['50', 5_000],
  ['33.33', 3_333],
  ['33,3', 3_330],
  ['0.01', 1],
  ['100', 10_000],
  ['0', null],
  ['100.01', null],
  ['1.234', null],
  ['half', null],
  ['', null],
])('%p percent are %p basis points', (text, points) => expect(basisPoints(text)).toBe(points));

it('writes what it reads', () => {
  for (const points of [1, 3_333, 5_000, 10_000]) expect(basisPoints(percentText(points))).toBe(points);
});
