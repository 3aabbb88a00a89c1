import { randomBytes } from 'node:crypto';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const TIME_CHARS = 10;
const RANDOM_CHARS = 16;

/**
 * A prefixed sortable id: `need_01jd9k2m3n…` – 48 bits of milliseconds, then 80 random bits, in Crockford base 32.
 * Ids made in one process sort by the millisecond they were made in.
 */
export function newId(prefix: string, nowMs: number = Date.now()): string {
  let time = '';
  for (let rest = nowMs, i = 0; i < TIME_CHARS; i += 1, rest = Math.floor(rest / 32)) {
    time = ALPHABET.charAt(rest % 32) + time;
  }
  let random = '';
  for (const byte of randomBytes(RANDOM_CHARS)) random += ALPHABET.charAt(byte & 31);
  return `${prefix}_${time}${random}`;
}

const PATTERN = /^([a-z]{2,12})_[0-9a-hjkmnp-tv-z]{26}$/;

export function isId(prefix: string, text: string): boolean {
  return PATTERN.exec(text)?.[1] === prefix;
}
