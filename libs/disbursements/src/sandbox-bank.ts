import pg from 'pg';
import { Money } from '#libs/kernel';
import type { PaymentRail, RailAnswer, RailInstruction } from './payment-rail.js';

/** Account numbers that end so make the sandbox bank behave badly, for demonstrations and tests. */
export const SANDBOX_ENDINGS = { refused: '0001', returned: '0002', answerLost: '0003' } as const;

const CONNECTIONS_MAX = 2;
const ANSWER_WITHIN_MS = 10_000;

interface Payment {
  readonly end_to_end_id: string;
  readonly state: 'settled' | 'failed' | 'returned';
  readonly reason: string | null;
  readonly settled_on: string | null;
}

const PAYMENT = 'end_to_end_id, state, reason, settled_on::text';

/**
 * A bank that moves no money. Its books are one table, written over connections of its own and never inside a transaction of
 * ours, so that it can know of a payment of which our database lost all trace – as any other bank.
 */
export class SandboxBank implements PaymentRail {
  readonly name = 'sandbox';
  private readonly books: pg.Pool;

  constructor(databaseUrl: string) {
    this.books = new pg.Pool({
      connectionString: databaseUrl,
      application_name: 'sandbox bank',
      max: CONNECTIONS_MAX,
      connectionTimeoutMillis: ANSWER_WITHIN_MS,
      query_timeout: ANSWER_WITHIN_MS,
    });
    this.books.on('error', () => undefined); // an idle connection that broke is replaced by the next call
  }

  async instruct(instruction: RailInstruction): Promise<RailAnswer> {
    const { endToEndId, amount, holderName, accountNumber } = instruction;
    const state = accountNumber.endsWith(SANDBOX_ENDINGS.refused)
      ? 'failed'
      : accountNumber.endsWith(SANDBOX_ENDINGS.returned)
        ? 'returned'
        : 'settled';
    const { rows } = await this.books.query<Payment & { requests: number }>(
      `INSERT INTO sandbox_bank_payments
         (end_to_end_id, amount_minor, currency, holder_name, account_number, state, reason, settled_on, executions)
       VALUES ($1, $2, $3, $4, $5, $6::text, $7, CASE WHEN $6 = 'settled' THEN (now() AT TIME ZONE 'UTC')::date END,
               CASE WHEN $6 = 'failed' THEN 0 ELSE 1 END)
       ON CONFLICT (end_to_end_id) DO UPDATE SET requests = sandbox_bank_payments.requests + 1
       RETURNING ${PAYMENT}, requests`,
      [endToEndId, ...moneyColumns(amount), holderName, accountNumber, state, reasonOf(state)],
    );
    const payment = rows[0]!;
    if (accountNumber.endsWith(SANDBOX_ENDINGS.answerLost) && payment.requests === 1) {
      throw new Error('The sandbox bank closed the connection before it answered.');
    }
    return payment.state === 'failed' ? answerOf(payment) : { status: 'accepted', bankReference: referenceOf(payment) };
  }

  async query(endToEndId: string): Promise<RailAnswer> {
    const { rows } = await this.books.query<Payment>(
      `SELECT ${PAYMENT} FROM sandbox_bank_payments WHERE end_to_end_id = $1`,
      [endToEndId],
    );
    return rows[0] ? answerOf(rows[0]) : { status: 'unknown-to-bank' };
  }

  /** Nest calls it when the process stops. */
  async onApplicationShutdown(): Promise<void> {
    await this.books.end();
  }
}

function moneyColumns({ minor, currency }: Money): [string, string] {
  return [minor.toString(), currency];
}

function referenceOf({ end_to_end_id: endToEndId }: Payment): string {
  return `SBX${endToEndId.slice(-12).toUpperCase()}`;
}

function reasonOf(state: Payment['state']): string | null {
  return { settled: null, failed: 'AC04 account closed', returned: 'AC01 account number not known' }[state];
}

function answerOf(payment: Payment): RailAnswer {
  const bankReference = referenceOf(payment);
  return payment.state === 'settled'
    ? { status: 'settled', bankReference, settledOn: payment.settled_on ?? '' }
    : { status: payment.state, bankReference, reason: payment.reason ?? '' };
}
