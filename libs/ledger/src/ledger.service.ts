import { Injectable } from '@nestjs/common';
import { newId, type CalendarDate, type Money } from '#libs/kernel';
import type { Tx } from '#libs/platform';
import { ledgerProblem } from './ledger.errors.js';

export interface NewAccount {
  /** Unique, and the same at every call: an account of that code is found, not opened twice. */
  readonly code: string;
  /** Accounts of one book only exchange with each other, so that no transfer takes from one fund for another. */
  readonly book: string;
  /** For people, in statements and in problems. */
  readonly name: string;
  readonly currency: string;
  /** What must stay, in minor units; null where the account may be overdrawn (the world outside the book). */
  readonly minBalanceMinor: bigint | null;
}

/** An amount that comes to an account, or leaves it when negative. Never zero. */
export interface Entry {
  readonly accountId: string;
  readonly amount: Money;
}

export interface NewTransfer {
  /** One key books once. A payment's key is the id of its instruction. */
  readonly idempotencyKey: string;
  /** What kind of act this was, in the words of the feature: `deposit`, `payment`. */
  readonly reason: string;
  /** The day on which it counts; the ledger adds when it was recorded. */
  readonly effectiveOn: CalendarDate;
  /** Add up to zero in each currency, all in one book. */
  readonly entries?: readonly Entry[];
  /** Holds to post in full in this transfer: each moves its amount from its account to the one it was held for. */
  readonly holdIds?: readonly string[];
}

export interface NewHold {
  readonly idempotencyKey: string;
  /** What it is held for: the id of a thing of the feature that asks. */
  readonly ref: string;
  readonly accountId: string;
  /** Where posting brings the amount. Of the same book and currency. */
  readonly toAccountId: string;
  readonly amount: Money;
  /** When it lapses by itself, by the database's clock. */
  readonly expiresAt?: Date;
}

/**
 * Accounts, transfers and holds. Knows no business word. All writing goes through functions of the database; the role of
 * the processes cannot touch the tables (docs/ledger.md).
 */
@Injectable()
export class Ledger {
  /** Finds or opens an account; returns its id. */
  async openAccount(tx: Tx, account: NewAccount): Promise<string> {
    const [row] = await tx.query<[{ id: string }]>('SELECT ledger_open_account($1, $2, $3, $4, $5, $6) AS id', [
      newId('acct'),
      account.code,
      account.book,
      account.name,
      account.currency,
      account.minBalanceMinor?.toString() ?? null,
    ]);
    return row.id;
  }

  /**
   * Books a transfer, once per key: the same request again answers the transfer it made.
   * @throws InsufficientFunds, LedgerKeyReused, HoldResolved, BalanceTooLarge
   */
  async post(tx: Tx, transfer: NewTransfer): Promise<{ transferId: string; replayed: boolean }> {
    const entries = (transfer.entries ?? []).map(({ accountId, amount }) => ({
      account: accountId,
      currency: amount.currency,
      amount: amount.minor.toString(),
    }));
    const [row] = await this.refusable(transfer.idempotencyKey, () =>
      tx.query<[{ transfer_id: string; replayed: boolean }]>('SELECT * FROM ledger_post($1, $2, $3, $4, $5, $6, $7)', [
        newId('xfer'),
        transfer.idempotencyKey,
        transfer.reason,
        transfer.effectiveOn,
        JSON.stringify(entries),
        transfer.holdIds ?? [],
        tx.actor.label,
      ]),
    );
    return { transferId: row.transfer_id, replayed: row.replayed };
  }

  /**
   * Sets an amount aside, once per key. Held money is not available to anything else until the hold is posted, let go or
   * lapses.
   * @throws InsufficientFunds, LedgerKeyReused
   */
  async hold(tx: Tx, hold: NewHold): Promise<{ holdId: string; replayed: boolean }> {
    const [made] = await this.holdAll(tx, [hold]);
    return made!;
  }

  /** Several holds in one statement, one after the other as they are listed. @throws what {@link hold} throws */
  async holdAll(tx: Tx, holds: readonly NewHold[]): Promise<{ holdId: string; replayed: boolean }[]> {
    const keys = holds.map(({ idempotencyKey }) => idempotencyKey);
    const rows = await this.refusable(keys.join(', '), () =>
      tx.query<{ hold_id: string; replayed: boolean }[]>(
        `SELECT made.hold_id, made.replayed
           FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::timestamptz[])
                WITH ORDINALITY AS h(id, key, ref, account_id, to_account_id, currency, amount, expires_at, place)
          CROSS JOIN LATERAL ledger_hold(h.id, h.key, h.ref, h.account_id, h.to_account_id, h.currency, h.amount,
                                         h.expires_at) AS made
          ORDER BY h.place`,
        [
          holds.map(() => newId('hold')),
          keys,
          holds.map(({ ref }) => ref),
          holds.map(({ accountId }) => accountId),
          holds.map(({ toAccountId }) => toAccountId),
          holds.map(({ amount }) => amount.currency),
          holds.map(({ amount }) => amount.minor.toString()),
          holds.map(({ expiresAt }) => expiresAt?.toISOString() ?? null),
        ],
      ),
    );
    return rows.map((row) => ({ holdId: row.hold_id, replayed: row.replayed }));
  }

  /** Lets a hold go. Letting it go twice is letting it go. @throws HoldResolved when it was posted or has lapsed */
  async voidHold(tx: Tx, holdId: string, reason: string): Promise<void> {
    await this.voidHolds(tx, [holdId], reason);
  }

  /** Several of them in one statement, one after the other as they are listed. @throws HoldResolved */
  async voidHolds(tx: Tx, holdIds: readonly string[], reason: string): Promise<void> {
    await this.refusable(holdIds.join(', '), () =>
      tx.query('SELECT ledger_resolve_hold(id, $2) FROM unnest($1::text[]) AS id', [holdIds, reason]),
    );
  }

  /** Ends up to `max` holds that are past their time; returns how many. */
  async expireHolds(tx: Tx, max: number): Promise<number> {
    const [row] = await tx.query<[{ expired: number }]>('SELECT ledger_expire_holds($1) AS expired', [max]);
    return row.expired;
  }

  private async refusable<T>(key: string, call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      throw ledgerProblem(error, key);
    }
  }
}
