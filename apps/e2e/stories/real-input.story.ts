// The whole chain on imported requirements: from a file to a settled payment, and nothing is lost, guessed or paid twice.
import { fileURLToPath } from 'node:url';
import { newId } from '#libs/kernel';
import type { ApiClient } from '../client.js';
import { runCli } from '../cli.js';
import { startSystem, type System } from '../system.js';
import { until } from '../until.js';

const file = (name: string) => fileURLToPath(new URL(`./files/${name}`, import.meta.url));

let house: System;
let coordinator: ApiClient;
let state: ApiClient;
let donor: ApiClient;

beforeAll(async () => {
  house = await startSystem({ demo: true, worker: true });
  [coordinator, state, donor] = await Promise.all([
    house.signIn('coordinator@demo.example', 'demonstration-only'),
    house.signIn('focal-haiti@demo.example', 'demonstration-only'),
    house.signIn('donor-sweden@demo.example', 'demonstration-only'),
  ]);
});
afterAll(() => house.stop());

const importNeeds = () => {
  const map = ['--categories', file('category-map.csv')];
  return runCli(house, 'import', 'needs', file('requirements.csv'), ...map, '--visibility', 'public');
};
const requirement = async (title: string) => {
  const { body } = await house.anonymous.get(`/needs?q=${encodeURIComponent(`"${title}"`)}`);
  return (await house.anonymous.get(`/needs/${body.items[0].id}`)).body;
};

describe('importing', () => {
  it('shows nobody what no State agreed to, unless the operator says that it was published', async () => {
    const { stdout } = await runCli(house, 'import', 'needs', file('requirements.csv'), '--source', 'unasked');
    expect(stdout.trim().split('\n').at(-1)).toBe('rows 5, imported 4, unchanged 0, refused 1');
    const path = `/needs?q=${encodeURIComponent('"Community gun amnesty"')}`;
    expect((await house.anonymous.get(path)).body.items).toEqual([]);
    expect((await donor.get(path)).body.items).toEqual([]);
    expect((await state.get(path)).body.items).toHaveLength(1);
  });

  it('takes what it can use, and says of the rest what was wrong where', async () => {
    const { stdout, stderr } = await importNeeds();
    expect(stdout.trim().split('\n').at(-1)).toBe('rows 5, imported 4, unchanged 0, refused 1');
    expect(stderr).toMatch(/line 7.*start_date.*2026-02-30/);
    expect(stdout).toMatch(/"SAFETY AND SECURITY" is not in the category map/);
  });

  it('changes nothing the second time', async () => {
    const { stdout } = await importNeeds();
    expect(stdout.trim().split('\n').at(-1)).toBe('rows 5, imported 0, unchanged 4, refused 1');
  });

  it('keeps two organizations of one reference apart as items of one need', async () => {
    const need = await requirement('Community gun amnesty');
    expect(need.items.map((item: { requested: string }) => item.requested)).toEqual(['8000000', '4500000']);
  });

  it('keeps pledge, commitment and payment apart, each with the rate of its day', async () => {
    await runCli(house, 'import', 'rates', file('rates.csv'));
    const { stdout, stderr } = await runCli(house, 'import', 'flows', file('flows.csv'));
    expect(stdout.trim().split('\n').at(-1)).toBe('rows 6, imported 3, unchanged 1, refused 2');
    expect(stderr).toMatch(/line 6.*need_ref.*7999/);
    expect(stderr).toMatch(/line 7.*status_code.*50/);
    const { id } = await requirement('Secure the armouries of two ports');
    const { body } = await house.anonymous.get(`/needs/${id}/flows-summary`);
    expect(body.usd).toEqual({ currency: 'USD', pledged: '9756098', committed: '5434783', paid: '0' });
  });
});

