import { InvalidInput, type BrokenRule } from '#libs/kernel';
import type { ReadTx } from '#libs/platform';
import { isConsistent, type Earmark } from './earmark.rules.js';

interface Names {
  /** A query of all codes that there are. */
  readonly known: string;
  readonly what: string;
}

const PLACES: Names = {
  known: 'SELECT iso2 FROM areas WHERE iso2 IS NOT NULL',
  what: 'a country or area from the list',
};
const CATEGORIES: Names = {
  known: 'SELECT code FROM assistance_categories WHERE NOT never_matches',
  what: 'an assistance category from the list',
};
const TYPES: Names = { known: 'SELECT code FROM assistance_types', what: 'a type of assistance from the list' };
const NAMES = {
  areas: PLACES,
  excludedAreas: PLACES,
  regions: { known: 'SELECT code FROM areas WHERE iso2 IS NULL', what: 'a region from the list' },
  categories: CATEGORIES,
  excludedCategories: CATEGORIES,
  types: TYPES,
  excludedTypes: TYPES,
} as const satisfies Partial<Record<keyof Earmark, Names>>;
type NamedList = keyof typeof NAMES;

/** The level that does not fit the conditions, and conditions that name what does not exist. */
export async function checkEarmark(tx: ReadTx, earmark: Earmark): Promise<BrokenRule[]> {
  const level = 'Choose level 1 where no condition is named, and 2, 3 or 4 where one is.';
  const wrong: BrokenRule[] = isConsistent(earmark)
    ? []
    : [{ path: 'earmark.level', detail: level, reads: ['earmark'] }];
  for (const [field, { known, what }] of Object.entries(NAMES) as [NamedList, Names][]) {
    wrong.push(...(await unknown(tx, `earmark.${field}`, earmark[field], known, what)));
  }
  const { implementerId } = earmark;
  if (implementerId === null) return wrong;
  const bodies = await unknown(
    tx,
    '',
    [implementerId],
    'SELECT id FROM organizations',
    'an organization from the list',
  );
  return [...wrong, ...bodies.map(({ detail }) => ({ path: 'earmark.implementerId', detail }))];
}
/** @throws InvalidInput */
export async function requireKnownCurrency(tx: ReadTx, path: string, currency: string): Promise<void> {
  const faults = await checkCurrency(tx, path, currency);
  if (faults.length > 0) throw new InvalidInput(faults);
}

export async function checkCurrency(tx: ReadTx, path: string, currency: string): Promise<BrokenRule[]> {
  const faults = await unknown(tx, path, [currency], 'SELECT code FROM currencies', 'a currency from the list');
  return faults.map(({ detail }) => ({ path, detail }));
}

async function unknown(
  tx: ReadTx,
  path: string,
  codes: readonly string[],
  known: string,
  what: string,
): Promise<BrokenRule[]> {
  if (codes.length === 0) return [];
  const rows = await tx.query<{ place: string }[]>(
    `SELECT given.place - 1 AS place FROM unnest($1::text[]) WITH ORDINALITY AS given (code, place)
      WHERE given.code NOT IN (${known}) ORDER BY given.place`,
    [codes],
  );
  return rows.map(({ place }) => ({ path: `${path}.${place}`, detail: `Choose ${what}.` }));
}
