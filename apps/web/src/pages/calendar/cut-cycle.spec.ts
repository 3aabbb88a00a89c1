// Danger: somebody adds a meeting and does not know that reports and requests of the present cycle then count for another.
import type { ReportingCycle } from '../../api/types.js';
import { cutOf } from './cut-cycle.js';

const cycles = [
  { code: 'BMS10', name: '2026–2028', from: '2026-06-06', until: '2028-12-31' },
  { code: 'BMS9', name: '2024–2026', from: '2024-06-29', until: '2026-06-05' },
] as ReportingCycle[];

it('a meeting that States report to divides the cycle that it ends in', () => {
  const cut = { code: 'BMS10', name: '2026–2028', from: '2027-03-01' };
  expect(cutOf(cycles, 'biennial-meeting', '2027-02-28')).toEqual(cut);
  expect(cutOf(cycles, 'review-conference', '2027-02-28')).toEqual(cut);
});

it.each([
  ['expert-meeting', '2027-02-28'],
  ['biennial-meeting', '2029-01-01'],
  ['biennial-meeting', ''],
])('a %s that ends on "%s" divides none', (kind, endsOn) => expect(cutOf(cycles, kind, endsOn)).toBeNull());
