// Danger: a fee ten times too high, because somebody wrote a comma.
import { feeRateMillionths } from './agreement-forms.js';

it.each([
  ['1', 10_000],
  ['0', 0],
  ['0.75', 7_500],
  ['0,75', 7_500],
  ['7.0001', 70_001],
  ['100', 1_000_000],
])('reads %s %% as %d millionths', (percent, millionths) => expect(feeRateMillionths(percent)).toBe(millionths));

it.each(['', 'one', '-1', '100.01', '1.00001', '1e2', '1.', '.5', '1,000.5'])('takes "%s" for no rate', (percent) =>
  expect(feeRateMillionths(percent)).toBeNull(),
);
