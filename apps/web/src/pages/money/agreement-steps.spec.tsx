// Danger: a match is taken back, and its money seems gone, or seems free when the fund keeps it.
import { screen } from '@testing-library/react';
import type { Match, Source } from '../../api/types.js';
import { show } from '../../testing/show.js';
import { OwnAgreementSteps } from './agreement-steps.js';

const someone = { id: 'x_1', name: 'Someone' };
const money = { minor: '100', currency: 'USD' };

it.each<[Match['state'], string | null, boolean]>([
  ['rescinded', '2026-06-01', true],
  ['rescinded', null, false],
  ['confirmed', '2026-06-01', false],
])('of a match that is %s, signed on %s: says that the fund keeps the agreement: %s', (state, signedOn, isSaid) => {
  const match = { id: 'match_1', state, measure: { currency: 'USD' } } as unknown as Match;
  const agreement = {
    id: 'agr_1',
    fund: someone,
    donor: someone,
    amount: money,
    received: money,
    feeRateMillionths: 7_500,
  };
  const own = { fund: someone, donor: someone, deposits: [], agreement: { ...agreement, state: 'received', signedOn } };
  show(<OwnAgreementSteps match={match} own={own as unknown as Source} share={null} />);
  expect(screen.queryAllByText(/stays with the fund/)).toHaveLength(isSaid ? 1 : 0);
});

it.each<[Match['state'], string]>([
  ['reviewed', 'once both parties have consented'],
  ['rescinded', 'This match has ended'],
  ['declined', 'This match has ended'],
])('of a match that is %s, without an agreement: says “%s”', (state, words) => {
  const match = { id: 'match_1', state, measure: { currency: 'USD' } } as unknown as Match;
  show(<OwnAgreementSteps match={match} own={null} share={null} />);
  expect(screen.getAllByText(words, { exact: false })).toHaveLength(1);
});
