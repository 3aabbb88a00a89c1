export { BalanceTooLarge, HoldResolved, InsufficientFunds, LedgerKeyReused } from './ledger.errors.js';
export { ledgerInvariants } from './ledger.invariants.js';
export { LedgerModule } from './ledger.module.js';
export { LedgerQueries } from './ledger.queries.js';
export type {
  AccountBalance,
  Hold,
  HoldState,
  Statement,
  StatementFilter,
  StatementLine,
  Transfer,
} from './ledger.queries.js';
export { Ledger } from './ledger.service.js';
export type { Entry, NewAccount, NewHold, NewTransfer } from './ledger.service.js';
export { ledgerMigrations } from './migrations/index.js';
