import { calendarDateOf, InvalidInput, type CalendarDate } from '#libs/kernel';
import { DeliveredAsMoney } from './matching.errors.js';
import type { Match } from './match.entity.js';

const HOUR_MS = 3_600_000;

/** The day as it is now where it began first (UTC+14), and where it begins last (UTC-12). */
const firstDayAt = (moment: Date): CalendarDate => calendarDateOf(new Date(moment.getTime() + 14 * HOUR_MS));
const lastDayAt = (moment: Date): CalendarDate => calendarDateOf(new Date(moment.getTime() - 12 * HOUR_MS));

/** @throws DeliveredAsMoney */
export function requireInKind({ unitCode }: Pick<Match, 'unitCode'>): string {
  if (unitCode === null) throw new DeliveredAsMoney();
  return unitCode;
}

/** A delivery is planned for today or later, wherever today is. @throws InvalidInput */
export function requirePlannable(plannedOn: CalendarDate, now: Date): void {
  if (plannedOn >= lastDayAt(now)) return;
  throw new InvalidInput([{ path: 'plannedOn', detail: 'is past; give a day from today on' }]);
}

/** What is recorded has arrived: not before both had consented, and not in the future. @throws InvalidInput */
export function requireDeliverable(
  deliveredOn: CalendarDate,
  { stateConsentAt, donorConsentAt }: Pick<Match, 'stateConsentAt' | 'donorConsentAt'>,
  now: Date,
): void {
  const agreed = Math.max(stateConsentAt?.getTime() ?? 0, donorConsentAt?.getTime() ?? 0);
  const detail =
    deliveredOn > firstDayAt(now)
      ? 'is in the future; record it when it has arrived'
      : deliveredOn < lastDayAt(new Date(agreed))
        ? `is before the day on which the match was confirmed, ${calendarDateOf(new Date(agreed))}`
        : null;
  if (detail !== null) throw new InvalidInput([{ path: 'deliveredOn', detail }]);
}
