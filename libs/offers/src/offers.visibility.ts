import { isOfStates } from '#libs/identity';
import { isId, NotFound, type Actor } from '#libs/kernel';
import type { ReadTx } from '#libs/platform';

export interface SqlCondition {
  /** A condition to put into a WHERE; it is in brackets. */
  readonly sql: string;
  /** What its placeholders stand for, from `$firstParam` on. */
  readonly params: readonly unknown[];
}

/**
 * Who may see which offers: the one place that decides it, for lists, counts, searches and single offers alike.
 * A draft is its organization's alone; a published offer is everyone's unless it is private, then its organization's and
 * the coordinators'. A pledge is never shown to more people than its need. Auditors see all.
 */
export function offersVisibleTo(actor: Actor, alias: string, firstParam = 1): SqlCondition {
  const own = `${alias}.organization_id = $${firstParam}`;
  const open = `${alias}.published_at IS NOT NULL AND ${alias}.visibility = 'public'`;
  const params = [actor.organizationId];
  switch (actor.role) {
    case 'system':
    case 'auditor':
      return { sql: '(true)', params: [] };
    case 'coordinator':
      return { sql: `(${own} OR ${alias}.published_at IS NOT NULL)`, params };
    case 'donor':
      return {
        sql: `(${own} OR ${open} AND coalesce(
          ${alias}.pledge_circle = 'public' OR ${alias}.pledge_circle = 'states-only' AND ${isOfStates(`$${firstParam}`)}, true))`,
        params,
      };
    case 'focal-point':
    case 'approver':
    case 'finance':
    case 'administrator':
      return {
        sql: `(${own} OR ${open} AND coalesce(${alias}.pledge_circle <> 'closed', true))`,
        params,
      };
    case 'anonymous':
      return { sql: `(${open} AND coalesce(${alias}.pledge_circle = 'public', true))`, params: [] };
  }
}

/** @throws NotFound when there is no such offer that the actor may see */
export async function requireVisible(tx: ReadTx, offerId: string): Promise<void> {
  const visible = offersVisibleTo(tx.actor, 'o', 2);
  const found = isId('offer', offerId)
    ? await tx.query<unknown[]>(`SELECT 1 FROM offers o WHERE o.id = $1 AND ${visible.sql}`, [
        offerId,
        ...visible.params,
      ])
    : [];
  if (found.length === 0) throw new NotFound('offer', offerId);
}
