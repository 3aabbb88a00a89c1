import { randomBytes } from 'node:crypto';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
/** Of the milliseconds and of a count within one of them. */
const ORDER_CHARS = 12;
const COUNTS_PER_MS = 32 ** 2;
const RANDOM_CHARS = 14;

let last = 0;

/**
 * A prefixed sortable id: `need_01jd9k2m3n…` – 48 bits of milliseconds, 10 bits that count within one, 70 random bits, in
 * Crockford base 32. Ids made in one process sort in the order in which they were made, also when its clock is set back.
 */
export function newId(prefix: string): string {
  last = Math.max(last + 1, Date.now() * COUNTS_PER_MS);
  let order = '';
  for (let rest = last, i = 0; i < ORDER_CHARS; i += 1, rest = Math.floor(rest / 32)) {
    order = ALPHABET.charAt(rest % 32) + order;
  }
  let random = '';
  for (const byte of randomBytes(RANDOM_CHARS)) random += ALPHABET.charAt(byte & 31);
  return `${prefix}_${order}${random}`;
}

const PATTERN = /^([a-z]{2,12})_[0-9a-hjkmnp-tv-z]{26}$/;

export function isId(prefix: string, text: string): boolean {
  return PATTERN.exec(text)?.[1] === prefix;
}
