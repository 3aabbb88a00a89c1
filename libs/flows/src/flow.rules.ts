import { dayFault, InvalidInput, Money, type CalendarDate, type ProblemItem } from '#libs/kernel';
import { RowReader } from '#libs/platform';

/** A promise, a signed obligation, money that moved: three numbers that are never added up (OCHA FTS status 20, 30, 40). */
export const FLOW_KINDS = ['pledge', 'commitment', 'payment'] as const;
export type FlowKind = (typeof FLOW_KINDS)[number];

/** Columns of the import file, as OCHA FTS published them. */
export const FLOW_COLUMNS = {
  required: ['flow_ref', 'donor', 'status_code', 'amount', 'currency', 'value_date'],
  optional: ['need_ref', 'donor_ref', 'status', 'description'],
} as const;

/** One row of the import file, understood. */
export interface FlowRow {
  readonly externalRef: string;
  /** Reference of the need at the same source; null when the money is not for one need. */
  readonly needRef: string | null;
  readonly donorName: string;
  readonly donorRef: string | null;
  readonly kind: FlowKind;
  readonly amount: Money;
  readonly valueDate: CalendarDate;
  readonly description: string;
}

const STATUS: Readonly<Record<string, { kind: FlowKind; word: string }>> = {
  '20': { kind: 'pledge', word: 'pledge' },
  '30': { kind: 'commitment', word: 'commitment' },
  '40': { kind: 'payment', word: 'paid contribution' },
};

const TEXT_MAX = { flow_ref: 100, need_ref: 100, donor: 300, donor_ref: 100, description: 5_000 } as const;

/**
 * Reads one row; `amount` is in major units (`2389167` or `10.50`).
 * @throws InvalidInput with every wrong column as the path.
 */
export function readFlowRow(record: Readonly<Record<string, string>>): FlowRow {
  const reader = new RowReader({});
  const { wrong } = reader;
  const text = (column: string) => (record[column] ?? '').trim();

  for (const [column, max] of Object.entries(TEXT_MAX)) {
    if (text(column) !== '') reader.words(column, text(column), max);
  }
  for (const column of ['flow_ref', 'donor'] as const) {
    if (text(column) === '') wrong.push({ path: column, detail: 'is missing' });
  }
  const status = STATUS[text('status_code')];
  if (!status) wrong.push({ path: 'status_code', detail: 'must be 20 (pledge), 30 (commitment) or 40 (paid)' });
  if (status && text('status') !== '' && text('status').toLowerCase() !== status.word) {
    wrong.push({ path: 'status', detail: `contradicts status_code ${text('status_code')}, which is "${status.word}"` });
  }
  const dayWrong = dayFault(text('value_date'));
  if (dayWrong !== null) wrong.push({ path: 'value_date', detail: dayWrong });

  const amount = readAmount(text('amount'), text('currency'), wrong);
  if (wrong.length > 0 || !status || !amount) throw new InvalidInput(wrong);
  return {
    externalRef: text('flow_ref'),
    needRef: text('need_ref') || null,
    donorName: text('donor'),
    donorRef: text('donor_ref') || null,
    kind: status.kind,
    amount,
    valueDate: text('value_date'),
    description: text('description'),
  };
}

function readAmount(amount: string, currency: string, wrong: ProblemItem[]): Money | null {
  if (!/^[A-Z]{3}$/.test(currency)) {
    wrong.push({ path: 'currency', detail: 'must be a currency code of ISO 4217 such as USD' });
    return null;
  }
  try {
    const money = Money.parse(amount, currency);
    if (money.minor >= 0n) return money;
    wrong.push({ path: 'amount', detail: 'must be 0 or more' });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    wrong.push({ path: 'amount', detail: `cannot be read: ${error.message}` });
  }
  return null;
}
