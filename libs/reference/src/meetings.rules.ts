import { calendarDateOf, type BrokenRule, type CalendarDate } from '#libs/kernel';

export const MEETING_KINDS = [
  'biennial-meeting',
  'review-conference',
  'expert-meeting',
  'preparatory-committee',
] as const;
export type MeetingKind = (typeof MEETING_KINDS)[number];

/**
 * How exactly the dates are known: to the day; or only the month or the year that the meeting lies in, which the dates then
 * span.
 */
export const PRECISIONS = ['day', 'month', 'year'] as const;
export type Precision = (typeof PRECISIONS)[number];

/**
 * Why a meeting stands in the calendar: the outcome document of 2012 names it; it is on public record; the biennial rhythm of
 * that document leads to expect it and no decision is known here; or an administrator entered or corrected it.
 */
export const MEETING_BASES = ['outcome-2012', 'public-record', 'expected', 'entered'] as const;
export type MeetingBasis = (typeof MEETING_BASES)[number];

interface Period {
  readonly startsOn: CalendarDate;
  readonly endsOn: CalendarDate;
  readonly precision: Precision;
}

export interface MeetingDates extends Period {
  readonly code: string;
  readonly kind: MeetingKind;
}

/**
 * The time in which States report to one meeting. National reports go with biennial meetings and review conferences (2012
 * outcome, annex 1, plan, para. 11, and follow-up, para. 9; annex 2, paras. 13–15), so a cycle runs from the day after one of
 * these to the last day of the next.
 */
export interface ReportingCycle<M extends MeetingDates = MeetingDates> {
  /** Of the meeting that it leads to: `BMS9`. */
  readonly code: string;
  /** The years of the two meetings: `2024–2026`. */
  readonly name: string;
  readonly from: CalendarDate;
  readonly until: CalendarDate;
  readonly meeting: M;
}

const REPORTED_TO: ReadonlySet<MeetingKind> = new Set<MeetingKind>(['biennial-meeting', 'review-conference']);

/** From the oldest on. They follow each other without a gap; the first meeting of the calendar only begins one. */
export function reportingCycles<M extends MeetingDates>(meetings: readonly M[]): ReportingCycle<M>[] {
  const reportedTo = meetings
    .filter(({ kind }) => REPORTED_TO.has(kind))
    .sort((one, other) => (one.startsOn < other.startsOn ? -1 : 1));
  return reportedTo.slice(1).map((meeting, index) => {
    const before = reportedTo[index]!;
    return {
      code: meeting.code,
      name: `${yearOf(before.endsOn)}–${yearOf(meeting.endsOn)}`,
      from: dayAfter(before.endsOn),
      until: meeting.endsOn,
      meeting,
    };
  });
}

/** The cycle that a day lies in; null before the first and after the last that the calendar knows. */
export function cycleOf<M extends MeetingDates>(date: CalendarDate, meetings: readonly M[]): ReportingCycle<M> | null {
  return reportingCycles(meetings).find(({ from, until }) => from <= date && date <= until) ?? null;
}

const DAYS_MAX = 31;

/** What is wrong with the dates of a meeting. */
export function checkPeriod({ startsOn, endsOn, precision }: Period): BrokenRule[] {
  const reads = ['startsOn', 'precision'];
  if (precision === 'day') {
    const days = daysBetween(startsOn, endsOn);
    if (days >= 0 && days <= DAYS_MAX) return [];
    return [{ path: 'endsOn', detail: `Choose a day from ${startsOn} on, at most ${DAYS_MAX} days later.`, reads }];
  }
  const [year = '', month = ''] = startsOn.split('-');
  const first = precision === 'year' ? `${year}-01-01` : `${year}-${month}-01`;
  const last = precision === 'year' ? `${year}-12-31` : lastDayOfMonth(first);
  return [
    ...(startsOn === first
      ? []
      : [{ path: 'startsOn', detail: `Choose the first day of the ${precision}, ${first}.`, reads: ['precision'] }]),
    ...(endsOn === last
      ? []
      : [{ path: 'endsOn', detail: `Choose the last day of the ${precision}, ${last}.`, reads }]),
  ];
}

/** Years before and after today within which a meeting is entered: further off, a year is most likely mistyped. */
const YEARS_MAX = 10;

/** Days that are too far from today for a meeting that somebody enters. */
export function checkNear(
  days: { readonly [path in 'startsOn' | 'endsOn']?: CalendarDate },
  today: CalendarDate,
): BrokenRule[] {
  const [first, last] = [yearsFrom(today, -YEARS_MAX), yearsFrom(today, YEARS_MAX)];
  const detail = `Choose a day from ${first} to ${last}, ${YEARS_MAX} years before or after today.`;
  return Object.entries(days).flatMap(([path, day]) => (first <= day && day <= last ? [] : [{ path, detail }]));
}

const DAY_MS = 86_400_000;

const yearOf = (date: CalendarDate): string => date.slice(0, 4);
const daysBetween = (from: CalendarDate, to: CalendarDate): number => (Date.parse(to) - Date.parse(from)) / DAY_MS;
const dayAfter = (date: CalendarDate): CalendarDate => calendarDateOf(new Date(Date.parse(date) + DAY_MS));

function lastDayOfMonth(first: CalendarDate): CalendarDate {
  const next = new Date(first);
  next.setUTCMonth(next.getUTCMonth() + 1);
  return calendarDateOf(new Date(next.getTime() - DAY_MS));
}

function yearsFrom(today: CalendarDate, years: number): CalendarDate {
  const day = new Date(today);
  day.setUTCFullYear(day.getUTCFullYear() + years);
  return calendarDateOf(day);
}
