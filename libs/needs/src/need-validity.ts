import type { BrokenRule, CalendarDate } from '#libs/kernel';
import type { ReadTx } from '#libs/platform';
import { VALID_DAYS_MAX } from './need.limits.js';

const TODAY = "(now() AT TIME ZONE 'UTC')::date";

/**
 * What is wrong with the last day of a request: requests are confirmed again in each reporting cycle, so none stands for longer
 * than {@link VALID_DAYS_MAX} days or the end of the cycle after the present one, whichever is later. By the database's date.
 */
export async function checkValidity(tx: ReadTx, validUntil: CalendarDate | null | undefined): Promise<BrokenRule[]> {
  if (!validUntil) return [];
  const [{ latest }] = await tx.query<[{ latest: CalendarDate }]>(
    `SELECT greatest(${TODAY} + $1::integer,
                     (SELECT max(ends_on)
                        FROM (SELECT ends_on FROM meetings
                               WHERE kind IN ('biennial-meeting', 'review-conference') AND ends_on >= ${TODAY}
                               ORDER BY ends_on LIMIT 2) coming))::text AS latest`,
    [VALID_DAYS_MAX],
  );
  if (validUntil <= latest) return [];
  const detail = `Choose a day up to ${latest}: requests are confirmed again in each reporting cycle, of about two years.`;
  return [{ path: 'validUntil', detail }];
}

/** By the calendar of meetings, which the database reads for imports, too. */
export async function defaultValidity(tx: ReadTx): Promise<CalendarDate> {
  const [row] = await tx.query<[{ day: CalendarDate }]>('SELECT need_default_validity()::text AS day');
  return row.day;
}
