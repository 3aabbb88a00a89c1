// The danger: a payment is executed twice, or booked without being executed, because something died at the wrong moment.
import { NotFound } from '#libs/kernel';
import { testDatabase } from '#libs/platform';
import { disbursementsEntities } from './disbursements.entities.js';
import { cut, FaultyLine, PaymentOffice } from './disbursements.fixture.js';
import { BANK_CALLS_MAX } from './instructions.service.js';
import { SANDBOX_ENDINGS, SandboxBank } from './sandbox-bank.js';

const db = testDatabase({ entities: disbursementsEntities });
const office = new PaymentOffice(db);
let bank: SandboxBank;
let line: FaultyLine;

beforeAll(async () => {
  await office.open();
  bank = new SandboxBank(db.url);
});
beforeEach(() => {
  line = new FaultyLine(bank);
});
afterAll(() => bank.onApplicationShutdown());

/** How often the bank moved money for an order, and how often we booked it. */
async function effects(orderId: string): Promise<{ executed: number; booked: number; settledEvents: number }> {
  const [row] = await db.asOwner<{ executed: string; booked: string; events: string }>(
    `SELECT (SELECT coalesce(sum(b.executions), 0) FROM sandbox_bank_payments b
              JOIN payment_instructions i ON i.end_to_end_id = b.end_to_end_id WHERE i.order_id = $1) AS executed,
            (SELECT count(*) FROM ledger_transfers t JOIN payment_instructions i ON i.id = t.idempotency_key
              WHERE i.order_id = $1) AS booked,
            (SELECT count(*) FROM outbox_events WHERE type = 'disbursement.settled' AND ref_id = $1) AS events`,
    [orderId],
  );
  return { executed: Number(row?.executed), booked: Number(row?.booked), settledEvents: Number(row?.events) };
}

const ONCE = { executed: 1, booked: 1, settledEvents: 1 };
const NEVER = { executed: 0, booked: 0, settledEvents: 0 };

const deliveryStates = async (orderId: string) =>
  (
    await db.asOwner<{ state: string }>(
      'SELECT d.state FROM outbox_deliveries d JOIN outbox_events e ON e.id = d.event_id WHERE e.ref_id = $1 AND e.type = $2 ORDER BY d.id',
      [orderId, 'disbursement.approved'],
    )
  ).map(({ state }) => state);

describe('an approved order', () => {
  it('is instructed, executed by the bank and booked, in that order', async () => {
    const id = await office.approvedOrder();
    await office.work(line, id);
    const order = await office.find(id);
    expect(order.state).toBe('settled');
    expect(order.instructions).toMatchObject([{ state: 'settled', rail: 'sandbox', replaces: null }]);
    expect(await effects(id)).toEqual(ONCE);
    const holds = await db.asOwner<{ state: string }>(
      'SELECT h.state FROM ledger_holds h JOIN order_draws d ON d.hold_id = h.id WHERE d.order_id = $1',
      [id],
    );
    expect(holds.map(({ state }) => state)).toEqual(['posted', 'posted']);
    const events = await db.uow.read(db.actor, (tx) => office.queries.eventsAfter(tx, id, 4));
    expect(events.map(({ type }) => type)).toEqual(['instructed', 'settled']);
    expect(await deliveryStates(id)).toEqual(['done']);
  });

  it('sends the bank what was approved, to the letter', async () => {
    const bankAccountId = await office.bankAccount('GB82WEST12345698765432');
    const id = await office.approvedOrder({ bankAccountId });
    await office.work(line, id);
    const [sent] = await db.asOwner(
      `SELECT b.* FROM sandbox_bank_payments b JOIN payment_instructions i ON i.end_to_end_id = b.end_to_end_id WHERE i.order_id = $1`,
      [id],
    );
    expect(sent).toMatchObject({
      amount_minor: '100000',
      currency: 'USD',
      holder_name: 'Treasury',
      account_number: 'GB82WEST12345698765432',
    });
  });

  it('is not instructed when it was rejected before a worker came', async () => {
    const id = await office.approvedOrder();
    await office.as(office.approver, (tx) => office.disbursements.reject(tx, id, 3, 'stop'));
    await office.work(line, id);
    expect(line.calls).toEqual([]);
    expect(await effects(id)).toEqual(NEVER);
    expect(await deliveryStates(id)).toEqual(['done']);
  });

  it('that does not exist is a failure, not a success', async () => {
    await expect(office.as(db.actor, (tx) => office.instructions.takeUp(tx, 'order_none', 'sandbox'))).rejects.toThrow(
      NotFound,
    );
  });
});

