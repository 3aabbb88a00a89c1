import type { ReadTx, Tx } from '#libs/platform';
import { LinkNotValid } from './identity.errors.js';
import { RESET_MINUTES } from './session.rules.js';
import { isSessionToken, newSessionToken, sha256 } from './tokens.js';

/** The column that says what a token is good for; it holds the id of that thing. */
const COLUMNS = { invitation: 'invitation_id', reset: 'reset_person_id', email: 'email_change_id' } as const;
/** Until when it is, with that id as `$2`; the database's clock decides. */
const EXPIRY: Readonly<Record<TokenPurpose, string>> = {
  invitation: '(SELECT expires_at FROM invitations WHERE id = $2)',
  email: '(SELECT expires_at FROM email_changes WHERE id = $2)',
  reset: `now() + interval '${RESET_MINUTES} minutes'`,
};

export type TokenPurpose = keyof typeof COLUMNS;

/** Live tokens for one thing. */
const TOKENS_MAX = 3;

/**
 * Makes a token while its e-mail is sent, so that no event and no queue holds it. A worker that dies between sending and writing
 * that down sends again, with a new token: those before it go on working, because a mail server may throw the second message away
 * for having the same Message-ID.
 */
export async function makeMailedToken(tx: Tx, purpose: TokenPurpose, refId: string): Promise<string> {
  const token = newSessionToken();
  const column = COLUMNS[purpose];
  await tx.query(
    `DELETE FROM mailed_tokens WHERE token_sha256 IN (
       SELECT token_sha256 FROM mailed_tokens WHERE ${column} = $1 ORDER BY made_at DESC OFFSET $2)`,
    [refId, TOKENS_MAX - 1],
  );
  await tx.query(
    `INSERT INTO mailed_tokens (token_sha256, ${column}, expires_at) VALUES ($1, $2, ${EXPIRY[purpose]})`,
    [sha256(token), refId],
  );
  return token;
}

/**
 * The id of what a token is good for; it stays good.
 * @throws LinkNotValid
 */
export async function readMailedToken(tx: ReadTx, purpose: TokenPurpose, token: string): Promise<string> {
  const column = COLUMNS[purpose];
  const [row] = await tx.query<({ refId: string } | undefined)[]>(
    `SELECT ${column} AS "refId" FROM mailed_tokens
      WHERE token_sha256 = $1 AND ${column} IS NOT NULL AND expires_at > now()`,
    [isSessionToken(token) ? sha256(token) : ''],
  );
  if (!row) throw new LinkNotValid();
  return row.refId;
}

/**
 * Uses a token up, and with it all others for the same thing.
 * @throws LinkNotValid
 */
export async function useMailedToken(tx: Tx, purpose: TokenPurpose, token: string): Promise<string> {
  const column = COLUMNS[purpose];
  const [[row]] = await tx.query<[({ refId: string } | undefined)[], number]>(
    `DELETE FROM mailed_tokens WHERE token_sha256 = $1 AND ${column} IS NOT NULL AND expires_at > now()
     RETURNING ${column} AS "refId"`,
    [isSessionToken(token) ? sha256(token) : ''],
  );
  if (!row) throw new LinkNotValid();
  await dropMailedTokens(tx, purpose, row.refId);
  return row.refId;
}

/** Links that were sent for it stop working. */
export async function dropMailedTokens(tx: Tx, purpose: TokenPurpose, refId: string): Promise<void> {
  await tx.query(`DELETE FROM mailed_tokens WHERE ${COLUMNS[purpose]} = $1`, [refId]);
}

/** Removes tokens that are over; returns how many. */
export async function removeOldMailedTokens(tx: Tx): Promise<number> {
  const [, count] = await tx.query<[unknown[], number]>('DELETE FROM mailed_tokens WHERE expires_at <= now()');
  return count;
}
