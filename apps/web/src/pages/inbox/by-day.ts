import type { Notification } from '../../api/types.js';

/** News of one thing on one day, the newest first; never none. */
export type NewsOfThing = readonly [Notification, ...Notification[]];

export interface DayOfInbox {
  /** Calendar date in UTC, as all times of the pages. */
  readonly day: string;
  readonly things: readonly NewsOfThing[];
}

/** In the order in which they came; what a thing has more of that day stands with it. */
export function byDay(items: readonly Notification[]): DayOfInbox[] {
  return [...groups(items, ({ createdAt }) => createdAt.slice(0, 10))].map(([day, ofDay]) => ({
    day,
    things: [...groups(ofDay, thingOf).values()],
  }));
}

/** A pledge stands on the page of its need; its match opens with the review. */
export const isOfMatch = ({ kind, matchId }: Notification): boolean => matchId !== null && kind !== 'match.pledged';

function thingOf(news: Notification): string {
  const { id, matchId, need, contact, offer } = news;
  if (isOfMatch(news)) return String(matchId);
  return need?.id ?? (contact && `${contact.organizationId} ${contact.name}`) ?? offer?.id ?? id;
}

function groups(items: readonly Notification[], keyOf: (item: Notification) => string): Map<string, NewsOfThing> {
  const found = new Map<string, NewsOfThing>();
  for (const item of items) {
    const key = keyOf(item);
    const others = found.get(key);
    found.set(key, others ? [...others, item] : [item]);
  }
  return found;
}
