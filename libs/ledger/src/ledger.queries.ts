import { Injectable } from '@nestjs/common';
import { isId, Money, type CalendarDate } from '#libs/kernel';
import { keysetPage, readCursor, type Page, type ReadTx } from '#libs/platform';

export interface AccountBalance {
  readonly id: string;
  readonly code: string;
  readonly book: string;
  readonly name: string;
  /** The sum of all entries. Negative where more left than came. */
  readonly posted: Money;
  /** The part of it that is set aside by pending holds. */
  readonly held: Money;
  /** What may still leave: posted, less held, less the minimum; null where the account may be overdrawn. */
  readonly available: Money | null;
  /** Number of entries so far. */
  readonly version: bigint;
}

export interface StatementLine {
  readonly version: bigint;
  readonly amount: Money;
  readonly balanceAfter: Money;
  readonly transferId: string;
  readonly reason: string;
  readonly effectiveOn: CalendarDate;
  readonly recordedAt: Date;
  readonly actorLabel: string;
  readonly holdId: string | null;
}

export interface Statement {
  readonly account: AccountBalance;
  /** The sum of the entries that count by then; as of now, the same as `account.posted`. */
  readonly balance: Money;
  readonly lines: Page<StatementLine>;
}

export interface StatementFilter {
  /** Only what counts on or before that day (effective date), as known now. */
  readonly asOf?: CalendarDate;
  readonly cursor?: string;
  readonly limit: number;
}

export type HoldState = 'pending' | 'posted' | 'voided' | 'expired';

export interface Hold {
  readonly id: string;
  readonly ref: string;
  readonly accountId: string;
  readonly toAccountId: string;
  readonly amount: Money;
  readonly state: HoldState;
  readonly heldAt: Date;
  readonly expiresAt: Date | null;
  readonly resolvedAt: Date | null;
  /** The transfer that posted it. */
  readonly transferId: string | null;
}

export interface Transfer {
  readonly id: string;
  readonly reason: string;
  readonly effectiveOn: CalendarDate;
  readonly recordedAt: Date;
  readonly actorLabel: string;
  readonly entries: readonly {
    readonly accountId: string;
    readonly accountName: string;
    readonly amount: Money;
    readonly holdId: string | null;
  }[];
}

const BALANCE = `SELECT id, code, book, name, currency, posted_minor AS posted, held_minor AS held,
  posted_minor - held_minor - min_balance_minor AS available, version FROM ledger_accounts`;

const HOLD = `SELECT h.id, h.ref, h.account_id AS "accountId", h.to_account_id AS "toAccountId", h.currency,
  h.amount_minor AS amount, h.state, h.held_at AS "heldAt", h.expires_at AS "expiresAt",
  h.resolved_at AS "resolvedAt", e.transfer_id AS "transferId"
  FROM ledger_holds h LEFT JOIN ledger_entries e ON e.hold_id = h.id`;

type BalanceRow = Record<'id' | 'code' | 'book' | 'name' | 'currency' | 'posted' | 'held' | 'version', string> & {
  available: string | null;
};

/** Reads of the ledger. Who may see an account is decided by the feature that opened it. */
@Injectable()
export class LedgerQueries {
  /** Balances by account id. */
  async balances(tx: ReadTx, accountIds: readonly string[]): Promise<Map<string, AccountBalance>> {
    const rows = await tx.query<BalanceRow[]>(`${BALANCE} WHERE id = ANY ($1)`, [accountIds]);
    return new Map(rows.map((row) => [row.id, balanceOf(row)]));
  }

  /** All accounts of a book, by code. */
  async book(tx: ReadTx, book: string): Promise<AccountBalance[]> {
    const rows = await tx.query<BalanceRow[]>(`${BALANCE} WHERE book = $1 ORDER BY code COLLATE "C"`, [book]);
    return rows.map(balanceOf);
  }

