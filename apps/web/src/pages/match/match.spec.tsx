// Danger: a match that moves on takes the text with it that was being typed, or names the wrong one whose turn it is.
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { Match, MatchState, Role } from '../../api/types.js';
import { sessionOf, show } from '../../testing/show.js';
import { MatchActs } from './match-acts.js';
import { MatchHistory } from './match-history.js';
import { MatchSteps } from './match-steps.js';

const matchIn = (state: MatchState, imported = false) =>
  ({
    id: 'match_1',
    state,
    origin: 'engine',
    version: 1,
    amount: '12',
    measure: { unit: 'machine' },
    need: { id: 'need_1', areaIso2: 'HT', organization: { id: 'org_ngo', name: 'Harbour Trust' }, imported },
    offer: { id: 'offer_1', organization: { id: 'org_donor', name: 'Sweden' } },
    reviewedAt: state === 'suggested' ? null : '2026-06-01T00:00:00Z',
    reviewedBy: null,
    donorConsentAt: null,
    stateConsentAt: null,
  }) as unknown as Match;

const acts = (state: MatchState) => (
  <MatchActs match={matchIn(state)} onDone={() => Promise.resolve()} onConflict={() => undefined} />
);

beforeEach(() => sessionStorage.clear());

it.each<[Role, string, MatchState, MatchState]>([
  ['coordinator', 'Note to the parties', 'suggested', 'declined'],
  ['coordinator', 'Reason', 'reviewed', 'declined'],
  ['coordinator', 'It gives from now on', 'confirmed', 'delivering'],
  ['coordinator', 'It gives from now on', 'confirmed', 'rescinded'],
  ['donor', 'Reason', 'reviewed', 'rescinded'],
  ['focal-point', 'Reason', 'reviewed', 'confirmed'],
])('keeps what a %s typed as “%s” when a %s match is %s by now', async (role, label, before, after) => {
  const { again, container } = show(acts(before), sessionOf(role));
  for (const fold of container.querySelectorAll('details')) fold.open = true;
  const field = screen.getByLabelText(new RegExp(`^${label}`));
  await userEvent.clear(field);
  await userEvent.type(field, 'a long thought');
  again(acts(after));
  expect(screen.getByLabelText(new RegExp(`^${label}`))).toHaveProperty('value', 'a long thought');
  expect(screen.getByRole('alert').textContent).toContain('This has moved on');
});

it('blames nobody, and asks for no consent any more, when the own consent closed what was being typed', async () => {
  const consenting = (match: Partial<Match>) => (
    <MatchActs match={{ ...matchIn('reviewed'), ...match }} onDone={() => Promise.resolve()} onConflict={() => {}} />
  );
  const { again, container } = show(consenting({}), sessionOf('donor'));
  for (const fold of container.querySelectorAll('details')) fold.open = true;
  await userEvent.type(screen.getByLabelText(/^Reason/), 'a long thought');
  expect(container.textContent).toContain('You agree to');
  const donorConsentAt = '2026-06-02T00:00:00Z';
  again(consenting({ donorConsentAt }));
  expect(container.textContent).toContain('The other party has not answered yet');
  again(consenting({ donorConsentAt, stateConsentAt: '2026-06-02T00:00:00Z', state: 'confirmed' }));
  expect(screen.getByRole('alert').textContent).toContain('The page shows what it is now');
  expect(container.textContent).not.toMatch(/has not answered|You agree to|Somebody else/);
});

it.each<[MatchState, string, boolean]>([
  ['reviewed', 'later', false],
  ['confirmed', 'done', true],
  ['rescinded', 'done', false],
])('of a match that is %s: “Confirmed” is %s, and the amount is committed: %s', (state, progress, isCommitted) => {
  const at = state === 'reviewed' ? null : '2026-06-02T00:00:00Z';
  const match = { ...matchIn(state), donorConsentAt: at, stateConsentAt: at, consentedAmount: null };
  const { container } = show(<MatchSteps match={match} history={[]} />, sessionOf('coordinator'));
  expect(screen.getByText('Confirmed').textContent).toBe(`Confirmed ${progress}`);
  expect(container.textContent?.includes('The amount is committed')).toBe(isCommitted);
});

it.each([
  ['who asks', false, 'Waiting for Harbour Trust.'],
  ['its focal point, whoever asked in the other system', true, 'Waiting for the national focal point of Haiti.'],
])('waits for the consent of the State: %s', (_, imported, words) => {
  show(<MatchSteps match={matchIn('reviewed', imported)} history={[]} />, sessionOf('coordinator'));
  const waits = screen.getAllByText(/^Waiting for/).map(({ textContent }) => textContent);
  expect(waits).toEqual(['Waiting for Sweden.', words]);
});

