import { pino } from 'pino';
import { Audit } from '#libs/audit';
import { Money, newId, type Actor, type Role } from '#libs/kernel';
import { Ledger, LedgerQueries } from '#libs/ledger';
import { Metrics, Outbox, type TestDatabase, type Tx } from '#libs/platform';
import { DeliveryRunner } from '#libs/platform/worker';
import { BankAccountsService } from './bank-accounts.service.js';
import { DisbursementsQueries, type OrderView } from './disbursements.queries.js';
import { DisbursementsService, type PaymentRequest } from './disbursements.service.js';
import { InstructionsService } from './instructions.service.js';
import type { PaymentRail, RailAnswer, RailInstruction } from './payment-rail.js';
import { InstructPayment } from './worker/instruct-payment.consumer.js';

const outbox = new Outbox();
const audit = new Audit();
const ledger = new Ledger();

/** A payment office for tests: people of both sides, a fund with money in it, and the verbs as the role that may use them. */
export class PaymentOffice {
  readonly bankAccounts = new BankAccountsService(audit);
  readonly disbursements = new DisbursementsService(this.bankAccounts, new LedgerQueries(), outbox, audit);
  readonly instructions = new InstructionsService(ledger, outbox, audit);
  readonly queries = new DisbursementsQueries();

  readonly office = newId('org');
  readonly payee = newId('org');
  readonly otherPayee = newId('org');
  readonly finance = actor('finance', this.office);
  readonly secondFinance = actor('finance', this.office);
  readonly approver = actor('approver', this.office);
  readonly secondApprover = actor('approver', this.office);
  readonly payeeApprover = actor('approver', this.payee);
  /** Approves for the office, but also belongs to the payee. */
  readonly bothSides = actor('approver', this.office);

  private agreements: string[] = [];
  private paidOut = '';

  constructor(readonly db: TestDatabase) {}

  async open(): Promise<void> {
    await this.db.asOwner(
      `INSERT INTO currencies (code, exponent, name_en) VALUES ('USD', 2, 'US Dollar'), ('EUR', 2, 'Euro')
       ON CONFLICT DO NOTHING`,
    );
    await this.db.asOwner(
      `INSERT INTO organizations (id, kind, name) VALUES ($1, 'un-entity', 'The office'), ($2, 'state', 'The payee'),
         ($3, 'state', 'Another payee')`,
      [this.office, this.payee, this.otherPayee],
    );
    const people = [
      this.finance,
      this.secondFinance,
      this.approver,
      this.secondApprover,
      this.payeeApprover,
      this.bothSides,
    ];
    for (const person of people) await this.addMember(person);
    await this.addMember({ ...this.bothSides, organizationId: this.payee, role: 'focal-point' });
    await this.as(this.finance, async (tx) => {
      const account = (code: string, minBalanceMinor: bigint | null) =>
        ledger.openAccount(tx, { code, book: 'fund', name: code, currency: 'USD', minBalanceMinor });
      this.agreements = [await account('agreement A', 0n), await account('agreement B', 0n)];
      this.paidOut = await account('paid out', null);
      for (const accountId of this.agreements) {
        const amount = Money.of(1_000_000_00n, 'USD');
        const entries = [
          { accountId, amount },
          { accountId: this.paidOut, amount: Money.of(-amount.minor, 'USD') },
        ];
        await ledger.post(tx, { idempotencyKey: newId('seed'), reason: 'deposit', effectiveOn: '2026-01-01', entries });
      }
    });
  }

  as<T>(who: Actor, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.db.uow.run(who, work);
  }

  /** Sets money aside; one hold from each agreement in turn. */
  async hold(...minors: bigint[]): Promise<string[]> {
    return this.as(this.finance, async (tx) => {
      const ids: string[] = [];
      for (const [index, minor] of minors.entries()) {
        const { holdId } = await ledger.hold(tx, {
          idempotencyKey: newId('key'),
          ref: 'test',
          accountId: this.agreements[index % 2]!,
          toAccountId: this.paidOut,
          amount: Money.of(minor, 'USD'),
        });
        ids.push(holdId);
      }
      return ids;
    });
  }

  async bankAccount(
    accountNumber = newId('t').replace('_', '').toUpperCase(),
    verified = true,
    enteredBy = this.finance,
  ): Promise<string> {
    const details = { organizationId: this.payee, holderName: 'Treasury', accountNumber, bic: null, currency: 'USD' };
    const id = await this.as(enteredBy, (tx) => this.bankAccounts.enter(tx, details));
    if (verified) await this.as(this.secondFinance, (tx) => this.bankAccounts.verify(tx, id, 1));
    return id;
  }

  /** An order over 1,000.00 from two holds, made by `finance`. */
  async order(change: Partial<PaymentRequest> = {}): Promise<string> {
    const holdIds = change.holdIds ?? (await this.hold(60_000n, 40_000n));
    const bankAccountId = change.bankAccountId ?? (await this.bankAccount());
    return this.as(this.finance, (tx) =>
      this.disbursements.request(tx, {
        payeeOrganizationId: this.payee,
        bankAccountId,
        amount: Money.of(100_000n, 'USD'),
        purpose: 'First tranche',
        purposeRef: newId('tran'),
        holdIds,
        ...change,
      }),
    );
  }

