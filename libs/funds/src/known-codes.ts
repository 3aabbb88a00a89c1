import { InvalidInput, type BrokenRule } from '#libs/kernel';
import type { ReadTx } from '#libs/platform';
import { isConsistent, type Earmark } from './earmark.rules.js';

/** The level that does not fit the conditions, and conditions that name what does not exist. */
export async function checkEarmark(tx: ReadTx, earmark: Earmark): Promise<BrokenRule[]> {
  const level = 'Choose level 1 where no condition is named, and 2, 3 or 4 where one is.';
  const places = 'SELECT iso2 FROM areas WHERE iso2 IS NOT NULL';
  return [
    ...(isConsistent(earmark) ? [] : [{ path: 'earmark.level', detail: level, reads: ['earmark'] }]),
    ...(await unknown(tx, 'earmark.areas', earmark.areas, places, 'country or area from the list')),
    ...(await unknown(tx, 'earmark.excludedAreas', earmark.excludedAreas, places, 'country or area from the list')),
    ...(await unknown(
      tx,
      'earmark.regions',
      earmark.regions,
      'SELECT code FROM areas WHERE iso2 IS NULL',
      'region from the list',
    )),
    ...(await unknown(
      tx,
      'earmark.categories',
      earmark.categories,
      'SELECT code FROM assistance_categories WHERE NOT never_matches',
      'assistance category from the list',
    )),
  ];
}

/** @throws InvalidInput */
export async function requireKnownCurrency(tx: ReadTx, path: string, currency: string): Promise<void> {
  const faults = await checkCurrency(tx, path, currency);
  if (faults.length > 0) throw new InvalidInput(faults);
}

export async function checkCurrency(tx: ReadTx, path: string, currency: string): Promise<BrokenRule[]> {
  const faults = await unknown(tx, path, [currency], 'SELECT code FROM currencies', 'currency from the list');
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
  return rows.map(({ place }) => ({ path: `${path}.${place}`, detail: `Choose a ${what}.` }));
}