describe('two workers on one delivery', () => {
  it('make one call: the lease keeps the second away', async () => {
    const id = await office.approvedOrder();
    const [delivery = ''] = await office.waiting(id);
    let meanwhile: Promise<void> | undefined;
    line.before = async () => {
      meanwhile ??= office.worker(line).run(delivery);
      await meanwhile;
    };
    await office.worker(line).run(delivery);
    expect(line.calls.filter((call) => call === 'instruct')).toHaveLength(1);
    expect(await effects(id)).toEqual(ONCE);
  });

  it('and two deliveries of one order, and a worker that comes back after its lease, still pay once', async () => {
    const id = await office.approvedOrder();
    const [delivery = ''] = await office.waiting(id);
    let overtaken = false;
    line.before = async (call) => {
      if (call !== 'instruct' || overtaken) return;
      overtaken = true;
      await office.expireLeases();
      await office.retry(id, 'the worker hangs');
      await office.work(new FaultyLine(bank), id);
    };
    await office.worker(line).run(delivery);
    expect(overtaken).toBe(true);
    expect((await office.find(id)).state).toBe('settled');
    expect(await effects(id)).toEqual(ONCE);
    const [sent] = await db.asOwner<{ requests: number }>(
      'SELECT b.requests FROM sandbox_bank_payments b JOIN payment_instructions i ON i.end_to_end_id = b.end_to_end_id WHERE i.order_id = $1',
      [id],
    );
    expect(sent?.requests).toBe(2);
  });
});

describe('a crash', () => {
  it('between the call and the writing down: the bank is asked, not instructed again', async () => {
    const id = await office.approvedOrder();
    const [delivery = ''] = await office.waiting(id);
    const consumer = office.consumer(line);
    // What the runner does up to the crash: prepare commits, the call is made, nothing is concluded.
    const work = await office.as(db.actor, (tx) => consumer.prepare(tx, deliveryOf(id)));
    await consumer.perform(work!, new AbortController().signal);
    expect((await office.find(id)).state).toBe('instructed');
    line.calls.length = 0;
    await office.worker(line).run(delivery);
    expect(line.calls).toEqual(['query']);
    expect((await office.find(id)).state).toBe('settled');
    expect(await effects(id)).toEqual(ONCE);
  });

  it('between writing the intent and the call: the bank does not know it, and is instructed under the same name', async () => {
    const id = await office.approvedOrder();
    const work = await office.as(db.actor, (tx) => office.consumer(line).prepare(tx, deliveryOf(id)));
    await office.work(line, id);
    expect(line.calls).toEqual(['query', 'instruct', 'query']);
    const { state, instructions } = await office.find(id);
    expect(state).toBe('settled');
    expect(instructions).toMatchObject([{ id: work!.instructionId }]);
    expect(await effects(id)).toEqual(ONCE);
  });

  it('of the concluding transaction leaves neither state nor booking', async () => {
    const id = await office.approvedOrder();
    const consumer = office.consumer(line);
    const work = await office.as(db.actor, (tx) => consumer.prepare(tx, deliveryOf(id)));
    const result = await consumer.perform(work!, new AbortController().signal);
    await expect(
      office.as(db.actor, async (tx) => {
        await consumer.conclude(tx, deliveryOf(id), result);
        throw new Error('crash');
      }),
    ).rejects.toThrow('crash');
    expect((await office.find(id)).state).toBe('instructed');
    expect(await effects(id)).toEqual({ ...ONCE, booked: 0, settledEvents: 0 });
    await office.work(line, id);
    expect(await effects(id)).toEqual(ONCE);
  });
});

describe('settling', () => {
  it('twice is one transfer, one event', async () => {
    const id = await office.approvedOrder();
    const consumer = office.consumer(line);
    const work = await office.as(db.actor, (tx) => consumer.prepare(tx, deliveryOf(id)));
    const result = await consumer.perform(work!, new AbortController().signal);
    await Promise.all([1, 2, 3].map(() => office.as(db.actor, (tx) => consumer.conclude(tx, deliveryOf(id), result))));
    expect(await effects(id)).toEqual(ONCE);
    expect(await office.count(`FROM order_events WHERE order_id = $1 AND type = 'settled'`, [id])).toBe(1);
  });

  it('after the bank had said failed is a contradiction that nobody may overlook', async () => {
    const id = await office.approvedOrder({
      bankAccountId: await office.bankAccount(`CLOSED1${SANDBOX_ENDINGS.refused}`),
    });
    await office.work(line, id);
    const [instruction] = (await office.find(id)).instructions;
    const answer = { status: 'settled', bankReference: 'X', settledOn: '2026-11-24' } as const;
    await expect(
      office.as(db.actor, (tx) => office.instructions.conclude(tx, { instructionId: instruction!.id, answer })),
    ).rejects.toThrow('after it had said failed');
  });
});

