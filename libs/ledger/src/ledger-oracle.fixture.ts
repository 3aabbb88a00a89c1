import fc from 'fast-check';
import { Money, newId, Problem } from '#libs/kernel';
import type { TestDatabase } from '#libs/platform';
import { ledger } from './ledger.fixture.js';
import { LedgerQueries } from './ledger.queries.js';

const queries = new LedgerQueries();

/** Two accounts of two currencies each, and the world outside for both: index 0 and 3 have no minimum. */
export const ACCOUNTS = [
  { name: 'world-usd', currency: 'USD', min: null },
  { name: 'a-usd', currency: 'USD', min: 0n },
  { name: 'b-usd', currency: 'USD', min: -50n },
  { name: 'world-jpy', currency: 'JPY', min: null },
  { name: 'a-jpy', currency: 'JPY', min: 0n },
] as const;

export interface Book {
  readonly ids: readonly string[];
  readonly key: string;
}

export interface Oracle {
  posted: bigint[];
  held: bigint[];
  holds: { id: string; from: number; to: number; amount: bigint; state: 'pending' | 'posted' | 'voided' }[];
  /** What each used key did, to be asked again. */
  done: { key: string; legs: Legs; transferId: string }[];
}

export type Legs = readonly (readonly [account: number, amount: bigint])[];

export const available = (oracle: Oracle, account: number) => {
  const min = ACCOUNTS[account]!.min;
  return min === null ? null : oracle.posted[account]! - oracle.held[account]! - min;
};

/** What should happen, by arithmetic alone. */
export function fits(oracle: Oracle, legs: Legs): boolean {
  const takes = new Map<number, bigint>();
  for (const [account, amount] of legs) takes.set(account, (takes.get(account) ?? 0n) - amount);
  return [...takes].every(([account, taken]) => {
    const room = available(oracle, account);
    return room === null || taken <= room;
  });
}

export const balanced = (legs: Legs) =>
  ['USD', 'JPY'].every(
    (currency) =>
      legs.reduce((sum, [account, amount]) => sum + (ACCOUNTS[account]!.currency === currency ? amount : 0n), 0n) ===
      0n,
  );

export const post = (db: TestDatabase, book: Book, key: string, legs: Legs, holdIds: string[] = []) =>
  db.uow.run(db.actor, (tx) =>
    ledger.post(tx, {
      idempotencyKey: key,
      reason: 'model',
      effectiveOn: '2026-11-24',
      holdIds,
      entries: legs.map(([account, amount]) => ({
        accountId: book.ids[account]!,
        amount: Money.of(amount, ACCOUNTS[account]!.currency),
      })),
    }),
  );

/** `done`, the code of the problem, or the name of the database's rule. */
export const codeOf = async (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) =>
      error instanceof Problem ? error.code : (error as { driverError: { constraint: string } }).driverError.constraint,
  );

/** Fresh accounts, all empty. */
export async function openBook(db: TestDatabase): Promise<Book> {
  const key = newId('book');
  const ids = await db.uow.run(db.actor, async (tx) => {
    const opened: string[] = [];
    for (const { name, currency, min } of ACCOUNTS) {
      const code = `${key}/${name}`;
      opened.push(await ledger.openAccount(tx, { code, book: key, name, currency, minBalanceMinor: min }));
    }
    return opened;
  });
  return { ids, key };
}

export async function expectBooksToEqual(
  db: TestDatabase,
  oracle: Pick<Oracle, 'posted' | 'held'>,
  book: Book,
): Promise<void> {
  const balances = await db.uow.read(db.actor, (tx) => queries.balances(tx, book.ids));
  expect(book.ids.map((id) => balances.get(id)!.posted.minor)).toEqual(oracle.posted);
  expect(book.ids.map((id) => balances.get(id)!.held.minor)).toEqual(oracle.held);
}

export const emptyOracle = (): Oracle => ({
  posted: ACCOUNTS.map(() => 0n),
  held: ACCOUNTS.map(() => 0n),
  holds: [],
  done: [],
});

export const account = fc.nat(ACCOUNTS.length - 1);
export const amount = fc.oneof(
  { weight: 8, arbitrary: fc.bigInt({ min: 1n, max: 200n }) },
  { weight: 1, arbitrary: fc.constantFrom(9_007_199_254_740n, 1n) },
);
export const transferLegs = fc
  .tuple(fc.constantFrom([0, 1], [1, 2], [2, 1], [1, 0], [0, 2], [3, 4], [4, 3]), amount)
  .map(([[from, to], minor]): Legs => [
    [from!, -minor],
    [to!, minor],
  ]);
export const split = fc.tuple(amount, amount, amount).map(([x, y, z]): Legs => [
  [0, -x - y],
  [1, x],
  [2, y],
  [3, -z],
  [4, z],
]);
export const hostile = fc.array(fc.tuple(account, fc.bigInt({ min: -300n, max: 300n })), {
  minLength: 1,
  maxLength: 4,
});
