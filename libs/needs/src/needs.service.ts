import { Inject, Injectable } from '@nestjs/common';
import { Audit } from '#libs/audit';
import {
  Denied,
  InvalidInput,
  Money,
  MoveNotAllowed,
  newId,
  NotFound,
  Stale,
  type Actor,
  type Clock,
} from '#libs/kernel';
import { CLOCK, isViolation, Outbox, type JsonObject, type Tx } from '#libs/platform';
import { Need, NeedItem } from './need.entity.js';
import {
  checkContent,
  isFulfilled,
  missingForSubmission,
  openOf,
  type ItemContent,
  type NeedContent,
} from './need.rules.js';
import { isWithin, needStates, type NeedState, type Visibility } from './need.states.js';
import {
  ItemIsCommitted,
  MoreThanCommitted,
  MoreThanOpen,
  NeedHasCommitments,
  NeedIncomplete,
  NeedNotOpen,
  WiderThanAgreed,
} from './needs.errors.js';
import { NEED_CHANGED, NEED_PUBLISHED, NEED_WITHDRAWN } from './needs.events.js';
import { requireVisible } from './needs.visibility.js';
import { requireOutsider } from './require-outsider.js';
import { saveItems, withKnownCodes } from './save-items.js';

/** A need as the caller last saw it. */
export interface SeenNeed {
  readonly needId: string;
  /** From If-Match. */
  readonly version: number;
}

/**
 * What is done with needs. Verbs lock the items in the order of their ids and then the need, so that none of them waits for
 * another in a circle.
 */
