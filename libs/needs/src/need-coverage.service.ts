import { Injectable } from '@nestjs/common';
import { Audit } from '#libs/audit';
import { InvalidInput, NotFound } from '#libs/kernel';
import { Outbox, type Tx } from '#libs/platform';
import { lockNeedAlone, lockOwnNeed, moveNeed, recordNeed, type SeenNeed } from './move-need.js';
import { Need, NeedItem } from './need.entity.js';
import { isFulfilled } from './need.rules.js';
import { MoreThanCommitted, MoreThanDelivered, MoreThanOpen, NeedNotOpen } from './needs.errors.js';
import { NEED_CHANGED, NEED_FULFILLED } from './needs.events.js';

type Counted = Partial<Pick<NeedItem, 'committed' | 'delivered' | 'accepted' | 'waived'>>;

/** How much of a need is covered: what matches, deliveries and its organization do to its items. Amounts are minor units, or whole units. */
@Injectable()
export class NeedCoverageService {
  constructor(
    private readonly audit: Audit,
    private readonly outbox: Outbox,
  ) {}

  /**
   * A confirmed match takes `amount` of an item.
   * @throws NeedNotOpen, MoreThanOpen
   */
  async commit(tx: Tx, itemId: string, amount: bigint): Promise<void> {
    const { item, need } = await lockItem(tx, itemId, amount);
    if (need.state !== 'published') throw new NeedNotOpen(need.id, need.state);
    if (amount > item.open) throw new MoreThanOpen(item, amount, item.open);
    await this.count(tx, need, item, 'need.committed', { committed: item.committed + amount }, amount);
    await this.outbox.add(tx, { type: NEED_CHANGED, refId: need.id });
  }

  /**
   * A match is taken back: what it had committed and not delivered is open again.
   * @throws MoreThanCommitted
   */
  async release(tx: Tx, itemId: string, amount: bigint): Promise<void> {
    const { item, need } = await lockItem(tx, itemId, amount);
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
    const { item, need } = await lockItem(tx, itemId, amount);
    const left = item.committed - item.delivered;
    if (amount > left) throw new MoreThanCommitted(item, amount, left);
    await this.count(tx, need, item, 'need.delivered', { delivered: item.delivered + amount }, amount);
    const items = await tx.findBy(NeedItem, { needId: need.id });
    if (need.state === 'published' && isFulfilled(items)) {
      await moveNeed(tx, this.audit, { ...need, version: need.version + 1 }, 'fulfil');
      await this.outbox.add(tx, { type: NEED_FULFILLED, refId: need.id });
    }
  }

  /**
   * Its organization no longer asks for `waived` of an item in all; less than before asks for it again.
   * @throws NeedNotOpen, MoreThanOpen
   */
  async waive(tx: Tx, seen: SeenNeed, itemId: string, waived: bigint, reason: string): Promise<void> {
    const { item, need } = await this.lockOwn(tx, seen, itemId);
    if (need.state !== 'published') throw new NeedNotOpen(need.id, need.state);
    const most = item.open + item.waived;
    if (waived > most) throw new MoreThanOpen(item, waived, most);
    if (waived === item.waived) return;
    await this.write(tx, need, item, { waived });
    const facts = { itemId, from: item.waived.toString(), to: waived.toString(), reason };
    await recordNeed(tx, this.audit, need, 'need.waived', facts);
    await this.outbox.add(tx, { type: NEED_CHANGED, refId: need.id });
  }

  /**
   * Its organization has accepted `accepted` of what was delivered of an item, in all.
   * @throws NeedNotOpen, MoreThanDelivered
   */
  async accept(tx: Tx, seen: SeenNeed, itemId: string, accepted: bigint): Promise<void> {
    const { item, need } = await this.lockOwn(tx, seen, itemId);
    if (need.publishedAt === null) throw new NeedNotOpen(need.id, need.state);
    if (accepted > item.delivered) throw new MoreThanDelivered(item, accepted);
    if (accepted === item.accepted) return;
    await this.write(tx, need, item, { accepted });
    const facts = { itemId, from: item.accepted.toString(), to: accepted.toString() };
    await recordNeed(tx, this.audit, need, 'need.accepted', facts);
  }

  /** For its organization, or for a coordinator where it was imported. */
  private async lockOwn(tx: Tx, seen: SeenNeed, itemId: string): Promise<{ item: NeedItem; need: Need }> {
    const need = await lockOwnNeed(tx, seen);
    const item = await tx.findOneBy(NeedItem, { id: itemId, needId: need.id });
    if (!item) throw new NotFound('need item', itemId);
    return { item, need };
  }

  private async write(tx: Tx, need: Need, item: NeedItem, counted: Counted): Promise<void> {
    await tx.update(NeedItem, item.id, { ...counted, version: item.version + 1 });
    await tx.update(Need, need.id, { version: need.version + 1 });
  }

  private async count(
    tx: Tx,
    need: Need,
    item: NeedItem,
    act: string,
    counted: Counted,
    amount: bigint,
  ): Promise<void> {
    await this.write(tx, need, item, counted);
    await recordNeed(tx, this.audit, need, act, { itemId: item.id, amount: amount.toString() });
  }
}

async function lockItem(tx: Tx, itemId: string, amount: bigint): Promise<{ item: NeedItem; need: Need }> {
  if (amount <= 0n) throw new InvalidInput([{ path: 'amount', detail: 'must be more than 0' }]);
  const item = await tx.findOne(NeedItem, { where: { id: itemId }, lock: { mode: 'pessimistic_write' } });
  if (!item) throw new NotFound('need item', itemId);
  return { item, need: await lockNeedAlone(tx, item.needId) };
}
