import { belongsToAny } from '#libs/identity';
import type { ReadTx, Tx } from '#libs/platform';
import { OwnNeed } from './needs.errors.js';

/**
 * Nobody decides for the secretariat on a need that they wrote, or of their own organization: the one that filed it, one that
 * carries an item out, or the State that it is for.
 * @throws OwnNeed
 */
export async function requireOutsider(tx: Tx, needId: string): Promise<void> {
  const parties = await tx.query<{ id: string }[]>(
    `SELECT organization_id AS id FROM needs WHERE id = $1
      UNION SELECT through_organization_id FROM need_items WHERE need_id = $1 AND through_organization_id IS NOT NULL
      UNION SELECT s.id FROM needs n JOIN organizations s ON s.kind IN ('state', 'donor-state') AND s.area_iso2 = n.area_iso2
             WHERE n.id = $1`,
    [needId],
  );
  const ids = parties.map(({ id }) => id);
  if ((await belongsToAny(tx, ids)) || (await hasWritten(tx, needId))) throw new OwnNeed();
}

/** Whether the person ever wrote the need, handed it in or spoke for it as a focal point, whatever they are now. */
export async function hasWritten(tx: ReadTx, needId: string): Promise<boolean> {
  const acts = await tx.query<unknown[]>(
    `SELECT 1 FROM audit_log WHERE ref_id = $1 AND actor_person = $2 AND actor_role = 'focal-point' LIMIT 1`,
    [needId, tx.actor.personId],
  );
  return acts.length > 0;
}
