import { dayFault, MINOR_MAX, Money, type CalendarDate, type ProblemItem } from '#libs/kernel';
import { BLANK, NOT_ONE_LINE, NOT_PROSE, ONE_LINE, ONE_LINE_MAX, PROSE, VISIBLE } from '../text.rules.js';
import { readList, withPoint } from './cells.js';
import type { Cells } from './columns.js';
import { daysOf } from './days.js';

const YES = ['yes', 'true', '1'];
const NO = ['no', 'false', '0'];

/**
 * Reads the cells of one row. Of each it says `undefined` when the file has no such column, null when the cell is empty, and
 * notes what is wrong with it by the name of the column.
 */
export class RowReader {
  readonly wrong: ProblemItem[] = [];

  constructor(private readonly cells: Cells) {}

  /** The file has the column. */
  has(key: string): boolean {
    return this.cells[key] !== undefined;
  }

  isFilled(key: string): boolean {
    return (this.cells[key] ?? '').trim() !== '';
  }

  isRefused(key: string): boolean {
    return this.wrong.some(({ path }) => path === key);
  }

  refuse(path: string, detail: string): null {
    this.wrong.push({ path, detail });
    return null;
  }

  /** Words that people write; on one line unless they may be many. */
  text(key: string, max: number): string | null | undefined {
    return this.given(key, (text) => this.words(key, text, max));
  }

  /** A code of a list that only the database knows. */
  code(key: string, shape: RegExp): string | null | undefined {
    return this.given(key, (text) =>
      shape.test(text) ? text : this.refuse(key, 'is no such code; the dictionary of the sheet lists them'),
    );
  }

  oneOf<T extends string>(key: string, values: readonly T[]): T | null | undefined {
    return this.given(key, (text) => this.known(key, text.toLowerCase() as T, values));
  }

  whole(key: string, min: number, max: number): number | null | undefined {
    return this.given(key, (text) => {
      const value = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
      return value >= min && value <= max ? value : this.refuse(key, `must be a whole number from ${min} to ${max}`);
    });
  }

  /** One that is refused says nothing, as if the file had no such cell. */
  day(key: string): CalendarDate | null | undefined {
    const day = this.given(key, (text) => {
      const days = daysOf(text);
      if (days.length === 0) return this.refuse(key, 'must be a day as YYYY-MM-DD: 2027-06-30');
      if (days.length > 1) return this.refuse(key, `may be ${days.join(' or ')}; write the day as YYYY-MM-DD`);
      const fault = dayFault(days[0]!);
      return fault === null ? days[0]! : this.refuse(key, fault);
    });
    return day === null && this.isRefused(key) ? undefined : day;
  }

  flag(key: string): boolean | null | undefined {
    return this.given(key, (text) => {
      const word = text.toLowerCase();
      if (YES.includes(word) || NO.includes(word)) return YES.includes(word);
      return this.refuse(key, 'must be yes or no');
    });
  }

  /** Minor units where a currency is counted, otherwise whole units. */
  amount(key: string, currency: string | null | undefined): bigint | null | undefined {
    return this.given(key, (text) => {
      if (!currency) {
        if (/^\d{1,16}$/.test(text) && BigInt(text) <= MINOR_MAX) return BigInt(text);
        return this.refuse(key, 'must be a whole number, without commas or blanks');
      }
      try {
        const { minor } = Money.parse(withPoint(text), currency);
        return minor >= 0n ? minor : this.refuse(key, 'is negative');
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        return this.refuse(key, `cannot be used: ${error.message}; write it as 1234.50`);
      }
    });
  }

  words(key: string, text: string, max: number): string | null {
    if (text.length > max) return this.refuse(key, `has ${text.length} characters; ${max} are the most`);
    if (!VISIBLE.test(text)) return this.refuse(key, BLANK);
    if (max <= ONE_LINE_MAX && !ONE_LINE.test(text)) return this.refuse(key, NOT_ONE_LINE);
    return PROSE.test(text) ? text : this.refuse(key, NOT_PROSE);
  }

  known<T extends string>(key: string, text: T, values: readonly T[]): T | null {
    return values.includes(text) ? text : this.refuse(key, `must be one of ${values.join(', ')}`);
  }

  /** `one` gives back null for what it refused. */
  list<T extends string>(key: string, max: number, one: (text: string) => T | null): T[] | undefined {
    const cell = this.cells[key];
    if (cell === undefined) return undefined;
    const values = readList(cell);
    if (values.length > max) this.refuse(key, `has ${values.length} values; ${max} are the most`);
    return values.slice(0, max).flatMap((value) => one(value) ?? []);
  }

  private given<T>(key: string, read: (text: string) => T | null): T | null | undefined {
    const text = this.cells[key]?.trim();
    if (text === undefined) return undefined;
    return text === '' ? null : read(text);
  }
}
