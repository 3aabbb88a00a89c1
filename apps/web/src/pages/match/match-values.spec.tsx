// Danger: a promise in another currency is read as dollars of today, or nobody says why its value is missing.
import type { Match } from '../../api/types.js';
import { sessionOf, show } from '../../testing/show.js';
import { MatchValues } from './match-values.js';

const none = { amountUsd: null, rate: null, rateOn: null, rateSource: null };
const known = { amountUsd: '125050', rate: '0.8', rateOn: '2026-11-16', rateSource: 'UN operational rates' };

it.each<[string, string, Match['values'], string]>([
  ['nothing was promised', 'EUR', [], ''],
  ['it is dollars anyway', 'USD', [{ event: 'pledge', on: '2026-11-24', ...known }], ''],
  [
    'the rates changed between pledge and confirmation',
    'EUR',
    [
      { event: 'pledge', on: '2026-11-24', ...known, amountUsd: '100000' },
      { event: 'commitment', on: '2026-11-25', ...known },
    ],
    'At the rate when pledgedUSD 1,000Rate of 16 Nov 2026, UN operational rates' +
      'At the rate when confirmedUSD 1,250.50Rate of 16 Nov 2026, UN operational rates',
  ],
  [
    'no rate was known',
    'JPY',
    [{ event: 'commitment', on: '2026-11-24', ...none }],
    'At the rate when confirmedNo rate of JPY was known on 24 Nov 2026.',
  ],
])('says of a match what it is in dollars, and at which rate: %s', (_, currency, values, words) => {
  const { container } = show(<MatchValues match={{ values, measure: { currency } }} />, sessionOf('donor'));
  expect(container.textContent?.replaceAll('\u00a0', ' ')).toBe(words);
});
