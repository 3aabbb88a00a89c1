import type { Migration } from '#libs/platform';
import { DisbursementsTables1764001000000 } from './1764001000000-disbursements-tables.js';
import { NoHandInOwnPayments1764001000010 } from './1764001000010-no-hand-in-own-payments.js';
import { OrdersKeepAccountAndMoves1764001000020 } from './1764001000020-orders-keep-account-and-moves.js';

export const disbursementsMigrations: readonly Migration[] = [
  DisbursementsTables1764001000000,
  NoHandInOwnPayments1764001000010,
  OrdersKeepAccountAndMoves1764001000020,
];