  /** An account with its entries, oldest first; null when there is none of that id. */
  async statement(tx: ReadTx, accountId: string, { asOf, cursor, limit }: StatementFilter): Promise<Statement | null> {
    if (!isId('acct', accountId)) return null;
    const account = (await this.balances(tx, [accountId])).get(accountId);
    if (!account) return null;
    const currency = account.posted.currency;
    const [sum] = await tx.query<[{ balance: string }]>(
      `SELECT coalesce(sum(e.amount_minor), 0) AS balance FROM ledger_entries e
         JOIN ledger_transfers t ON t.id = e.transfer_id
        WHERE e.account_id = $1 AND t.effective_on <= coalesce($2, 'infinity'::date)`,
      [accountId, asOf ?? null],
    );
    const after = readCursor(cursor, 1)?.[0] ?? '0';
    const rows = await tx.query<StatementRow[]>(
      `SELECT e.account_version AS version, e.amount_minor AS amount, e.balance_after AS "balanceAfter",
              e.transfer_id AS "transferId", e.hold_id AS "holdId", t.reason, t.effective_on AS "effectiveOn",
              t.recorded_at AS "recordedAt", t.actor_label AS "actorLabel"
         FROM ledger_entries e JOIN ledger_transfers t ON t.id = e.transfer_id
        WHERE e.account_id = $1 AND t.effective_on <= coalesce($2, 'infinity'::date) AND e.account_version > $3
        ORDER BY e.account_version LIMIT $4`,
      [accountId, asOf ?? null, /^\d{1,18}$/.test(after) ? after : '0', limit + 1],
    );
    const lines = rows.map((row) => ({
      ...row,
      version: BigInt(row.version),
      amount: Money.of(BigInt(row.amount), currency),
      balanceAfter: Money.of(BigInt(row.balanceAfter), currency),
    }));
    return {
      account,
      balance: Money.of(BigInt(sum.balance), currency),
      lines: keysetPage(lines, limit, (line) => [line.version.toString()]),
    };
  }

  /** Holds by id, in the order of their ids; those that do not exist are left out. */
  async holds(tx: ReadTx, holdIds: readonly string[]): Promise<Hold[]> {
    const rows = await tx.query<HoldRow[]>(`${HOLD} WHERE h.id = ANY ($1) ORDER BY h.id COLLATE "C"`, [holdIds]);
    return rows.map(holdOf);
  }

  /** Holds that were made for any of these, oldest first. */
  async holdsFor(tx: ReadTx, refs: readonly string[]): Promise<Hold[]> {
    const rows = await tx.query<HoldRow[]>(`${HOLD} WHERE h.ref = ANY($1) ORDER BY h.held_at, h.id COLLATE "C"`, [
      refs,
    ]);
    return rows.map(holdOf);
  }

  /** Transfers with their entries, in the order they were recorded; those that do not exist are left out. */
  async transfers(tx: ReadTx, transferIds: readonly string[]): Promise<Transfer[]> {
    const rows = await tx.query<TransferRow[]>(
      `SELECT t.id, t.reason, t.effective_on AS "effectiveOn", t.recorded_at AS "recordedAt",
              t.actor_label AS "actorLabel", e.account_id AS "accountId", a.name AS "accountName", e.currency,
              e.amount_minor AS amount, e.hold_id AS "holdId"
         FROM ledger_transfers t
         JOIN ledger_entries e ON e.transfer_id = t.id
         JOIN ledger_accounts a ON a.id = e.account_id
        WHERE t.id = ANY ($1)
        ORDER BY t.recorded_at, t.id COLLATE "C", e.amount_minor, e.account_id COLLATE "C"`,
      [transferIds],
    );
    const transfers = new Map<string, Transfer & { entries: Transfer['entries'][number][] }>();
    for (const { id, accountId, accountName, currency, amount, holdId, ...facts } of rows) {
      const transfer = transfers.get(id) ?? { id, ...facts, entries: [] };
      transfer.entries.push({ accountId, accountName, amount: Money.of(BigInt(amount), currency), holdId });
      transfers.set(id, transfer);
    }
    return [...transfers.values()];
  }
}

type StatementRow = Omit<StatementLine, 'version' | 'amount' | 'balanceAfter'> &
  Record<'version' | 'amount' | 'balanceAfter', string>;

type HoldRow = Omit<Hold, 'amount'> & Record<'amount' | 'currency', string>;

type TransferRow = Omit<Transfer, 'entries'> &
  Record<'accountId' | 'accountName' | 'currency' | 'amount', string> & { holdId: string | null };

function balanceOf({ id, code, book, name, currency, posted, held, available, version }: BalanceRow): AccountBalance {
  const money = (minor: string) => Money.of(BigInt(minor), currency);
  return {
    id,
    code,
    book,
    name,
    posted: money(posted),
    held: money(held),
    available: available === null ? null : money(available),
    version: BigInt(version),
  };
}

function holdOf({ amount, currency, ...facts }: HoldRow): Hold {
  return { ...facts, amount: Money.of(BigInt(amount), currency) };
}