describe('from requirement to payment', () => {
  it('goes all the way, through every hand it has to', async () => {
    const finance = await house.signIn('finance-1@demo.example', 'demonstration-only');
    const secondFinance = await house.signIn('finance-2@demo.example', 'demonstration-only');
    const approvers = [
      await house.signIn('approver-1@demo.example', 'demonstration-only'),
      await house.signIn('approver-2@demo.example', 'demonstration-only'),
    ];

    // A coordinator sorts the requirement; the engine suggests the offer that fits it, and says why.
    const imported = await requirement('Secure the armouries of two ports');
    expect(imported.items[0].categoryCode).toBe('OTHER');
    const sorted = await coordinator.patch(
      `/needs/${imported.id}/items/${imported.items[0].id}`,
      { categoryCode: 'STOCK', reason: 'It is about a store' },
      { ifMatch: imported.version },
    );
    expect(sorted.status).toBe(200);
    const suggested = await until('the engine suggests a match', async () => {
      const { body } = await coordinator.get(`/matches?needId=${imported.id}&state=suggested`);
      return body.items[0];
    });
    expect(suggested.amount).toBe('12000000');
    const { reasons } = (await coordinator.get(`/matches/${suggested.id}`)).body;
    expect(reasons.rules.every((rule: { holds: boolean }) => rule.holds)).toBe(true);
    expect(reasons.parts.length).toBeGreaterThan(3);

    // Review, then both parties.
    const reviewed = await coordinator.post(
      `/matches/${suggested.id}/review`,
      { decision: 'accept', note: 'Plans were checked.' },
      { ifMatch: suggested.version },
    );
    expect(reviewed.body.state).toBe('reviewed');
    const half = await state.post(`/matches/${suggested.id}/consent`, undefined, { ifMatch: reviewed.body.version });
    expect(half.body.state).toBe('reviewed');
    const confirmed = await donor.post(`/matches/${suggested.id}/consent`, undefined, { ifMatch: half.body.version });
    expect(confirmed.body.state).toBe('confirmed');
    const committed = await requirement('Secure the armouries of two ports');
    expect(committed.items[0]).toMatchObject({ committed: '12000000', open: '0', delivered: '0' });

    // The donor's offer becomes an agreement with the facility, is signed and paid in; until then others do not pay for it.
    const { body: funds } = await coordinator.get('/funds');
    const fundId = funds.items[0].id;
    const plan = {
      fundId,
      tranches: [
        { amount: { minor: '9000000', currency: 'USD' }, condition: 'Plans and offers of suppliers are in' },
        { amount: { minor: '3000000', currency: 'USD' }, condition: 'Photographs of the finished racks' },
      ],
    };
    const early = await coordinator.post(`/matches/${suggested.id}/allocation`, plan, { idempotencyKey: newId('key') });
    expect([early.status, early.body.type]).toEqual([409, '/problems/offer-not-agreed']);
    const today = new Date().toISOString().slice(0, 10);
    const terms = { fundId, feeRateMillionths: 10_000, pledgedOn: today };
    const { body: pledged } = await finance.post(`/matches/${suggested.id}/agreement`, terms, {
      idempotencyKey: newId('key'),
    });
    expect(pledged).toMatchObject({ state: 'pledged', donor: { name: 'Sweden (demonstration)' } });
    await finance.post(`/agreements/${pledged.id}/sign`, { signedOn: today }, { ifMatch: pledged.version });
    const paidIn = { amount: pledged.amount, receivedOn: today, externalRef: 'CREDIT-7' };
    const deposit = await finance.post(`/agreements/${pledged.id}/deposits`, paidIn, { idempotencyKey: newId('key') });
    expect(deposit.body).toMatchObject({ amount: { minor: '50000000' }, fee: { minor: '500000' } });

    // Its money is set aside for the match, in two tranches; the same request twice is one allocation.
    const idempotencyKey = newId('key');
    const allocate = () => coordinator.post(`/matches/${suggested.id}/allocation`, plan, { idempotencyKey });
    const [allocated, again] = [await allocate(), await allocate()];
    expect(allocated.status).toBe(201);
    expect(again.body.id).toBe(allocated.body.id);
    const project = allocated.body;

    // A condition is met; one finance officer enters the bank details, another verifies them.
    const [first] = project.tranches;
    const met = await coordinator.post(
      `/tranches/${first.id}/condition-met`,
      { note: 'Three offers seen.' },
      { ifMatch: first.version },
    );
    expect(met.status).toBe(200);
    const account = await finance.post(`/organizations/${project.payee.id}/bank-accounts`, {
      holderName: 'Harbour Safety Trust',
      accountNumber: 'DE89370400440532013000',
      currency: 'USD',
    });
    const own = await finance.post(`/bank-accounts/${account.body.id}/verify`, undefined, {
      ifMatch: account.body.version,
    });
    expect(own.status).toBe(403);
    const verified = await secondFinance.post(`/bank-accounts/${account.body.id}/verify`, undefined, {
      ifMatch: account.body.version,
    });
    expect(verified.status).toBe(200);

    // Ordered by finance, approved by two others, paid by the worker, once.
    const ordered = await finance.post(
      `/tranches/${first.id}/order`,
      { bankAccountId: account.body.id },
      { idempotencyKey: newId('key') },
    );
    expect(ordered.status).toBe(201);
    const orderId = ordered.body.id;
    for (const approver of approvers) {
      const { body: order } = await approver.get(`/payment-orders/${orderId}`);
      expect(
        (await approver.post(`/payment-orders/${orderId}/approve`, undefined, { ifMatch: order.version })).status,
      ).toBe(200);
    }
    await until(
      'the bank pays',
      async () => (await finance.get(`/payment-orders/${orderId}`)).body.state === 'settled',
    );
    const trail = await until('the tranche is paid', async () => {
      const { body } = await donor.get(`/matches/${suggested.id}/money-trail`);
      return body.tranches[0].state === 'paid' && body;
    });
    expect(trail.shares.map((share: { agreement: { id: string } }) => share.agreement.id)).toEqual([pledged.id]);
    expect(trail.tranches.map((tranche: { state: string }) => tranche.state)).toEqual(['paid', 'planned']);
    expect(await house.db.asOwner('SELECT executions FROM sandbox_bank_payments')).toEqual([{ executions: 1 }]);

    // Coverage and books say the same.
    const delivered = await requirement('Secure the armouries of two ports');
    expect(delivered.items[0]).toMatchObject({ requested: '12000000', committed: '12000000', delivered: '9000000' });
    const doctor = await runCli(house, 'doctor');
    expect(doctor).toMatchObject({ exitCode: 0 });
  });
});
