import { dayFault, isCalendarDate, type CalendarDate } from '#libs/kernel';

/** A day that a cell can mean; `isUsual`: where nothing else says in which order it was written, it is taken for this one. */
interface Reading {
  readonly day: CalendarDate;
  readonly isUsual: boolean;
}

/**
 * The days that a cell can mean. Spreadsheet programs rewrite `2027-06-30` the way their country does – 30/06/2027, 30.06.27,
 * 6/30/27 – and of 03/04/2027 nobody knows whose way it is.
 */
export function daysOf(cell: string): CalendarDate[] {
  const usual = readingsOf(cell).filter(({ isUsual }) => isUsual);
  return [...new Set(usual.map(({ day }) => day))];
}

/** Some program writes the day so: where a day stands, that says which order was meant. */
export function mayMean(cell: string, day: CalendarDate): boolean {
  return readingsOf(cell).some((reading) => reading.day === day);
}

function readingsOf(cell: string): Reading[] {
  // Around the numbers programs write marks of direction, a point at the end, and in Bulgarian and Macedonian a letter for the year.
  const text = cell
    .replace(/\p{Cf}/gu, '')
    .trim()
    .replace(/(?:\s?г)?\.$/u, '');
  if (isCalendarDate(text)) return [{ day: text, isUsual: true }];
  const parts = /^(\d{1,4})([/.-]\s?)(\d{1,2})\2(\d{1,4})$/.exec(text);
  if (!parts) return [];
  const [, first, mark, second, third] = parts as unknown as [string, string, string, string, string];
  // A year of two digits stands first in few countries, of which most part it by dashes, or by points and blanks.
  const isUsual = first.length === 4 || mark === '-' || mark.length === 2;
  return [
    ...real(third, second, first).map((day) => ({ day, isUsual: true })),
    // With points the day comes before the month everywhere.
    ...(mark.startsWith('.') ? [] : real(third, first, second).map((day) => ({ day, isUsual: true }))),
    ...real(first, second, third).map((day) => ({ day, isUsual })),
  ];
}

/** The days of the calendar with such a year: of two digits, in each century of which a day may be said. */
function real(year: string, month: string, day: string): CalendarDate[] {
  const within = (century: string) => `${century}${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  if (year.length === 4) return [within('')].filter(isCalendarDate);
  return year.length === 2 ? ['19', '20', '21'].map(within).filter((one) => dayFault(one) === null) : [];
}
