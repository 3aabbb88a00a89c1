import { dayFault, InvalidInput, Money, MINOR_MAX, type CalendarDate } from '#libs/kernel';
import { RowReader } from '#libs/platform';
import { TEXT_MAX, TITLE_MAX } from './offer.limits.js';
import { AREA_GROUPS, levelOf, UNSTATED, type AreaGroup, type OfferContent, type OfferKind } from './offer.rules.js';
import type { columnsOf } from './save-offer.js';

/**
 * Columns of a file of offers. Lists are separated by `;` and empty where anything is welcome. An offer has either amount
 * and currency (major units, plain decimals), or quantity and unit (whole numbers); lot and maximum are in the same.
 */
export const OFFER_COLUMNS = {
  required: ['external_ref', 'organization', 'title', 'kind'],
  optional: [
    ...['description', 'conditions', 'categories', 'types', 'amount', 'currency', 'quantity', 'unit'],
    ...['areas', 'regions', 'groups', 'excluded_areas', 'minimum_lot', 'maximum_per_recipient'],
    ...['valid_from', 'valid_until'],
  ],
} as const;

/** What no file has a column for: the organization says it here. */
export type DecidedHere = 'visibility' | keyof typeof UNSTATED;

/** A row that can be used. */
export interface ReadOffer {
  readonly externalRef: string;
  /** `org_…` of an organization that is there, or the name of one, with single blanks. */
  readonly organization: string;
  /** A start is missing where the file has none: then it is the day of the first import. */
  readonly content: Omit<OfferContent, 'validFrom' | DecidedHere> & { readonly validFrom: CalendarDate | null };
}

/** The columns of an offer that a file decides, as JSON: quantities are decimal texts. */
export type SourceContent = Readonly<Record<string, string | number | readonly string[] | null>> & {
  readonly validFrom: CalendarDate;
};

/** @throws InvalidInput that names every column that cannot be used */
export function readOffer(record: Readonly<Record<string, string>>): ReadOffer {
  const row = new RowReader({ ...record, organization: (record.organization ?? '').replace(/\s+/gu, ' ') });
  const refuse: Refuse = (path, detail) => row.refuse(path, detail);
  const text = (column: string, max = TITLE_MAX) => (row.isRefused(column) ? '' : (row.text(column, max) ?? ''));
  const required = (column: string) => {
    if (!row.isFilled(column)) refuse(column, 'is missing');
    return text(column);
  };
  const list = (column: string) => {
    const codes = text(column, TEXT_MAX)
      .split(';')
      .map((code) => code.trim());
    return [...new Set(codes.filter((code) => code !== ''))];
  };
  const day = (column: string) => {
    const value = text(column);
    const fault = value === '' ? null : dayFault(value);
    if (fault !== null) refuse(column, fault);
    return value === '' ? null : value;
  };

  const kind = readKind(required('kind'), refuse);
  const cash = kind === 'cash';
  const [code, other] = cash ? (['currency', 'unit'] as const) : (['unit', 'currency'] as const);
  const [much, otherMuch] = cash ? (['amount', 'quantity'] as const) : (['quantity', 'amount'] as const);
  for (const column of [other, otherMuch]) {
    if (text(column) !== '') refuse(column, `must be empty where the kind is ${kind}`);
  }
  const measured = cash ? required(code).toUpperCase() : required(code);
  const quantity = (column: string) => readQuantity(column, text(column), cash ? measured : null, refuse);
  required(much);
  const capacity = quantity(much) ?? 0n;
  const groups = list('groups').map((group) => group.toLowerCase());
  const unknown = groups.filter((group) => !(AREA_GROUPS as readonly string[]).includes(group));
  if (unknown.length > 0) refuse('groups', `name ${unknown.join(', ')}; known are ${AREA_GROUPS.join(', ')}`);
  const named = {
    categoryCodes: list('categories').map((category) => category.toUpperCase()),
    typeCodes: list('types').map((type) => type.toLowerCase()),
    excludedAreas: list('excluded_areas').map((area) => area.toUpperCase()),
    earmarkAreas: list('areas').map((area) => area.toUpperCase()),
    earmarkRegions: list('regions'),
    earmarkGroups: groups as AreaGroup[],
  };
  const offer: ReadOffer = {
    externalRef: required('external_ref'),
    organization: required('organization'),
    content: {
      title: required('title'),
      description: text('description', TEXT_MAX),
      kind,
      measure: cash ? { currency: measured } : { unit: measured },
      capacity,
      earmarkLevel: levelOf({ ...UNSTATED, ...named }),
      ...named,
      minimumLot: quantity('minimum_lot'),
      maximumPerRecipient: quantity('maximum_per_recipient'),
      validFrom: day('valid_from'),
      validUntil: day('valid_until'),
      conditions: text('conditions', TEXT_MAX),
    },
  };
  if (row.wrong.length > 0) throw new InvalidInput(row.wrong);
  return offer;
}

