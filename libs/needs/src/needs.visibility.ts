import { isOfStates } from '#libs/identity';
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
 * Before it is submitted a need is its organization's alone, before it is published also the coordinators' and that of the State
 * that it is for; after that its visibility decides for all others, and donors who agreed to give to it see what is for its parties
 * alone. Who pays sees what is for parties, and not what is for coordinators alone: an order or a project names its need by what
 * the parties saw. Auditors see all.
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
      return { sql: `(${own} OR ${alias}.published_at IS NOT NULL AND ${alias}.visibility <> 'coordinators')`, params };
    case 'focal-point':
      return {
        sql: `(${own} OR ${isOfTheirState(alias, firstParam)}
               OR ${alias}.published_at IS NOT NULL AND ${alias}.visibility IN ('public', 'states-only'))`,
        params,
      };
    case 'donor':
      return {
        sql: `(${own} OR ${alias}.published_at IS NOT NULL AND (${isOpenToDonor(`${alias}.visibility`, firstParam)}
          OR ${alias}.visibility <> 'coordinators' AND $${firstParam} = ANY(${alias}.donor_ids)))`,
        params,
      };
    case 'administrator':
      return {
        sql: `(${own} OR ${alias}.published_at IS NOT NULL AND ${alias}.visibility IN ('public', 'states-only'))`,
        params,
      };
    case 'anonymous':
      return { sql: `(${alias}.published_at IS NOT NULL AND ${alias}.visibility = 'public')`, params: [] };
  }
}

/** What is for States is for States, and for the organizations that States founded: a donor may be neither. */
export function isOpenToDonor(circle: string, organization: number): string {
  return `(${circle} = 'public' OR ${circle} = 'states-only' AND ${isOfStates(`$${organization}`)})`;
}

const IS_STATE = `s.kind IN ('state', 'donor-state')`;

/** A State knows of what others asked for it, such as a regional organization, from when they handed it in: it may object; for what was imported it speaks. */
export function isOfTheirState(alias: string, organization: number): string {
  return `${alias}.submitted_at IS NOT NULL AND ${alias}.area_iso2 =
            (SELECT s.area_iso2 FROM organizations s WHERE s.id = $${organization} AND ${IS_STATE})`;
}

/** The act `a` says something of an imported need as it is: no import has changed more than a category since. */
const SAYS_SOMETHING = `a.act IN ('need.shown-to', 'need.confirmed', 'need.message-sent', 'need.withdrawn', 'need.closed-partly')
  AND NOT EXISTS (SELECT FROM audit_log c WHERE c.ref_id = a.ref_id AND c.id > a.id
    AND c.act IN ('need.import-changed', 'need.item-imported') AND c.payload -> 'fields' <> '["categoryCode"]')`;

/** It was imported for the State of the organization, which has not said a word about it as it is. */
export function awaitsTheirState(alias: string, organization: number): string {
  return `${alias}.source IS NOT NULL AND ${alias}.state = 'published' AND ${isOfTheirState(alias, organization)}
    AND NOT EXISTS (SELECT FROM audit_log a
                     WHERE a.ref_id = ${alias}.id AND a.actor_organization = $${organization} AND ${SAYS_SOMETHING})`;
}

/** The acts in which the State that an imported need is for said something of it as it is. */
export async function saidByItsState(tx: ReadTx, needId: string): Promise<string[]> {
  const rows = await tx.query<{ act: string }[]>(
    `SELECT DISTINCT a.act FROM needs n JOIN organizations s ON s.area_iso2 = n.area_iso2 AND ${IS_STATE}
       JOIN audit_log a ON a.ref_id = n.id AND a.actor_organization = s.id
      WHERE n.id = $1 AND ${SAYS_SOMETHING}`,
    [needId],
  );
  return rows.map(({ act }) => act);
}

/** Who acts for the State that the need `$1` is for, where another organization filed it: a membership `m`. */
export const IS_OF_STATE_CONCERNED = `m.role = 'focal-point' AND m.organization_id IN (
  SELECT s.id FROM needs n JOIN organizations s ON s.area_iso2 = n.area_iso2 AND ${IS_STATE}
   WHERE n.id = $1 AND s.id <> n.organization_id)`;

/**
 * Who is told why a need ended, and to whom its organization agreed to show it: those who wrote or review it, the State that it is
 * for, donors who agreed to give to it, and auditors.
 */
