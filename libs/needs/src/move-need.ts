import type { Audit } from '#libs/audit';
import { Denied, MoveNotAllowed, NotFound, Stale, type Actor, type CalendarDate } from '#libs/kernel';
import type { JsonObject, Outbox, ReadTx, Tx } from '#libs/platform';
import { Need } from './need.entity.js';
import { NEED_VERBS, type NeedState, type NeedVerbName } from './need.states.js';
import { NeedLapsed } from './needs.errors.js';
import { NEED_MERGED_INTO_ENDED } from './needs.events.js';
import { isForTheirState, requireVisible, wasEndedByItsState } from './needs.visibility.js';
import { requireOutsider } from './require-outsider.js';

/** A need as the caller last saw it. */
export interface SeenNeed {
  readonly needId: string;
  /** From If-Match. */
  readonly version: number;
}

/**
 * The need and all its items, locked until the transaction ends: the items in the order of their ids and then the need, so
 * that no two verbs wait for each other in a circle.
 * @throws NotFound for what the actor may not see, too
 */
export async function lockNeed(tx: Tx, needId: string): Promise<Need> {
  await requireVisible(tx, needId);
  await tx.query('SELECT id FROM need_items WHERE need_id = $1 ORDER BY id FOR UPDATE', [needId]);
  return lockNeedAlone(tx, needId);
}

/** For who holds the item already. @throws NotFound */
export async function lockNeedAlone(tx: Tx, needId: string): Promise<Need> {
  const need = await tx.findOne(Need, { where: { id: needId }, lock: { mode: 'pessimistic_write' } });
  if (!need) throw new NotFound('need', needId);
  return need;
}

/**
 * For its organization; for an imported need, which nobody here filed, the State that it is for and coordinators of no party speak,
 * too.
 * @throws NotFound, Denied, OwnNeed, Stale
 */
export async function lockOwnNeed(tx: Tx, seen: SeenNeed): Promise<Need> {
  const need = await lockNeed(tx, seen.needId);
  if (tx.actor.role === 'coordinator' && need.source !== null) await requireOutsider(tx, need.id);
  else if (!(await isImportedForTheirState(tx, need))) requireOwn(tx.actor, need);
  requireVersion(need, seen);
  return need;
}

/** Whether the actor is a focal point of the State that an imported need is for: it asks in that State's name. */
export async function isImportedForTheirState(tx: ReadTx, { id, source }: Need): Promise<boolean> {
  return source !== null && tx.actor.role === 'focal-point' && (await isForTheirState(tx, id));
}

/** What the State that an imported need is for has ended, no one else brings back. @throws Denied */
export async function requireNotEndedByItsState(tx: ReadTx, need: Need): Promise<void> {
  if (need.source === null || (await isImportedForTheirState(tx, need))) return;
  if (await wasEndedByItsState(tx, need.id)) {
    throw new Denied(
      'The State that the need is for ended it, and it alone brings it back. Ask its point of contact to do that.',
    );
  }
}

/** @throws Denied */
export function requireOwn(actor: Actor, need: Need): void {
  if (actor.role === 'focal-point' && actor.organizationId === need.organizationId) return;
  throw new Denied('Only a focal point of the organization that filed the need may do this.');
}

/** @throws Denied */
export function requireCoordinator(actor: Actor): void {
  if (actor.role !== 'coordinator') throw new Denied('Only a coordinator may do this.');
}

/** @throws Stale */
export function requireVersion(need: Need, { version }: SeenNeed): void {
  if (need.version !== version) throw new Stale('need', need.id);
}

/** @throws MoveNotAllowed */
export function requireMove(need: Need, verb: NeedVerbName): void {
  const { from, to }: { readonly from: readonly NeedState[]; readonly to: NeedState } = NEED_VERBS[verb];
  if (!from.includes(need.state)) throw new MoveNotAllowed('need', need.id, need.state, to);
}

/** Its validity has not ended. @throws NeedLapsed */
export function requireRunning(need: Need, today: CalendarDate): void {
  if (need.validUntil !== null && need.validUntil < today) throw new NeedLapsed(need.validUntil);
}

/** Where what happens to needs is written down and announced. */
export interface Books {
  readonly audit: Audit;
  readonly outbox: Outbox;
}

interface MoveFacts {
  readonly changes?: Partial<Omit<Need, 'search' | 'coverage'>>;
  /** For the audit. */
  readonly facts?: JsonObject;
  /** Of the event. */
  readonly payload?: JsonObject;
}

const ENDED_UNMET: readonly NeedState[] = ['withdrawn', 'closed-partly', 'expired'];

/**
 * Moves a locked need, writes it down and announces it.
 * @throws MoveNotAllowed
 */
export async function moveNeed(
  tx: Tx,
  { audit, outbox }: Books,
  need: Need,
  verb: NeedVerbName,
  { changes = {}, facts = {}, payload }: MoveFacts = {},
): Promise<void> {
  requireMove(need, verb);
  const { to, act, event } = NEED_VERBS[verb];
  await tx.update(Need, need.id, { answeredAt: null, ...changes, state: to, version: need.version + 1 });
  await recordNeed(tx, audit, need, act, facts);
  await outbox.add(tx, { type: event, refId: need.id, payload });
  if (ENDED_UNMET.includes(to)) await tellMerged(tx, outbox, need.id);
}

/** What was merged into a need is asked for by nobody any more when that ends without being met. */
async function tellMerged(tx: Tx, outbox: Outbox, intoId: string): Promise<void> {
  const merged = await tx.find(Need, { select: { id: true }, where: { mergedInto: intoId }, order: { id: 'ASC' } });
  await outbox.addAll(
    tx,
    merged.map(({ id }) => ({ type: NEED_MERGED_INTO_ENDED, refId: id })),
  );
}

export function recordNeed(tx: Tx, audit: Audit, need: Need, act: string, payload: JsonObject = {}): Promise<void> {
  return audit.record(tx, { act, refId: need.id, organizationId: need.organizationId, payload });
}
