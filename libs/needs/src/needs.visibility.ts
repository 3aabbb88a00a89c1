import { isId, NotFound, type Actor } from '#libs/kernel';
import type { ReadTx } from '#libs/platform';
import type { Visibility } from './need.states.js';

export interface SqlCondition {
  /** A condition to put into a WHERE; it is in brackets. */
  readonly sql: string;
  /** What its placeholders stand for, from `$firstParam` on. */
  readonly params: readonly unknown[];
}

/**
 * Who may see which needs: the one place that decides it, for lists, counts, searches and single needs alike.
 * Before it is submitted a need is its organization's alone, before it is published also the coordinators'; after that its
 * visibility decides, and donors who agreed to give to it see what is for its parties alone. Auditors see all.
 */
export function needsVisibleTo(actor: Actor, alias: string, firstParam = 1): SqlCondition {
  const own = `${alias}.organization_id = $${firstParam}`;
  const params = [actor.organizationId];
  switch (actor.role) {
    case 'system':
    case 'auditor':
      return { sql: '(true)', params: [] };
    case 'coordinator':
      return { sql: `(${own} OR ${alias}.submitted_at IS NOT NULL)`, params };
    case 'approver':
    case 'finance':
      return { sql: `(${own} OR ${alias}.published_at IS NOT NULL)`, params };
    case 'donor':
      return {
        sql: `(${own} OR ${alias}.published_at IS NOT NULL AND (${alias}.visibility IN ('public', 'states-only')
          OR ${alias}.visibility = 'parties-only' AND $${firstParam} = ANY(${alias}.donor_ids)))`,
        params,
      };
    case 'focal-point':
    case 'administrator':
      return {
        sql: `(${own} OR ${alias}.published_at IS NOT NULL AND ${alias}.visibility IN ('public', 'states-only'))`,
        params,
      };
    case 'anonymous':
      return { sql: `(${alias}.published_at IS NOT NULL AND ${alias}.visibility = 'public')`, params: [] };
  }
}

/** Whether the need is open to the donors whose matches with it are not agreed on, or no longer. */
export function isOpenToParties(alias: string): string {
  return `(${alias}.published_at IS NOT NULL AND ${alias}.visibility <> 'coordinators')`;
}

/**
 * Who of those who see a need is told at which site an item is delivered: where weapons are kept is for the organization itself,
 * coordinators and auditors, unless the organization opened it to a wider circle. What the parties to a match are told is
 * matching's to say.
 */
export function sitesVisibleTo(actor: Actor, alias: string, firstParam = 1): SqlCondition {
  const circles = siteCirclesOf(actor.role);
  if (circles === 'all') return { sql: '(true)', params: [] };
  const isOpen = `${alias}.site_visibility = ANY($${firstParam})`;
  if (actor.role !== 'focal-point') return { sql: `(${isOpen})`, params: [circles] };
  return {
    sql: `(${isOpen} OR ${alias}.organization_id = $${firstParam + 1})`,
    params: [circles, actor.organizationId],
  };
}

/** The circles that a role belongs to as far as sites go. */
export function siteCirclesOf(role: Actor['role']): readonly Visibility[] | 'all' {
  switch (role) {
    case 'system':
    case 'coordinator':
    case 'auditor':
      return 'all';
    case 'anonymous':
      return ['public'];
    default:
      return ['public', 'states-only'];
  }
}

/** @throws NotFound when there is no such need that the actor may see */
export async function requireVisible(tx: ReadTx, needId: string): Promise<void> {
  const visible = needsVisibleTo(tx.actor, 'n', 2);
  const found = isId('need', needId)
    ? await tx.query<unknown[]>(`SELECT 1 FROM needs n WHERE n.id = $1 AND ${visible.sql}`, [needId, ...visible.params])
    : [];
  if (found.length === 0) throw new NotFound('need', needId);
}