describe('an answer that is lost', () => {
  it('is asked for, at once', async () => {
    const id = await office.approvedOrder({
      bankAccountId: await office.bankAccount(`LOST1${SANDBOX_ENDINGS.answerLost}`),
    });
    await office.work(line, id);
    expect(line.calls).toEqual(['instruct', 'query']);
    expect(await effects(id)).toEqual(ONCE);
  });

  it('is asked for when the line is back; the attempt is counted, nothing is repeated blindly', async () => {
    const id = await office.approvedOrder();
    line.after = cut;
    await office.work(line, id);
    expect(await office.find(id)).toMatchObject({ state: 'instructed', instructions: [{ state: 'sent' }] });
    line.after = () => undefined;
    line.calls.length = 0;
    await office.work(line, id);
    expect(line.calls).toEqual(['query']);
    expect(await effects(id)).toEqual(ONCE);
  });

  it('and cannot be known is parked for a person, before the delivery is given up; asking again settles it', async () => {
    const id = await office.approvedOrder();
    line.after = cut;
    for (let call = 1; call <= BANK_CALLS_MAX; call += 1) await office.work(line, id);
    expect(await office.find(id)).toMatchObject({ state: 'instructed', instructions: [{ state: 'needs-review' }] });
    expect(await deliveryStates(id)).toEqual(['done']);
    expect(await effects(id)).toEqual({ executed: 1, booked: 0, settledEvents: 0 });
    line.after = () => undefined;
    line.calls.length = 0;
    await office.retry(id, 'the bank answers again');
    await office.work(line, id);
    expect(line.calls).toEqual(['query']);
    expect((await office.find(id)).state).toBe('settled');
    expect(await effects(id)).toEqual(ONCE);
  });
});

describe('a payment that fails', () => {
  it('keeps its holds; trying again makes an instruction that names the old one', async () => {
    const id = await office.approvedOrder({
      bankAccountId: await office.bankAccount(`CLOSED2${SANDBOX_ENDINGS.refused}`),
    });
    await office.work(line, id);
    expect(await office.find(id)).toMatchObject({
      state: 'failed',
      instructions: [{ state: 'failed', reason: 'AC04 account closed' }],
    });
    expect(await effects(id)).toEqual(NEVER);
    await office.retry(id);
    await office.work(line, id);
    const { instructions } = await office.find(id);
    expect(instructions).toHaveLength(2);
    expect(instructions[1]).toMatchObject({ replaces: instructions[0]?.id });
    expect(instructions[1]?.endToEndId).not.toBe(instructions[0]?.endToEndId);
  });

  it('goes on with other bank details after two new approvals', async () => {
    const id = await office.approvedOrder({
      bankAccountId: await office.bankAccount(`CLOSED3${SANDBOX_ENDINGS.returned}`),
    });
    await office.work(line, id);
    const returned = await office.find(id);
    expect(returned.state).toBe('returned');
    const bankAccountId = await office.bankAccount();
    await office.as(office.finance, (tx) => office.disbursements.amend(tx, id, returned.version, { bankAccountId }));
    expect(await office.find(id)).toMatchObject({ state: 'requested', approvalsGiven: 0 });
    await office.approve(id, office.approver);
    await office.approve(id, office.secondApprover);
    await office.work(line, id);
    const order = await office.find(id);
    expect(order.state).toBe('settled');
    expect(order.instructions.map(({ state, replaces }) => [state, replaces])).toEqual([
      ['returned', null],
      ['settled', order.instructions[0]?.id],
    ]);
    expect(await effects(id)).toMatchObject({ booked: 1, settledEvents: 1 });
  });

  it('is not tried again while it is on its way: a second press only asks the bank', async () => {
    const id = await office.approvedOrder();
    line.answer = (real) => (real.status === 'settled' ? { status: 'accepted', bankReference: 'T' } : real);
    await office.work(line, id);
    expect(await office.find(id)).toMatchObject({ state: 'accepted', instructions: [{ state: 'accepted' }] });
    await office.retry(id, 'no answer for a day');
    line.answer = (real) => real;
    line.calls.length = 0;
    await office.work(line, id);
    expect(line.calls).toEqual(['query']);
    expect(await office.find(id)).toMatchObject({ state: 'settled', instructions: [{ state: 'settled' }] });
    expect(await effects(id)).toEqual(ONCE);
  });
});

function deliveryOf(refId: string) {
  const event = { eventId: 'evt_test', eventType: 'disbursement.approved', actorPerson: '' } as const;
  return { ...event, id: 'dlv_test', refId, payload: {} };
}
