// Danger: somebody else acts first, the page learns of it, and the form goes with the text that was being typed into it.
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactElement } from 'react';
import type { Agreement, Match, Order, Project, Role, Tranche } from '../../api/types.js';
import { sessionOf, show } from '../../testing/show.js';
import { OwnAgreementSteps } from './agreement-steps.js';
import { OrderSteps } from './order-steps.js';
import { ProjectStep } from './project-step.js';
import { TrancheSteps } from './tranche-steps.js';

const someone = { id: 'x_1', name: 'Someone' };
const usd = (minor: string) => ({ minor, currency: 'USD' });

const orderIn = (state: Order['state']) =>
  ({
    id: 'order_1',
    state,
    version: state === 'requested' ? 1 : 2,
    payee: someone,
    amount: usd('100'),
    createdAt: '2026-06-01T00:00:00Z',
    createdBy: someone,
    createdByOrganization: someone,
    bankAccount: { holderName: 'Holder', accountNumber: 'GB33' },
    approvals: [],
    approvalsGiven: 0,
    approvalsRequired: 2,
    instructions: [],
  }) as unknown as Order;

const trancheIn = (state: Tranche['state']) =>
  ({
    id: 'tran_1',
    position: 1,
    state,
    amount: usd('100'),
    condition: 'Signed',
    orders: [],
    payments: [],
    transfers: [],
  }) as unknown as Tranche;

const projectIn = (state: Project['state']) =>
  ({
    id: 'proj_1',
    state,
    version: 1,
    amount: usd('100'),
    fund: someone,
    payee: someone,
    createdAt: '2026-06-01T00:00:00Z',
    cancelReason: null,
  }) as unknown as Project;

const matchIn = (state: Match['state']) => ({ id: 'match_1', state, measure: { currency: 'USD' } }) as unknown as Match;

const agreementIn = (state: Agreement['state']) => (
  <OwnAgreementSteps
    match={matchIn('confirmed')}
    own={{
      fund: someone,
      donor: someone,
      agreement: {
        id: 'agr_1',
        fund: someone,
        donor: someone,
        amount: usd('100'),
        received: usd('0'),
        feeRateMillionths: 10_000,
        state,
        pledgedOn: '2026-06-01',
        signedOn: null,
        version: 1,
      },
      deposits: [],
    }}
    share={null}
  />
);

beforeEach(() => sessionStorage.clear());

it.each<[string, Role, string, ReactElement, ReactElement]>([
  [
    'the note on a condition',
    'coordinator',
    'What shows that the condition is met',
    <TrancheSteps tranche={trancheIn('planned')} payee={someone} count={1} />,
    <TrancheSteps tranche={trancheIn('condition-met')} payee={someone} count={1} />,
  ],
  [
    'the reason to reject an order',
    'approver',
    'Reason',
    <OrderSteps order={orderIn('requested')} />,
    <OrderSteps order={orderIn('rejected')} />,
  ],
  [
    'the reason to pay again',
    'finance',
    'Reason',
    <OrderSteps order={orderIn('failed')} />,
    <OrderSteps order={orderIn('instructed')} />,
  ],
  [
    'the reason to let money go',
    'coordinator',
    'Reason',
    <ProjectStep project={projectIn('active')} untouched />,
    <ProjectStep project={projectIn('cancelled')} untouched />,
  ],
  ['the day of a signature', 'finance', 'Day of the signature', agreementIn('pledged'), agreementIn('committed')],
  [
    'the day of a signature under an agreement that was withdrawn',
    'finance',
    'Day of the signature',
    agreementIn('pledged'),
    <OwnAgreementSteps match={matchIn('rescinded')} own={null} share={null} />,
  ],
  ['the reference of a deposit', 'finance', 'Reference of the bank', agreementIn('committed'), agreementIn('received')],
])('keeps %s', async (_, role, label, before, after) => {
  const { again, container } = show(before, sessionOf(role));
  for (const fold of container.querySelectorAll('details')) fold.open = true;
  const field = screen.getByLabelText<HTMLInputElement>(new RegExp(`^${label}`));
  const typed = field.type === 'date' ? '2026-06-02' : 'a long thought';
  await userEvent.clear(field);
  await userEvent.type(field, typed);
  again(after);
  expect(screen.getByLabelText(new RegExp(`^${label}`))).toHaveProperty('value', typed);
  expect(screen.getByRole('alert').textContent).toContain('This has moved on');
});
