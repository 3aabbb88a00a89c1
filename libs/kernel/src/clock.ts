/** The one source of "now" in code that is tested; the database's own clock decides expiry. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

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

/** The UTC date of an instant. */
export function calendarDateOf(instant: Date): CalendarDate {
  return instant.toISOString().slice(0, 10);
}
