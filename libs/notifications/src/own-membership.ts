import { NotFound } from '#libs/kernel';
import type { ReadTx, Tx } from '#libs/platform';

/** The live membership that the actor acts under; null when it has ended. */
export async function ownMembership(tx: ReadTx): Promise<string | null> {
  const { personId, organizationId, role } = tx.actor;
  const [row] = await tx.query<{ id: string }[]>(
    `SELECT m.id FROM memberships m
      WHERE m.person_id = $1 AND m.organization_id = $2 AND m.role = $3 AND m.ended_at IS NULL`,
    [personId, organizationId, role],
  );
  return row?.id ?? null;
}

/** The same, locked, so that what is counted of it stays counted. @throws NotFound when it has ended */
export async function lockOwnMembership(tx: Tx): Promise<string> {
  const id = await ownMembership(tx);
  if (id === null) throw new NotFound('membership', tx.actor.personId);
  await tx.query('SELECT 1 FROM memberships WHERE id = $1 FOR NO KEY UPDATE', [id]);
  return id;
}
