// Danger: an installation without the demonstration world lacks a step that only the demonstration takes for itself, and money
// that a fund took a fee from can never be paid.
import { newId } from '#libs/kernel';
import type { ApiClient } from '../client.js';
import { runCli } from '../cli.js';
import { mailTo, tokenIn } from '../mails.js';
import { publishNeed } from '../publish-need.js';
import { startSystem, type System } from '../system.js';
import { until } from '../until.js';

const PASSWORD = 'correct horse battery';
const USD = { currency: 'USD' };
const ASKED = '5000000';

let house: System;

beforeAll(async () => {
  house = await startSystem({ worker: true });
});
afterAll(() => house.stop());

const done = async <Body>(answer: Promise<{ status: number; body: Body }>): Promise<Body> => {
  const { status, body } = await answer;
  if (status >= 300) throw new Error(`answered ${status}: ${JSON.stringify(body)}`);
  return body;
};

it('goes from an empty installation to a settled payment, less the fee of the fund', async () => {
  // The operator makes the first administrator; that one makes the organizations and invites everybody else.
  await runCli(house, 'seed');
  const by = ['--email', 'admin@example.org', '--name', 'Admin', '--role', 'administrator'];
  const added = await runCli(house, 'user', 'add', ...by, '--organization', 'Secretariat', '--kind', 'un-entity');
  const password = /^password (.+)$/m.exec(added.stdout)?.[1] ?? '';
  const administrator = await house.signIn('admin@example.org', password);
  const organization = (kind: string, name: string, areaIso2?: string) =>
    done(administrator.post('/organizations', { kind, name, areaIso2 }));
  const person = async (name: string, organizationId: string, role: string): Promise<ApiClient> => {
    const email = `${name}@example.org`;
    await done(administrator.post('/people/invitations', { email, name, organizationId, role }));
    const token = tokenIn(await mailTo(house, email), 'invitation');
    await done(house.anonymous.post('/invitations/accept', { token, password: PASSWORD }));
    return house.signIn(email, PASSWORD);
  };
  const secretariat = /org_[0-9a-z]+/.exec(added.stdout)?.[0] ?? '';
  const haiti = await organization('state', 'Haiti', 'HT');
  const norway = await organization('donor-state', 'Norway', 'NO');
  const state = await person('state', haiti.id, 'focal-point');
  const { focalPoints } = await done(administrator.get(`/organizations/${haiti.id}`));
  const designation = { instrument: 'iti', isPrimary: true, personId: focalPoints[0].personId, startsOn: '2026-01-01' };
  await done(administrator.post(`/organizations/${haiti.id}/points-of-contact`, designation));
  const donor = await person('donor', norway.id, 'donor');
  const coordinator = await person('coordinator', secretariat, 'coordinator');
  const [finance, secondFinance] = [
    await person('finance-1', secretariat, 'finance'),
    await person('finance-2', secretariat, 'finance'),
  ];
  const approvers = [
    await person('approver-1', secretariat, 'approver'),
    await person('approver-2', secretariat, 'approver'),
  ];

  // A need and an offer of the same amount find each other.
  const item = {
    categoryCode: 'STOCK',
    typeCode: 'financial',
    measure: USD,
    requested: ASKED,
    description: 'Racks with bars and padlocks',
  };
  const content = { title: 'Safe storage', areaIso2: 'HT', summary: 'Three depots have no racks.', items: [item] };
  const need = await publishNeed(state, coordinator, content);
  const offer = await done(donor.post('/offers', { title: 'Money', kind: 'cash', measure: USD, capacity: ASKED }));
  await done(donor.post(`/offers/${offer.id}/publish`, undefined, { ifMatch: offer.version }));
  let match = await until('the engine suggests a match', async () => {
    const { body } = await coordinator.get(`/matches?needId=${need.id}&state=suggested`);
    return body.items[0];
  });
  const path = `/matches/${match.id}`;
  match = await done(coordinator.post(`${path}/review`, { decision: 'accept' }, { ifMatch: match.version }));
  match = await done(state.post(`${path}/consent`, undefined, { ifMatch: match.version }));
  match = await done(donor.post(`${path}/consent`, undefined, { ifMatch: match.version }));
  expect(match).toMatchObject({ state: 'confirmed', amount: ASKED });

  // Finance opens the fund: the same request is one fund, and no other has its name.
  const facility = { name: 'Facility', kind: 'facility', ...USD };
  const idempotencyKey = newId('key');
  const fund = await done(finance.post('/funds', facility, { idempotencyKey }));
  expect(fund).toMatchObject({ ...facility, available: { minor: '0' } });
  expect((await finance.post('/funds', facility, { idempotencyKey })).body.id).toBe(fund.id);
  const taken = await finance.post('/funds', facility, { idempotencyKey: newId('key') });
  expect([taken.status, taken.body.type]).toEqual([409, '/problems/fund-name-taken']);
  const unknown = await finance.post('/funds', { ...facility, currency: 'XTS' }, { idempotencyKey: newId('key') });
  expect([unknown.status, unknown.body.errors[0].path]).toEqual([400, 'currency']);

  // The offer becomes an agreement that takes a fee, so the fund has less than both parties consented to.
  const today = new Date().toISOString().slice(0, 10);
  const once = () => ({ idempotencyKey: newId('key') });
  const terms = { fundId: fund.id, feeRateMillionths: 10_000, pledgedOn: today };
  const pledged = await done(finance.post(`${path}/agreement`, terms, once()));
  await done(finance.post(`/agreements/${pledged.id}/sign`, { signedOn: today }, { ifMatch: pledged.version }));
  const credit = { amount: pledged.amount, receivedOn: today, externalRef: 'CREDIT-1' };
  await done(finance.post(`/agreements/${pledged.id}/deposits`, credit, once()));
  const plan = (minor: string) => ({
    fundId: fund.id,
    tranches: [{ amount: { minor, ...USD }, condition: 'Plans are in' }],
  });
  const whole = await coordinator.post(`${path}/allocation`, plan(ASKED), once());
  expect([whole.status, whole.body.type]).toEqual([409, '/problems/fund-cannot-cover']);
  expect(whole.body.detail).toContain('Lower the match to USD 49500.00');
  const less = { amount: '4950000', reason: 'The fund keeps a fee of 1 %.' };
  await done(coordinator.post(`${path}/lower`, less, { ifMatch: match.version }));
  const project = await done(coordinator.post(`${path}/allocation`, plan('4950000'), once()));

  // Condition, payee's account, order, two approvals; the worker pays.
  const [tranche] = project.tranches;
  await done(
    coordinator.post(`/tranches/${tranche.id}/condition-met`, { note: 'Seen.' }, { ifMatch: tranche.version }),
  );
  const details = { holderName: 'Treasury of Haiti', accountNumber: 'DE89370400440532013000', ...USD };
  const account = await done(finance.post(`/organizations/${project.payee.id}/bank-accounts`, details));
  await done(secondFinance.post(`/bank-accounts/${account.id}/verify`, undefined, { ifMatch: account.version }));
  let order = await done(finance.post(`/tranches/${tranche.id}/order`, { bankAccountId: account.id }, once()));
  for (const approver of approvers) {
    order = await done(approver.post(`/payment-orders/${order.id}/approve`, undefined, { ifMatch: order.version }));
  }
  const trail = await until('the tranche is paid', async () => {
    const { body } = await donor.get(`${path}/money-trail`);
    return body.tranches[0].state === 'paid' && body;
  });
  expect(trail.match).toMatchObject({
    state: 'completed',
    amount: '4950000',
    consentedAmount: ASKED,
    loweredReason: less.reason,
  });
  const { body: met } = await coordinator.get(`/needs/${need.id}`);
  expect(met.items[0]).toMatchObject({ committed: '4950000', delivered: '4950000', open: '50000' });
  expect(await runCli(house, 'doctor')).toMatchObject({ exitCode: 0 });
});
