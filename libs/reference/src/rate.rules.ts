import { InvalidInput, isCalendarDate, type CalendarDate, type ProblemItem } from '#libs/kernel';

/** Units of a currency for one US dollar from a day on. */
export interface Rate {
  readonly currency: string;
  readonly effectiveOn: CalendarDate;
  /** Exact decimal without superfluous zeros. */
  readonly unitsPerUsd: string;
}

const DECIMAL = /^\d{1,10}(\.\d{1,10})?$/;

/**
 * Reads one row of a rates file: columns `currency`, `effective_on`, `units_per_usd`.
 * @throws InvalidInput with the columns as paths
 */
export function readRateRow(record: Readonly<Record<string, string>>, currencies: ReadonlySet<string>): Rate {
  const wrong: ProblemItem[] = [];
  const field = (column: string): string => {
    const text = record[column]?.trim() ?? '';
    if (text === '') wrong.push({ path: column, detail: 'is missing' });
    return text;
  };
  const currency = field('currency');
  const effectiveOn = field('effective_on');
  const units = field('units_per_usd');
  if (currency && !currencies.has(currency)) {
    wrong.push({ path: 'currency', detail: 'is no currency in circulation by ISO 4217' });
  }
  if (effectiveOn && !isCalendarDate(effectiveOn)) {
    wrong.push({ path: 'effective_on', detail: 'must be a day as YYYY-MM-DD' });
  }
  if (units && !(DECIMAL.test(units) && /[1-9]/.test(units))) {
    wrong.push({ path: 'units_per_usd', detail: 'must be more than 0, with a point and at most 10 decimals' });
  }
  const unitsPerUsd = plainDecimal(units);
  if (currency === 'USD' && unitsPerUsd !== '1') wrong.push({ path: 'units_per_usd', detail: 'must be 1 for USD' });
  if (wrong.length > 0) throw new InvalidInput(firstPerPath(wrong));
  return { currency, effectiveOn, unitsPerUsd };
}

/** `007.50` → `7.5` */
export function plainDecimal(text: string): string {
  const [whole = '', fraction = ''] = text.split('.');
  const digits = fraction.replace(/0+$/, '');
  return `${whole.replace(/^0+(?=\d)/, '')}${digits ? `.${digits}` : ''}`;
}

function firstPerPath(items: readonly ProblemItem[]): ProblemItem[] {
  return items.filter((item, index) => items.findIndex(({ path }) => path === item.path) === index);
}