it('says who ended it, and why, and not who did something else', () => {
  const by = (name: string) => ({
    person: null,
    organization: { id: name, name },
    ...{ note: null, from: null, to: null },
    at: '2026-06-02T09:30:00Z',
  });
  const match = { ...matchIn('declined'), endedBecause: null, declinedReason: 'Not this year' };
  const history = [{ act: 'reviewed', ...by('Office') } as const, { act: 'declined', ...by('Harbour Trust') } as const];
  show(<MatchSteps match={match} history={history} />, sessionOf('donor'));
  const end = screen.getByText('Declined').closest('li')?.textContent;
  expect(end).toContain('Harbour Trust');
  expect(end).toContain('Not this year');
  expect(end).not.toContain('Office');
  expect(screen.queryByText('Confirmed')).toBeNull();
});

it.each<[MatchState, RegExp, string]>([
  ['suggested', /^Amount/, 'Accept'],
  ['confirmed', /^It gives from now on/, 'Lower the amount'],
])('explains a number of machines without decimals when it is %s', async (state, label, button) => {
  const { container } = show(acts(state), sessionOf('coordinator'));
  for (const fold of container.querySelectorAll('details')) fold.open = true;
  const amount = screen.getByLabelText(label);
  await userEvent.clear(amount);
  await userEvent.type(amount, '12.5');
  await userEvent.click(screen.getByRole('button', { name: button }));
  expect((await screen.findByRole('alert')).textContent).toContain('Write a whole number above 0, such as 1,250');
});

it.each<[MatchState, Match['paidBy'], string]>([
  ['confirmed', null, 'The donor pays the State directly, below, or through a fund.Follow the money of this match'],
  ['delivering', 'donor', 'The donor pays the State directly. What it pays is recorded and accepted below.'],
  ['completed', 'donor', 'The donor paid all of it, and the State accepted it.'],
  ['delivering', 'fund', 'Follow the money of this match'],
])('says who pays the money of a match that is %s and paid by: %s', (state, paidBy, words) => {
  const at = '2026-06-02T00:00:00Z';
  const measure = { currency: 'USD' };
  const match = { ...matchIn(state), donorConsentAt: at, stateConsentAt: at, consentedAmount: null, measure, paidBy };
  show(<MatchSteps match={match} history={[]} />, sessionOf('donor'));
  const step = screen.getByText('Paid').closest('li')?.textContent;
  expect(step?.endsWith(words)).toBe(true);
});

it('says of money that it was paid, not delivered', () => {
  const by = { person: null, organization: null, note: null, from: null, to: null, at: '2026-06-02T00:00:00Z' };
  const history = [{ act: 'delivered', ...by } as const, { act: 'delivery-unaccepted', ...by } as const];
  const { container } = show(<MatchHistory measure={{ currency: 'USD' }} history={history} />);
  const said = [...container.querySelectorAll('li > p:first-child')].map(({ textContent }) => textContent);
  expect(said).toEqual(['Payment recorded', 'Acceptance of a payment taken back']);
});

it('says of each act who did it for whom and when, and why, and what it lowered', () => {
  const by = { person: { id: 'pers_1', name: 'Karin Lindqvist' }, organization: { id: 'org_donor', name: 'Sweden' } };
  const none = { note: null, from: null, to: null };
  const nobody = { person: null, organization: null, ...none };
  const { container } = show(
    <MatchHistory
      measure={{ unit: 'machine' }}
      history={[
        { act: 'suggested', at: '2026-06-01T08:00:00Z', ...nobody },
        { act: 'reduced', at: '2026-06-01T09:00:00Z', ...by, ...none, person: null, from: '10', to: '3' },
        { act: 'declined', at: '2026-06-02T09:30:00Z', ...by, ...none, note: 'Not this year' },
      ]}
    />,
  );
  const lines = [...container.querySelectorAll('li')].map(({ textContent }) => textContent);
  expect(lines).toEqual([
    'Suggested by the comparison of all offers1 Jun 2026, 08:00 UTC',
    'Amount lowered, as the offer gives lessSweden · 1 Jun 2026, 09:00 UTC' +
      'From 10 × marking machine to 3 × marking machine',
    'DeclinedSweden · Karin Lindqvist · 2 Jun 2026, 09:30 UTCNot this year',
  ]);
});
