import { calendarDateOf, type BrokenRule, type CalendarDate } from '#libs/kernel';
import { DeliveredAsMoney } from './matching.errors.js';
import type { Match } from './match.entity.js';
import type { Measure } from './pair.js';

const HOUR_MS = 3_600_000;

/** The day as it is now where it began first (UTC+14), and where it begins last (UTC-12). */
const firstDayAt = (moment: Date): CalendarDate => calendarDateOf(new Date(moment.getTime() + 14 * HOUR_MS));
const lastDayAt = (moment: Date): CalendarDate => calendarDateOf(new Date(moment.getTime() - 12 * HOUR_MS));

/** Of what is paid, the day that its donor plans is what tells it from money that a fund pays. @throws DeliveredAsMoney */
export function requireByHand({ unitCode, deliveryPlannedOn, state }: Delivered): void {
  const isUnderWay = state === 'delivering' || state === 'completed';
  if (unitCode === null && isUnderWay && deliveryPlannedOn === null) throw new DeliveredAsMoney();
}

type Delivered = Pick<Match, 'unitCode' | 'deliveryPlannedOn' | 'state'>;

/** What the amount of a match counts. */
export function measureOf({ currency, unitCode }: Pick<Match, 'currency' | 'unitCode'>): Measure {
  return currency === null ? { unit: unitCode ?? '' } : { currency };
}

/** A delivery is planned for today or later, wherever today is. */
export function checkPlannable(plannedOn: CalendarDate, now: Date): BrokenRule[] {
  return plannedOn < lastDayAt(now) ? [{ path: 'plannedOn', detail: 'Choose today or a later day.' }] : [];
}

/** What is recorded has arrived: not before both had consented, and not in the future. */
export function checkDeliverable(
  deliveredOn: CalendarDate,
  { stateConsentAt, donorConsentAt }: Pick<Match, 'stateConsentAt' | 'donorConsentAt'>,
  now: Date,
): BrokenRule[] {
  const agreed = Math.max(stateConsentAt?.getTime() ?? 0, donorConsentAt?.getTime() ?? 0);
  const detail =
    deliveredOn > firstDayAt(now)
      ? 'Choose today or an earlier day: record a delivery when it has arrived.'
      : deliveredOn < lastDayAt(new Date(agreed))
        ? `Choose a day from ${calendarDateOf(new Date(agreed))} on, when the match was confirmed.`
        : null;
  return detail === null ? [] : [{ path: 'deliveredOn', detail }];
}
