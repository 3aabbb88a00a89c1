import { AsyncLocalStorage } from 'node:async_hooks';

/** The one source of "now" in code that is tested; the database's own clock decides expiry. */
export interface Clock {
  now(): Date;
}

const told = new AsyncLocalStorage<Date>();

export const systemClock: Clock = { now: () => told.getStore() ?? new Date() };

/** Does `work` by a clock that stands at `moment`, and nothing else by it: for what a demonstration tells of the past. */
export function atMoment<T>(moment: Date, work: () => Promise<T>): Promise<T> {
  return told.run(moment, work);
}

/** Where that clock stands; null: it goes. */
export function toldMoment(): Date | null {
  return told.getStore() ?? null;
}

/** A calendar date, `YYYY-MM-DD` (ISO 8601), with no time and no zone. */
export type CalendarDate = string;

const PATTERN = /^(\d{4})-(\d{2})-(\d{2})$/;

/** True for a real day of the calendar: `2026-02-28`, not `2026-02-30`, nor one of a year 0, which PostgreSQL does not know. */
export function isCalendarDate(text: string): text is CalendarDate {
  const parts = PATTERN.exec(text);
  if (!parts || parts[1] === '0000') return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/**
 * Days that people and files may say: nothing that is kept here began before the 1990s, in which the United Nations took up small
 * arms, and no plan reaches beyond this century. What lies outside is a year that was mistyped, such as 0026 or 20260.
 */
export const DAY_MIN: CalendarDate = '1990-01-01';
export const DAY_MAX: CalendarDate = '2100-12-31';

/** What is wrong with a day that somebody said, in words; null: nothing. */
export function dayFault(text: string): string | null {
  if (!isCalendarDate(text)) return 'Give a day of the calendar, as YYYY-MM-DD.';
  return text < DAY_MIN || text > DAY_MAX ? OUT_OF_RANGE : null;
}

const OUT_OF_RANGE = `Choose a day from ${DAY_MIN} to ${DAY_MAX}: look at the year.`;

/** The UTC date of an instant. */
export function calendarDateOf(instant: Date): CalendarDate {
  return instant.toISOString().slice(0, 10);
}
