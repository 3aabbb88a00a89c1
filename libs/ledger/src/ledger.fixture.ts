import { Money } from '#libs/kernel';
import type { TestDatabase, Tx } from '#libs/platform';
import { ledgerInvariants } from './ledger.invariants.js';
import { Ledger } from './ledger.service.js';

export const ledger = new Ledger();
export const usd = (minor: bigint) => Money.of(minor, 'USD');

let books = 0;

/** A book with a world outside (no minimum) and two accounts that cannot be overdrawn, holding `funded` and nothing. */
export async function openBook(db: TestDatabase, funded = 1_000n, currency = 'USD') {
  const book = `book-${(books += 1)}`;
  return db.uow.run(db.actor, async (tx) => {
    const open = (name: string, minBalanceMinor: bigint | null) =>
      ledger.openAccount(tx, { code: `${book}/${name}`, book, name: `${name} of ${book}`, currency, minBalanceMinor });
    const accounts = { book, world: await open('world', null), a: await open('a', 0n), b: await open('b', 0n) };
    if (funded > 0n) await move(tx, `${book}-funding`, accounts.world, accounts.a, Money.of(funded, currency));
    return accounts;
  });
}

export function move(tx: Tx, idempotencyKey: string, fromId: string, toId: string, amount: Money) {
  return ledger.post(tx, {
    idempotencyKey,
    reason: 'test',
    effectiveOn: '2026-11-24',
    entries: [
      { accountId: fromId, amount: Money.of(-amount.minor, amount.currency) },
      { accountId: toId, amount },
    ],
  });
}

/** Names of the invariants that are broken, with what they say. */
export async function brokenInvariants(query: (sql: string) => Promise<unknown>): Promise<Map<string, string[]>> {
  const broken = new Map<string, string[]>();
  for (const { name, sql } of ledgerInvariants) {
    const rows = (await query(sql)) as { what: string }[];
    if (rows.length > 0)
      broken.set(
        name,
        rows.map(({ what }) => what),
      );
  }
  return broken;
}
