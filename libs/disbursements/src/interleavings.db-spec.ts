// The danger: some order of approvals, edits, rejections, retries, crashes and duplicate workers, which nobody thought of,
// pays twice or without two people. Random ones are tried; after each, every invariant must hold. LONG=1 tries more.
import fc from 'fast-check';
import { Problem, type Actor } from '#libs/kernel';
import { testDatabase } from '#libs/platform';
import { disbursementsEntities } from './disbursements.entities.js';
import { cut, FaultyLine, PaymentOffice } from './disbursements.fixture.js';
import { disbursementsInvariants } from './disbursements.invariants.js';
import { SANDBOX_ENDINGS, SandboxBank } from './sandbox-bank.js';

const RUNS = process.env.LONG ? 120 : 15;
const TIMEOUT_MS = process.env.LONG ? 600_000 : 60_000;

const db = testDatabase({ entities: disbursementsEntities });
const office = new PaymentOffice(db);
let bank: SandboxBank;
let accounts: string[];

beforeAll(async () => {
  await office.open();
  bank = new SandboxBank(db.url);
  const numbers = ['GOOD1', 'GOOD2', ...Object.values(SANDBOX_ENDINGS).map((ending) => `BAD${ending}`)];
  accounts = await Promise.all(numbers.map((number) => office.bankAccount(number)));
});
afterAll(() => bank.onApplicationShutdown());

const act = fc.oneof(
  { weight: 6, arbitrary: fc.record({ verb: fc.constant('approve' as const), who: fc.nat(5) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      verb: fc.constant('work' as const),
      fault: fc.constantFrom('none', 'none', 'before', 'after', 'crash'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ verb: fc.constant('amend' as const), who: fc.nat(1), account: fc.nat(4) }) },
  { weight: 2, arbitrary: fc.record({ verb: fc.constant('retry' as const) }) },
  { weight: 1, arbitrary: fc.record({ verb: fc.constant('reject' as const) }) },
);
type Act = typeof act extends fc.Arbitrary<infer A> ? A : never;

/** Some steps are several acts at the same moment. */
const story = fc.record({
  account: fc.nat(4),
  steps: fc.array(fc.array(act, { minLength: 1, maxLength: 3 }), { minLength: 3, maxLength: 12 }),
});

async function doAct(id: string, version: number, move: Act): Promise<void> {
  const approvers: Actor[] = [
    office.approver,
    office.secondApprover,
    { ...office.finance, role: 'approver' },
    { ...office.secondFinance, role: 'approver' },
    office.payeeApprover,
    office.bothSides,
  ];
  switch (move.verb) {
    case 'approve':
      return office.approve(id, approvers[move.who]!, version);
    case 'amend':
      return office.as([office.finance, office.secondFinance][move.who]!, (tx) =>
        office.disbursements.amend(tx, id, version, { bankAccountId: accounts[move.account]! }),
      );
    case 'reject':
      return office.as(office.approver, (tx) => office.disbursements.reject(tx, id, version, 'random'));
    case 'retry':
      return office.as(office.finance, (tx) => office.disbursements.retry(tx, id, version, 'random'));
    case 'work':
      return work(id, move.fault);
  }
}

async function work(id: string, fault: string): Promise<void> {
  const line = new FaultyLine(bank);
  if (fault === 'before') line.before = cut;
  if (fault === 'after') line.after = cut;
  if (fault !== 'crash') return office.work(line, id);
  // The process dies after the call; its lease runs out.
  for (const deliveryId of await office.waiting(id)) {
    const consumer = office.consumer(line);
    const event = { eventId: 'evt_test', eventType: 'disbursement.approved', actorPerson: '' } as const;
    const delivery = { ...event, id: deliveryId, refId: id, payload: {} };
    const todo = await office.as(db.actor, (tx) => consumer.prepare(tx, delivery));
    if (todo) await consumer.perform(todo, new AbortController().signal).catch(() => undefined);
  }
}

async function expectInvariants(): Promise<void> {
  for (const { name, sql } of disbursementsInvariants) {
    expect({ name, broken: await db.asOwner<{ what: string }>(sql) }).toEqual({ name, broken: [] });
  }
}

it(
  'never pay twice, nor without two people',
  async () => {
    const ends = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(story, async ({ account, steps }) => {
        const id = await office.order({ bankAccountId: accounts[account]! });
        for (const step of steps) {
          const { version } = await office.find(id);
          const outcomes = await Promise.allSettled(step.map((move) => doAct(id, version, move)));
          for (const outcome of outcomes) {
            if (outcome.status === 'rejected' && !(outcome.reason instanceof Problem)) throw outcome.reason;
          }
        }
        await expectInvariants();
        await office.expireLeases();
        await office.work(new FaultyLine(bank), id);
        await expectInvariants();
        const { state } = await office.find(id);
        ends.set(state, (ends.get(state) ?? 0) + 1);
      }),
      { numRuns: RUNS, examples: [[happy], [crashed]] },
    );
    // The stories reach the end that the property is about.
    expect(ends.get('settled')).toBeGreaterThanOrEqual(2);
  },
  TIMEOUT_MS,
);

const approveTwice: Act[][] = [[{ verb: 'approve', who: 0 }], [{ verb: 'approve', who: 1 }]];
const happy = { account: 0, steps: [...approveTwice, [{ verb: 'work', fault: 'none' } as const]] };
const crashed = {
  account: 4,
  steps: [
    ...approveTwice,
    [{ verb: 'work', fault: 'crash' } as const],
    [{ verb: 'retry' } as const],
    [{ verb: 'work', fault: 'none' } as const, { verb: 'work', fault: 'none' } as const],
  ],
};
