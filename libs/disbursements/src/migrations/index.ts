import type { Migration } from '#libs/platform';
import { DisbursementsTables1764001000000 } from './1764001000000-disbursements-tables.js';

export const disbursementsMigrations: readonly Migration[] = [DisbursementsTables1764001000000];
