import { isCalendarDate, type CalendarDate } from '#libs/kernel';

/**
 * The days that a cell can mean. Spreadsheet programs rewrite `2027-06-30` the way their country does – 30/06/2027, 30.06.2027,
 * 6/30/2027 – and of 03/04/2027 nobody knows whose way it is.
 */
export function daysOf(cell: string): CalendarDate[] {
  const text = cell.trim();
  if (isCalendarDate(text)) return [text];
  const yearFirst = /^(\d{4})[/.](\d{1,2})[/.](\d{1,2})$/.exec(text);
  if (yearFirst) return real([[yearFirst[1]!, yearFirst[2]!, yearFirst[3]!]]);
  const parts = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4})$/.exec(text);
  if (!parts) return [];
  const [, first, mark, second, year] = parts as unknown as [string, string, string, string, string];
  const dayFirst = [year, second, first] as const;
  // With points the day comes first everywhere.
  return real(mark === '.' ? [dayFirst] : [dayFirst, [year, first, second]]);
}

function real(dates: readonly (readonly [string, string, string])[]): CalendarDate[] {
  const days = dates.map(([year, month, day]) => `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
  return [...new Set(days)].filter(isCalendarDate);
}
