import { belongsToAny } from '#libs/identity';
import type { Tx } from '#libs/platform';
import { OwnNeed } from './needs.errors.js';

/**
 * Nobody decides for the secretariat on a need of their own organization: the one that filed it, one that carries an item
 * out, or, where it was imported, the State that it is for.
 * @throws OwnNeed
 */
export async function requireOutsider(tx: Tx, needId: string): Promise<void> {
  const parties = await tx.query<{ id: string }[]>(
    `SELECT organization_id AS id FROM needs WHERE id = $1
      UNION SELECT through_organization_id FROM need_items WHERE need_id = $1 AND through_organization_id IS NOT NULL
      UNION SELECT s.id FROM needs n JOIN organizations s ON s.kind = 'state' AND s.area_iso2 = n.area_iso2
             WHERE n.id = $1 AND n.source IS NOT NULL`,
    [needId],
  );
  const ids = parties.map(({ id }) => id);
  if (await belongsToAny(tx, ids)) throw new OwnNeed();
}
