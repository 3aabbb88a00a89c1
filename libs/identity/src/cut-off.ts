import type { Tx } from '#libs/platform';

/** Ends the sessions of a person and revokes their API tokens, of one membership or of all; returns how many there were of each. */
export async function cutOff(
  tx: Tx,
  personId: string,
  membershipId: string | null = null,
): Promise<{ sessions: number; apiTokens: number }> {
  const own = 'membership_id IN (SELECT id FROM memberships WHERE person_id = $1 AND ($2::text IS NULL OR id = $2))';
  const of = [personId, membershipId];
  const [, sessions] = await tx.query<[unknown[], number]>(`DELETE FROM sessions WHERE ${own}`, of);
  const [, apiTokens] = await tx.query<[unknown[], number]>(
    `UPDATE api_tokens SET revoked_at = now() WHERE ${own} AND revoked_at IS NULL`,
    of,
  );
  return { sessions, apiTokens };
}
