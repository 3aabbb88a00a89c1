import { Injectable } from '@nestjs/common';
import { Audit } from '#libs/audit';
import { InvalidInput, NotFound } from '#libs/kernel';
import { Outbox, type Tx } from '#libs/platform';
import { lockNeedAlone, moveNeed, recordNeed } from './move-need.js';
import { Need, NeedItem } from './need.entity.js';
import { isFulfilled, openOf } from './need.rules.js';
import { MoreThanCommitted, MoreThanOpen, NeedNotOpen } from './needs.errors.js';
import { NEED_CHANGED } from './needs.events.js';

/** How much of a need is covered: what matches and deliveries do to its items. Amounts are minor units, or whole units. */
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
    if (amount > openOf(item)) throw new MoreThanOpen(item, amount, openOf(item));
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
      await moveNeed(tx, this.audit, { ...need, version: need.version + 1 }, 'fulfilled');
    }
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
    await recordNeed(tx, this.audit, need, act, { itemId: item.id, amount: amount.toString() });
  }
}

async function lockItem(tx: Tx, itemId: string, amount: bigint): Promise<{ item: NeedItem; need: Need }> {
  if (amount <= 0n) throw new InvalidInput([{ path: 'amount', detail: 'must be more than 0' }]);
  const item = await tx.findOne(NeedItem, { where: { id: itemId }, lock: { mode: 'pessimistic_write' } });
  if (!item) throw new NotFound('need item', itemId);
  return { item, need: await lockNeedAlone(tx, item.needId) };
}
