import { dayFault, InvalidInput, Money, type CalendarDate, type ProblemItem } from '#libs/kernel';
import { RowReader } from '#libs/platform';
import { TEXT_MAX, TITLE_MAX } from './need.limits.js';

/** One row of a file of needs, as text. Names of its fields are the paths of the problems that it raises. */
export interface NeedRow {
  /** Names the file or system; references are unique within it. */
  readonly source: string;
  /** Reference of the need. Rows that share it are lines of one need. */
  readonly externalRef: string;
  readonly title: string;
  /** ISO 3166-1 alpha-2. */
  readonly areaIso2: string;
  /** Without a reference of its own an organization is known by its name, however many blanks part its words. */
  readonly requestingOrganization: { readonly externalRef: string; readonly name: string };
  /** `YYYY-MM-DD` or empty. */
  readonly startDate: string;
  readonly endDate: string;
  /** Plain decimal in major units. 0 is kept as 0: the source did not say. */
  readonly amount: string;
  /** ISO 4217. */
  readonly currency: string;
  readonly sourceSector: string;
  readonly sourceCluster: string;
  /** Our category; empty where the category map has none. */
  readonly categoryCode: string;
  readonly objectives: string;
  readonly activities: string;
}

/** A row that can be used. */
export interface ReadRow {
  readonly source: string;
  readonly externalRef: string;
  readonly organization: { readonly externalRef: string; readonly name: string };
  readonly need: {
    readonly title: string;
    readonly summary: string;
    readonly areaIso2: string;
    readonly neededFrom: CalendarDate | null;
    readonly neededBy: CalendarDate | null;
  };
  readonly tags: readonly string[];
  readonly item: {
    readonly description: string;
    readonly currency: string;
    readonly requested: bigint;
    readonly sourceSector: string | null;
  };
  readonly categoryCode: string;
}

/** What no map has sorted: a coordinator does, and until then nothing matches it. */
export const UNSORTED_CATEGORY = 'OTHER';

/** @throws InvalidInput that names every field that cannot be used */
export function readRow(row: NeedRow): ReadRow {
  const reader = new RowReader({});
  const { wrong } = reader;
  const text = (path: string, value: string, max: number) => {
    const trimmed = value.trim();
    return trimmed === '' ? '' : (reader.words(path, trimmed, max) ?? '');
  };
  const required = (path: string, value: string) => {
    if (value.trim() === '') reader.refuse(path, 'is missing');
    return text(path, value, TITLE_MAX);
  };
  const day = (path: string, value: string) => {
    const trimmed = value.trim();
    const fault = trimmed === '' ? null : dayFault(trimmed);
    if (fault !== null) wrong.push({ path, detail: fault });
    return trimmed === '' ? null : trimmed;
  };
  const neededFrom = day('startDate', row.startDate);
  const neededBy = day('endDate', row.endDate);
  if (wrong.length === 0 && neededFrom !== null && neededBy !== null && neededBy < neededFrom) {
    wrong.push({ path: 'endDate', detail: `is before the start, ${neededFrom}` });
  }
  const organization = row.requestingOrganization;
  const name = required('requestingOrganization.name', withSingleBlanks(organization.name));
  const currency = required('currency', row.currency).toUpperCase();
  const requested = readAmount(required('amount', row.amount), currency, wrong);
  const sector = text('sourceSector', row.sourceSector, TITLE_MAX);
  const cluster = text('sourceCluster', row.sourceCluster, TITLE_MAX);
  const read: ReadRow = {
    source: required('source', row.source),
    externalRef: required('externalRef', row.externalRef),
    organization: {
      externalRef:
        text('requestingOrganization.externalRef', withSingleBlanks(organization.externalRef), TITLE_MAX) || name,
      name,
    },
    need: {
      title: required('title', row.title),
      summary: text('objectives', row.objectives, TEXT_MAX),
      areaIso2: required('areaIso2', row.areaIso2).toUpperCase(),
      neededFrom,
      neededBy,
    },
    tags: [...new Set([sector, cluster])].filter((tag) => tag !== ''),
    item: {
      description: text('activities', row.activities, TEXT_MAX),
      currency,
      requested,
      sourceSector: sector === '' ? null : sector,
    },
    categoryCode: row.categoryCode.trim().toUpperCase() || UNSORTED_CATEGORY,
  };
  if (wrong.length > 0) throw new InvalidInput(wrong);
  return read;
}

function withSingleBlanks(text: string): string {
  return text.replace(/\s+/gu, ' ');
}

function readAmount(amount: string, currency: string, wrong: ProblemItem[]): bigint {
  if (amount === '' || currency === '') return 0n;
  try {
    const { minor } = Money.parse(amount, currency);
    if (minor < 0n) wrong.push({ path: 'amount', detail: 'is negative' });
    return minor;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const path = /^[A-Z]{3}$/.test(currency) ? 'amount' : 'currency';
    wrong.push({ path, detail: `cannot be used: ${error.message}` });
    return 0n;
  }
}
