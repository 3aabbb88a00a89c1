export interface InboxFilters {
  readonly unread?: 'true';
}

/** Reads `?unread=true`; anything else shows all. */
export function readInboxFilters(search: Readonly<Record<string, unknown>>): InboxFilters {
  return search.unread === 'true' ? { unread: 'true' } : {};
}