type Refuse = (path: string, detail: string) => void;

function readKind(text: string, refuse: Refuse): OfferKind {
  if (text !== '' && text !== 'cash' && text !== 'in-kind') refuse('kind', 'must be cash or in-kind');
  return text === 'in-kind' ? 'in-kind' : 'cash';
}

/** Null where nothing stands, and where what stands was refused. */
function readQuantity(column: string, text: string, currency: string | null, refuse: Refuse): bigint | null {
  if (text === '') return null;
  if (currency === null) {
    if (/^\d{1,16}$/.test(text) && BigInt(text) <= MINOR_MAX) return BigInt(text);
    refuse(column, 'must be a whole number');
    return null;
  }
  if (!/^[A-Z]{3}$/.test(currency)) {
    if (column === 'amount' && currency !== '') refuse('currency', 'must be an ISO 4217 code');
    return null;
  }
  try {
    const { minor } = Money.parse(text, currency);
    if (minor >= 0n) return minor;
    refuse(column, 'is negative');
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    refuse(column, `cannot be used: ${error.message}`);
  }
  return null;
}

/** The columns that a problem of the content means. */
const COLUMN_OF_FIELD: Readonly<Record<string, string>> = {
  categoryCodes: 'categories',
  typeCodes: 'types',
  earmarkAreas: 'areas',
  earmarkRegions: 'regions',
  excludedAreas: 'excluded_areas',
  minimumLot: 'minimum_lot',
  maximumPerRecipient: 'maximum_per_recipient',
  validUntil: 'valid_until',
  'measure.currency': 'currency',
  'measure.unit': 'unit',
};

/** The same problems, named by column. */
export function byColumn(problem: InvalidInput, kind: OfferKind): InvalidInput {
  const columnOf = (path: string) =>
    path === 'capacity' ? (kind === 'cash' ? 'amount' : 'quantity') : (COLUMN_OF_FIELD[path] ?? path);
  return new InvalidInput(problem.errors.map(({ path, detail }) => ({ path: columnOf(path), detail })));
}

export function sourceContentOf(columns: ReturnType<typeof columnsOf>): SourceContent {
  const { capacity, minimumLot, maximumPerRecipient, ...rest } = columns;
  const ofFile = Object.entries(rest).filter(([field]) => field !== 'visibility' && !(field in UNSTATED));
  return {
    ...(Object.fromEntries(ofFile) as Omit<typeof rest, DecidedHere>),
    capacity: `${capacity}`,
    minimumLot: minimumLot === null ? null : `${minimumLot}`,
    maximumPerRecipient: maximumPerRecipient === null ? null : `${maximumPerRecipient}`,
  };
}

/** The fields in which two contents differ. */
export function differing(one: SourceContent, other: SourceContent): string[] {
  return Object.keys(one).filter((field) => JSON.stringify(one[field]) !== JSON.stringify(other[field]));
}
