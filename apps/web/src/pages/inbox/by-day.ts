import type { Notification } from '../../api/types.js';

export interface DayOfInbox {
  /** Calendar date in UTC, as all times of the pages. */
  readonly day: string;
  readonly items: readonly Notification[];
}

/** In the order in which they came. */
export function byDay(items: readonly Notification[]): DayOfInbox[] {
  const days = new Map<string, Notification[]>();
  for (const item of items) {
    const day = item.createdAt.slice(0, 10);
    days.set(day, [...(days.get(day) ?? []), item]);
  }
  return [...days].map(([day, ofDay]) => ({ day, items: ofDay }));
}
