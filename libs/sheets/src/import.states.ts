import { defineStates } from '#libs/kernel';

/** The life of a file that was sent. */
export const importStates = defineStates({
  waiting: ['running', 'failed', 'cancelled'],
  running: ['done', 'failed', 'cancelled'],
  done: [],
  cancelled: [],
  failed: [],
});

export type ImportState = (typeof importStates.all)[number];

export const IMPORT_KINDS = ['needs', 'offers'] as const;
export type ImportKind = (typeof IMPORT_KINDS)[number];

/** What becomes of a row. `already-filed`: an earlier file filed the same, and nothing is written. */
export const ROW_FATES = ['created', 'updated', 'proposed', 'unchanged', 'already-filed', 'refused'] as const;
export type RowFate = (typeof ROW_FATES)[number];

/** `dry-run`: says what would happen, and changes nothing. */
export const IMPORT_MODES = ['dry-run', 'apply'] as const;
export type ImportMode = (typeof IMPORT_MODES)[number];
