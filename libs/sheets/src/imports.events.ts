/** Somebody sent a file. */
export const IMPORT_REQUESTED = 'import.requested' as const;
