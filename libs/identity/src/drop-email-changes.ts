import type { Tx } from '#libs/platform';

/** Changes of address that the person asked for and nobody confirmed come to nothing, and their links stop working. */
export async function dropEmailChanges(tx: Tx, personId: string): Promise<void> {
  await tx.query('UPDATE email_changes SET expires_at = now() WHERE person_id = $1 AND confirmed_at IS NULL', [
    personId,
  ]);
  await tx.query(
    `DELETE FROM mailed_tokens WHERE email_change_id IN (SELECT id FROM email_changes WHERE person_id = $1)`,
    [personId],
  );
}