export function insideOf(actor: Actor, alias: string, firstParam = 1): SqlCondition {
  switch (actor.role) {
    case 'system':
    case 'auditor':
    case 'coordinator':
      return { sql: '(true)', params: [] };
    case 'anonymous':
      return { sql: '(false)', params: [] };
    case 'focal-point':
      return {
        sql: `(${alias}.organization_id = $${firstParam} OR ${isOfTheirState(alias, firstParam)})`,
        params: [actor.organizationId],
      };
    case 'donor':
      return {
        sql: `(${alias}.organization_id = $${firstParam} OR $${firstParam} = ANY(${alias}.donor_ids))`,
        params: [actor.organizationId],
      };
    default:
      return { sql: `(${alias}.organization_id = $${firstParam})`, params: [actor.organizationId] };
  }
}

/** Whether the need is open to the donors whose matches with it are not agreed on, or no longer. */
export function isOpenToParties(alias: string): string {
  return `(${alias}.published_at IS NOT NULL AND ${alias}.visibility <> 'coordinators')`;
}

/**
 * Who of those who see a need is told at which site an item is delivered: where weapons are kept is for the organization itself,
 * the State that it is for, coordinators and auditors, unless the organization opened it to a wider circle. What the parties to a match are told is
 * matching's to say.
 */
export function sitesVisibleTo(actor: Actor, alias: string, firstParam = 1): SqlCondition {
  const circles = siteCirclesOf(actor.role);
  if (circles === 'all') return { sql: '(true)', params: [] };
  if (actor.role === 'donor') {
    return { sql: isOpenToDonor(`${alias}.site_visibility`, firstParam), params: [actor.organizationId] };
  }
  const isOpen = `${alias}.site_visibility = ANY($${firstParam})`;
  if (actor.role !== 'focal-point') return { sql: `(${isOpen})`, params: [circles] };
  return {
    sql: `(${isOpen} OR ${alias}.organization_id = $${firstParam + 1} OR ${isOfTheirState(alias, firstParam + 1)})`,
    params: [circles, actor.organizationId],
  };
}

/**
 * What people have offered to an item `i` beside what is committed, as far as the reader is told: coordinators and auditors all, the
 * need's organization what was put before it or shown to everybody, others nothing, as the number would tell of hidden pledges.
 */
export function offeredTo(actor: Actor, alias: string, firstParam = 1): SqlCondition {
  switch (actor.role) {
    case 'system':
    case 'auditor':
    case 'coordinator':
      return { sql: 'offered_to_item(i.id, false)', params: [] };
    case 'focal-point':
      return {
        sql: `CASE WHEN ${alias}.organization_id = $${firstParam} THEN offered_to_item(i.id, true) END`,
        params: [actor.organizationId],
      };
    default:
      return { sql: 'NULL::bigint', params: [] };
  }
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

/** Whether the need is for the State that the actor acts for, whoever filed it. */
export async function isForTheirState(tx: ReadTx, needId: string): Promise<boolean> {
  const rows = await tx.query<unknown[]>(`SELECT 1 FROM needs n WHERE n.id = $1 AND ${isOfTheirState('n', 2)}`, [
    needId,
    tx.actor.organizationId,
  ]);
  return rows.length > 0;
}

/** Whether the State that the need is for withdrew or closed it, when that was last done. */
export async function wasEndedByItsState(tx: ReadTx, needId: string): Promise<boolean> {
  const rows = await tx.query<unknown[]>(
    `SELECT 1 FROM needs n JOIN organizations s ON s.area_iso2 = n.area_iso2 AND ${IS_STATE}
      WHERE n.id = $1 AND s.id = (
        SELECT a.actor_organization FROM audit_log a
         WHERE a.ref_id = n.id AND a.act IN ('need.withdrawn', 'need.closed-partly') ORDER BY a.id DESC LIMIT 1)`,
    [needId],
  );
  return rows.length > 0;
}

/** @throws NotFound when there is no such need that the actor may see */
export async function requireVisible(tx: ReadTx, needId: string): Promise<void> {
  const visible = needsVisibleTo(tx.actor, 'n', 2);
  const found = isId('need', needId)
    ? await tx.query<unknown[]>(`SELECT 1 FROM needs n WHERE n.id = $1 AND ${visible.sql}`, [needId, ...visible.params])
    : [];
  if (found.length === 0) throw new NotFound('need', needId);
}
