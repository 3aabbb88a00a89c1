import { createHash, randomBytes } from 'node:crypto';

const TOKEN_BYTES = 32;
const API_TOKEN_PREFIX = 'chk_';
const SECRET = /^[\w-]{43}$/;

/** 256 random bits, for a cookie. */
export function newSessionToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url');
}

/** The same for programs; the prefix lets scanners find one that was published by mistake. */
export function newApiToken(): string {
  return API_TOKEN_PREFIX + newSessionToken();
}

export function isSessionToken(text: string): boolean {
  return SECRET.test(text);
}

export function isApiToken(text: string): boolean {
  return text.startsWith(API_TOKEN_PREFIX) && SECRET.test(text.slice(API_TOKEN_PREFIX.length));
}

/** What the database keeps of a token. Enough as it is: a token is not guessable, unlike a password. */
export function sha256(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
