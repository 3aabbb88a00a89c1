import { LedgerTables1764000800000 } from './1764000800000-ledger-tables.js';
import { LedgerGuards1764000800001 } from './1764000800001-ledger-guards.js';
import { LedgerFunctions1764000800002 } from './1764000800002-ledger-functions.js';
import { HoldsArrive1764000800003 } from './1764000800003-holds-arrive.js';

export const ledgerMigrations = [
  LedgerTables1764000800000,
  LedgerGuards1764000800001,
  LedgerFunctions1764000800002,
  HoldsArrive1764000800003,
];
