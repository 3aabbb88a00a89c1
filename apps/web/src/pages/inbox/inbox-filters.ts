export interface InboxFilters {
  readonly unread?: 'true' | undefined;
}

/** Reads `?unread=true`; anything else shows all. */
export function readInboxFilters(search: Readonly<Record<string, unknown>>): InboxFilters {
  return { unread: search.unread === 'true' ? 'true' : undefined };
}
