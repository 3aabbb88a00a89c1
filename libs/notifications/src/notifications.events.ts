/** More saved searches than one transaction looks at; `refId` is the need. Payload: {@link SearchesLeft}. */
export const SEARCH_BATCH_LEFT = 'search.batch-left' as const;

/** Somebody is to be written to about their inbox; `refId` is the membership. */
export const INBOX_MAIL_DUE = 'inbox.mail-due' as const;

export type SearchesLeft = {
  /** The saved search that was looked at last. */
  after: string;
  /** The event that all of it is about, and who caused that. */
  eventId: string;
  actorPerson: string;
};