  /** An order to an account that `approver` entered as finance. */
  async orderToAccountOfApprover(): Promise<string> {
    const bankAccountId = await this.bankAccount(undefined, true, { ...this.approver, role: 'finance' });
    return this.order({ bankAccountId });
  }

  async approve(id: string, who: Actor, version?: number): Promise<void> {
    const seen = version ?? (await this.find(id)).version;
    await this.as(who, (tx) => this.disbursements.approve(tx, id, seen));
  }

  /** An order that two people approved and no worker has seen. */
  async approvedOrder(change: Partial<PaymentRequest> = {}): Promise<string> {
    const id = await this.order(change);
    await this.approve(id, this.approver);
    await this.approve(id, this.secondApprover);
    return id;
  }

  async retry(id: string, reason = 'the payee opened the account again'): Promise<void> {
    const { version } = await this.find(id);
    await this.as(this.finance, (tx) => this.disbursements.retry(tx, id, version, reason));
  }

  async find(id: string): Promise<OrderView> {
    const order = await this.db.uow.read(this.db.actor, (tx) => this.queries.find(tx, id));
    if (!order) throw new Error(`There is no order ${id}.`);
    return order;
  }

  consumer(rail: PaymentRail): InstructPayment {
    return new InstructPayment(this.instructions, rail);
  }

  /** A worker of the queue, without the queue. */
  worker(rail: PaymentRail): DeliveryRunner {
    const consumers = new Map([['disbursements.instruct' as const, this.consumer(rail)]]);
    return new DeliveryRunner(this.db.uow, consumers, new Metrics(this.db.uow), pino({ level: 'silent' }));
  }

  /** Deliveries to the bank that wait, oldest first. */
  async waiting(orderId?: string): Promise<string[]> {
    const rows = await this.db.asOwner<{ id: string }>(
      `SELECT d.id FROM outbox_deliveries d JOIN outbox_events e ON e.id = d.event_id
        WHERE d.consumer = 'disbursements.instruct' AND d.state = 'pending' AND ($1::text IS NULL OR e.ref_id = $1)
        ORDER BY e.occurred_at, d.id`,
      [orderId ?? null],
    );
    return rows.map(({ id }) => id);
  }

  /** Runs what waits for an order, one after the other; failures stay for the next time. */
  async work(rail: PaymentRail, orderId?: string): Promise<void> {
    for (const delivery of await this.waiting(orderId)) {
      await this.worker(rail)
        .run(delivery)
        .catch(() => undefined);
    }
  }

  /** As if the process died after the call and its lease ran out. */
  async expireLeases(): Promise<void> {
    await this.db.asOwner(
      `UPDATE outbox_deliveries SET leased_until = now() - interval '1 second' WHERE leased_until IS NOT NULL`,
    );
  }

  async count(sql: string, params: readonly unknown[] = []): Promise<number> {
    const [row] = await this.db.asOwner<{ n: string }>(`SELECT count(*) AS n ${sql}`, params);
    return Number(row?.n);
  }

  private async addMember({ personId, organizationId, role }: Actor): Promise<void> {
    await this.db.asOwner(
      `INSERT INTO people (id, email, name) VALUES ($1, $1 || '@example.org', $1) ON CONFLICT DO NOTHING`,
      [personId],
    );
    await this.db.asOwner('INSERT INTO memberships (id, person_id, organization_id, role) VALUES ($1, $2, $3, $4)', [
      newId('memb'),
      personId,
      organizationId,
      role,
    ]);
  }
}

function actor(role: Role, organizationId: string): Actor {
  const personId = newId('pers');
  return { role, organizationId, personId, label: `${role} ${personId.slice(-4)}` };
}

/** The line to a bank, which a test can cut before and after each call, and whose answers it can change. */
export class FaultyLine implements PaymentRail {
  readonly name: string;
  before: (call: 'instruct' | 'query') => void | Promise<void> = () => undefined;
  after: (call: 'instruct' | 'query') => void | Promise<void> = () => undefined;
  answer: (real: RailAnswer) => RailAnswer = (real) => real;
  readonly calls: string[] = [];

  constructor(private readonly bank: PaymentRail) {
    this.name = bank.name;
  }

  instruct(instruction: RailInstruction, signal: AbortSignal): Promise<RailAnswer> {
    return this.through('instruct', () => this.bank.instruct(instruction, signal));
  }

  query(endToEndId: string, signal: AbortSignal): Promise<RailAnswer> {
    return this.through('query', () => this.bank.query(endToEndId, signal));
  }

  private async through(call: 'instruct' | 'query', reach: () => Promise<RailAnswer>): Promise<RailAnswer> {
    this.calls.push(call);
    await this.before(call);
    const real = await reach();
    await this.after(call);
    return this.answer(real);
  }
}

/** For {@link FaultyLine}: nothing comes through. */
export function cut(): never {
  throw new Error('the line to the bank is cut');
}
