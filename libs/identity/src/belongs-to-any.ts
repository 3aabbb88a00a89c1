import type { ReadTx } from '#libs/platform';

/** Whoever left an organization counts as its own for so long still. */
const LEFT_MONTHS = 12;

/** Whether the actor acts for one of these organizations, or is a member of it in whatever role, or was within the last year. */
export async function belongsToAny(tx: ReadTx, organizationIds: readonly string[]): Promise<boolean> {
  if (organizationIds.includes(tx.actor.organizationId)) return true;
  const rows = await tx.query<unknown[]>(
    `SELECT 1 FROM memberships
      WHERE person_id = $1 AND organization_id = ANY($2)
        AND (ended_at IS NULL OR ended_at > now() - interval '${LEFT_MONTHS} months') LIMIT 1`,
    [tx.actor.personId, organizationIds],
  );
  return rows.length > 0;
}
