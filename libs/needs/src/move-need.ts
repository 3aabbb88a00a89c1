import type { Audit } from '#libs/audit';
import { Denied, MoveNotAllowed, NotFound, Stale, type Actor } from '#libs/kernel';
import type { JsonObject, Tx } from '#libs/platform';
import { Need } from './need.entity.js';
import { needStates, type NeedState } from './need.states.js';
import { requireVisible } from './needs.visibility.js';

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
export function requireMove(need: Need, to: NeedState): void {
  if (!needStates.canMove(need.state, to)) throw new MoveNotAllowed('need', need.id, need.state, to);
}

/**
 * Moves a locked need and writes it down.
 * @throws MoveNotAllowed
 */
export async function moveNeed(
  tx: Tx,
  audit: Audit,
  need: Need,
  state: NeedState,
  changes: Partial<Omit<Need, 'search'>> = {},
  facts: JsonObject = {},
): Promise<void> {
  requireMove(need, state);
  await tx.update(Need, need.id, { ...changes, state, version: need.version + 1 });
  await recordNeed(tx, audit, need, `need.${state}`, facts);
}

export function recordNeed(tx: Tx, audit: Audit, need: Need, act: string, payload: JsonObject = {}): Promise<void> {
  return audit.record(tx, { act, refId: need.id, organizationId: need.organizationId, payload });
}
