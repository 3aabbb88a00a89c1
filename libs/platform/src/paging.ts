import { InvalidInput } from '#libs/kernel';

export const PAGE_LIMIT_MAX = 100;
export const PAGE_LIMIT_DEFAULT = 25;

export interface Page<T> {
  readonly items: T[];
  /** Opaque; null on the last page. */
  readonly nextCursor: string | null;
}

/** A place in a list: the values of its sort columns in the last row seen. */
export type Cursor = readonly (string | null)[];

/** Cuts the extra row that was asked for (`LIMIT limit + 1`) and says where the next page begins. */
export function keysetPage<T>(rows: readonly T[], limit: number, place: (row: T) => Cursor): Page<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const more = rows.length > limit && last !== undefined;
  return { items, nextCursor: more ? Buffer.from(JSON.stringify(place(last))).toString('base64url') : null };
}

/**
 * Reads a cursor of `length` values; `fits` says whether the database could compare them with its columns.
 * @throws InvalidInput when it is not one of ours.
 */
export function readCursor(
  cursor: string | undefined,
  length: number,
  fits: (place: Cursor) => boolean = () => true,
): Cursor | null {
  if (cursor === undefined) return null;
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    const isText = (value: unknown) => value === null || (typeof value === 'string' && !value.includes('\u0000'));
    if (Array.isArray(place) && place.length === length && place.every(isText) && fits(place)) return place;
  } catch {
    // falls through to the same answer
  }
  throw new InvalidInput([
    { path: 'cursor', detail: 'This is no cursor of this list in this order. Leave it out to start at the beginning.' },
  ]);
}

/**
 * Reads a cursor of `[sort, key, id]`; it belongs to the sort that it came from, whose keys `isKey` knows.
 * @throws InvalidInput when it is not one of ours.
 */
export function readSortedCursor(
  cursor: string | undefined,
  sort: string,
  isKey: (text: string) => boolean,
): { readonly key: string; readonly id: string } | null {
  const isPlace = ([of, key, id]: Cursor) =>
    of === sort && typeof key === 'string' && typeof id === 'string' && isKey(key);
  const place = readCursor(cursor, 3, isPlace);
  return place && { key: place[1] as string, id: place[2] as string };
}
