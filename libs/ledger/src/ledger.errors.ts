import { Money, Problem } from '#libs/kernel';
import { isViolation } from '#libs/platform';

/** An account was asked for more than is available: posted, less what is held, less its minimum. */
export class InsufficientFunds extends Problem {
  readonly code = 'insufficient-funds';
  readonly kind = 'conflict';
  constructor(
    account: string,
    readonly available: Money,
    asked: Money,
  ) {
    super(`${account} has ${available} available; ${asked} was asked. Ask for less, or wait for the next deposit.`);
  }
}

/** The idempotency key stands for another request. */
export class LedgerKeyReused extends Problem {
  readonly code = 'ledger-key-reused';
  readonly kind = 'replayed';
  constructor(key: string) {
    super(`The ledger has booked something else under the key ${key}. Use a new key for a new booking.`);
  }
}

/** A hold ends once: it was posted, let go or ran out before. */
export class HoldResolved extends Problem {
  readonly code = 'hold-resolved';
  readonly kind = 'conflict';
  constructor(
    readonly holdId: string,
    readonly state: string,
  ) {
    super(`The hold ${holdId} is ${state}. Its money can be neither paid nor let go again; make a new hold.`);
  }
}

/** An account would hold more than 2^53 − 1 minor units. */
export class BalanceTooLarge extends Problem {
  readonly code = 'balance-too-large';
  readonly kind = 'conflict';
  constructor() {
    super('An account would hold more than 9,007,199,254,740,991 minor units. Check the amount.');
  }
}

/** The problem behind a refusal of the ledger's functions, or the error itself where it is a bug of ours. */
export function ledgerProblem(error: unknown, key: string): unknown {
  if (isViolation(error, 'ck_ledger_accounts_no_overdraft')) {
    const { account, currency, available, asked } = detailOf(error);
    const money = (minor = '0') => Money.of(BigInt(minor), currency ?? '');
    return account ? new InsufficientFunds(account, money(available), money(asked)) : error;
  }
  if (isViolation(error, 'ck_ledger_entries_hold_pending') || isViolation(error, 'ck_ledger_holds_move')) {
    const { hold, state } = detailOf(error);
    return hold && state ? new HoldResolved(hold, state) : error;
  }
  const isReuse =
    isViolation(error, 'uq_ledger_transfers_idempotency_key') || isViolation(error, 'uq_ledger_holds_idempotency_key');
  if (isReuse) return new LedgerKeyReused(key);
  const isTooLarge =
    isViolation(error, 'ck_ledger_accounts_posted_range') || isViolation(error, 'ck_ledger_accounts_held_range');
  return isTooLarge ? new BalanceTooLarge() : error;
}

/** The JSON that the functions put into the detail of their refusals; empty for a plain constraint. */
function detailOf(error: unknown): Record<string, string | undefined> {
  const found = error as { detail?: unknown; driverError?: { detail?: unknown } };
  const detail = found.driverError?.detail ?? found.detail;
  return typeof detail === 'string' && detail.startsWith('{') ? (JSON.parse(detail) as Record<string, string>) : {};
}