@Injectable()
export class NeedsService {
  constructor(
    private readonly audit: Audit,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** A focal point begins a need of their own organization. Returns its id. */
  async draft(tx: Tx, content: NeedContent): Promise<string> {
    if (tx.actor.role !== 'focal-point') throw new Denied('Only a focal point may file a need.');
    requireConsistent(content);
    const id = newId('need');
    const { items, ...columns } = content;
    await withKnownArea(() =>
      tx.insert(Need, {
        ...columns,
        id,
        organizationId: tx.actor.organizationId,
        tags: [...columns.tags],
        state: 'draft',
      }),
    );
    await saveItems(tx, id, items);
    await this.audit.record(tx, { act: 'need.drafted', refId: id, organizationId: tx.actor.organizationId });
    return id;
  }

  /** Its organization rewrites a need that is not published yet. What is left out stays; `items` are the whole list. */
  async revise(tx: Tx, seen: SeenNeed, changes: Partial<NeedContent>): Promise<void> {
    const need = await this.lock(tx, seen);
    requireOwn(tx.actor, need);
    requireVersion(need, seen);
    if (need.state !== 'draft' && need.state !== 'submitted') throw new NeedNotOpen(need.id, need.state);
    const { items, ...columns } = changes;
    const whole = { ...need, ...withoutUndefined(columns), items: items ?? (await contentOfItems(tx, need.id)) };
    requireConsistent(whole);
    if (need.state === 'submitted') requireSubmittable(whole);
    const { tags, ...rest } = withoutUndefined(columns);
    await withKnownArea(() =>
      tx.update(Need, need.id, { ...rest, ...(tags && { tags: [...tags] }), version: need.version + 1 }),
    );
    if (items) await saveItems(tx, need.id, items);
    const fields = Object.keys(withoutUndefined(changes));
    await this.record(tx, need, 'need.revised', { fields });
  }

  /** Its organization hands it to the coordinators. @throws NeedIncomplete */
  async submit(tx: Tx, seen: SeenNeed): Promise<void> {
    const need = await this.lock(tx, seen);
    requireOwn(tx.actor, need);
    requireVersion(need, seen);
    requireMove(need, 'submitted');
    requireSubmittable({ ...need, items: await contentOfItems(tx, need.id) });
    await this.move(tx, need, 'submitted', { submittedAt: this.clock.now() });
  }

  /**
   * A coordinator publishes it, to the circle that the organization agreed to or to a narrower one.
   * @throws WiderThanAgreed, OwnNeed
   */
  async publish(tx: Tx, seen: SeenNeed, visibility?: Visibility): Promise<void> {
    const need = await this.lock(tx, seen);
    requireCoordinator(tx.actor);
    await requireOutsider(tx, need.id);
    requireVersion(need, seen);
    requireMove(need, 'published');
    const circle = visibility ?? need.visibility;
    if (!isWithin(circle, need.visibility)) throw new WiderThanAgreed(need.visibility, circle);
    await this.move(
      tx,
      need,
      'published',
      { publishedAt: this.clock.now(), visibility: circle },
      { visibility: circle },
    );
    await this.outbox.add(tx, { type: NEED_PUBLISHED, refId: need.id });
  }

  /**
   * Its organization takes it back; an imported one a coordinator may.
   * @throws NeedHasCommitments, OwnNeed
   */
  async withdraw(tx: Tx, seen: SeenNeed, reason: string): Promise<void> {
    const need = await this.lock(tx, seen);
    if (tx.actor.role !== 'coordinator' || need.source === null) requireOwn(tx.actor, need);
    else await requireOutsider(tx, need.id);
    requireVersion(need, seen);
    requireMove(need, 'withdrawn');
    const items = await tx.findBy(NeedItem, { needId: need.id });
    if (items.some(({ committed, delivered }) => committed > delivered)) throw new NeedHasCommitments(need.id);
    await this.move(tx, need, 'withdrawn', { withdrawnReason: reason }, { reason });
    if (need.state === 'published') await this.outbox.add(tx, { type: NEED_WITHDRAWN, refId: need.id });
  }

  /**
   * A coordinator sorts an item into a category.
   * @throws OwnNeed, ItemIsCommitted
   */
  async assignCategory(tx: Tx, seen: SeenNeed, itemId: string, categoryCode: string): Promise<void> {
    const need = await this.lock(tx, seen);
    requireCoordinator(tx.actor);
    await requireOutsider(tx, need.id);
    requireVersion(need, seen);
    if (need.state !== 'submitted' && need.state !== 'published') throw new NeedNotOpen(need.id, need.state);
    const item = await tx.findOneBy(NeedItem, { id: itemId, needId: need.id });
    if (!item) throw new NotFound('need item', itemId);
    if (item.categoryCode === categoryCode) return;
    if (item.committed > 0n) throw new ItemIsCommitted(item);
    await withKnownCodes('', () =>
      tx.update(NeedItem, itemId, { categoryCode, sortedHere: true, version: item.version + 1 }),
    );
    await tx.update(Need, need.id, { version: need.version + 1 });
    await this.record(tx, need, 'need.categorized', { itemId, from: item.categoryCode, to: categoryCode });
    if (need.state === 'published') await this.outbox.add(tx, { type: NEED_CHANGED, refId: need.id });
  }

  /**
   * A confirmed match takes `amount` of an item: minor units of its currency, or whole units.
   * @throws NeedNotOpen, MoreThanOpen
   */
  async commit(tx: Tx, itemId: string, amount: bigint): Promise<void> {
    const { item, need } = await this.lockItem(tx, itemId, amount);
    if (need.state !== 'published') throw new NeedNotOpen(need.id, need.state);
    if (amount > openOf(item)) throw new MoreThanOpen(item, amount, openOf(item));
    await this.count(tx, need, item, 'need.committed', { committed: item.committed + amount }, amount);
    await this.outbox.add(tx, { type: NEED_CHANGED, refId: need.id });
  }

  /**
   * A match is taken back: what it had committed and not delivered is open again.
   * @throws MoreThanCommitted
   */
  async release(tx: Tx, itemId: string, amount: bigint): Promise<void> {
    const { item, need } = await this.lockItem(tx, itemId, amount);
    const left = item.committed - item.delivered;
    if (amount > left) throw new MoreThanCommitted(item, amount, left);
    await this.count(tx, need, item, 'need.released', { committed: item.committed - amount }, amount);
    if (need.state === 'published') await this.outbox.add(tx, { type: NEED_CHANGED, refId: need.id });
  }

  /**
   * Part of what is committed has arrived. With the last of it the need is fulfilled.
   * @throws MoreThanCommitted
   */
  async deliver(tx: Tx, itemId: string, amount: bigint): Promise<void> {
    const { item, need } = await this.lockItem(tx, itemId, amount);
    const left = item.committed - item.delivered;
    if (amount > left) throw new MoreThanCommitted(item, amount, left);
    await this.count(tx, need, item, 'need.delivered', { delivered: item.delivered + amount }, amount);
    const items = await tx.findBy(NeedItem, { needId: need.id });
    if (need.state === 'published' && isFulfilled(items)) {
      await this.move(tx, { ...need, version: need.version + 1 }, 'fulfilled', {});
    }
  }

  private async lock(tx: Tx, { needId }: SeenNeed): Promise<Need> {
    await requireVisible(tx, needId);
    await tx.query('SELECT id FROM need_items WHERE need_id = $1 ORDER BY id FOR UPDATE', [needId]);
    return lockNeed(tx, needId);
  }

  private async lockItem(tx: Tx, itemId: string, amount: bigint): Promise<{ item: NeedItem; need: Need }> {
    if (amount <= 0n) throw new InvalidInput([{ path: 'amount', detail: 'must be more than 0' }]);
    const item = await tx.findOne(NeedItem, { where: { id: itemId }, lock: { mode: 'pessimistic_write' } });
    if (!item) throw new NotFound('need item', itemId);
    return { item, need: await lockNeed(tx, item.needId) };
  }

  private async move(
    tx: Tx,
    need: Need,
    state: NeedState,
    changes: Partial<Omit<Need, 'search' | 'coverage' | 'categoryCodes' | 'typeCodes'>>,
    facts: JsonObject = {},
  ): Promise<void> {
    requireMove(need, state);
    await tx.update(Need, need.id, { ...changes, state, version: need.version + 1 });
    await this.record(tx, need, `need.${state}`, facts);
  }

  private async count(
    tx: Tx,
    need: Need,
    item: NeedItem,
    act: string,
    counted: { committed: bigint } | { delivered: bigint },
    amount: bigint,
  ): Promise<void> {
    await tx.update(NeedItem, item.id, { ...counted, version: item.version + 1 });
    await tx.update(Need, need.id, { version: need.version + 1 });
    await this.record(tx, need, act, { itemId: item.id, amount: amount.toString() });
  }

  private record(tx: Tx, need: Need, act: string, payload: JsonObject): Promise<void> {
    return this.audit.record(tx, { act, refId: need.id, organizationId: need.organizationId, payload });
  }
}

async function lockNeed(tx: Tx, needId: string): Promise<Need> {
  const need = await tx.findOne(Need, { where: { id: needId }, lock: { mode: 'pessimistic_write' } });
  if (!need) throw new NotFound('need', needId);
  return need;
}

async function contentOfItems(tx: Tx, needId: string): Promise<ItemContent[]> {
  const items = await tx.find(NeedItem, { where: { needId }, order: { position: 'ASC' } });
  return items.map(({ currency, unitCode, unitCostMinor, unitCostCurrency, ...item }) => ({
    ...item,
    measure: currency === null ? { unit: unitCode ?? undefined } : { currency },
    unitCost: unitCostMinor === null || unitCostCurrency === null ? null : Money.of(unitCostMinor, unitCostCurrency),
  }));
}

function requireConsistent(content: NeedContent): void {
  const wrong = checkContent(content);
  if (wrong.length > 0) throw new InvalidInput(wrong);
}

function requireSubmittable(content: Pick<NeedContent, 'summary' | 'items'>): void {
  const missing = missingForSubmission(content);
  if (missing.length > 0) throw new NeedIncomplete(missing);
}

function requireOwn(actor: Actor, need: Need): void {
  if (actor.role === 'focal-point' && actor.organizationId === need.organizationId) return;
  throw new Denied('Only a focal point of the organization that filed the need may do this.');
}

function requireCoordinator(actor: Actor): void {
  if (actor.role !== 'coordinator') throw new Denied('Only a coordinator may do this.');
}

function requireVersion(need: Need, { version }: SeenNeed): void {
  if (need.version !== version) throw new Stale('need', need.id);
}

function requireMove(need: Need, to: NeedState): void {
  if (!needStates.canMove(need.state, to)) throw new MoveNotAllowed('need', need.id, need.state, to);
}

async function withKnownArea(write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (!isViolation(error, 'fk_needs_area')) throw error;
    throw new InvalidInput([{ path: 'areaIso2', detail: 'is no country or area known here; see /reference/areas' }]);
  }
}

function withoutUndefined<T extends object>(changes: T): Partial<T> {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as Partial<T>;
}
