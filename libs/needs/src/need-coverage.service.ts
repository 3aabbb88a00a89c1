import { Inject, Injectable } from '@nestjs/common';
import { Audit } from '#libs/audit';
import { PointsOfContactQueries } from '#libs/identity';
import { calendarDateOf, InvalidInput, NotFound, refuseTogether, type Clock, type ProblemItem } from '#libs/kernel';
import { CLOCK, Outbox, type Tx } from '#libs/platform';
import { fulfilIfDone } from './fulfil-if-done.js';
import {
  lockNeedAlone,
  lockOwnNeed,
  moveNeed,
  recordNeed,
  requireRunning,
  type SeenNeed,
  type Books,
} from './move-need.js';
import { Need, NeedItem } from './need.entity.js';
import { asksForNothing } from './need.rules.js';
import {
  AcceptedByDelivery,
  MoreThanCommitted,
  MoreThanDelivered,
  MoreThanOpen,
  NeedNotOpen,
  NothingLeftAsked,
} from './needs.errors.js';
import { NEED_CHANGED } from './needs.events.js';
import { publishRevision } from './publish-revision.js';
import { requireOwnArea } from './require-own-area.js';
import { requirePointOfContact } from './require-point-of-contact.js';

type Counted = Partial<Pick<NeedItem, 'committed' | 'delivered' | 'paidByFund' | 'accepted' | 'waived'>>;

/** How much of a need is covered: what matches, deliveries and its organization do to its items. Amounts are minor units, or whole units. */
@Injectable()
export class NeedCoverageService {
  constructor(
    private readonly audit: Audit,
    private readonly outbox: Outbox,
    private readonly contacts: PointsOfContactQueries,
    @Inject(CLOCK) private readonly clock: Clock,
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
   * Part of the money that is committed was paid by a fund. With the last of it the need is fulfilled.
   * @throws MoreThanCommitted
   */
  async deliver(tx: Tx, itemId: string, amount: bigint): Promise<void> {
    const { item, need } = await lockItem(tx, itemId, amount);
    const left = item.committed - item.delivered;
    if (amount > left) throw new MoreThanCommitted(item, amount, left);
    const counted = { delivered: item.delivered + amount, paidByFund: item.paidByFund + amount };
    await this.count(tx, need, item, 'need.delivered', counted, amount);
    await fulfilIfDone(tx, this.books, need.id);
  }

  /**
   * What is delivered and accepted of an item by its donor changes by so much; less where it went back or a record was wrong.
   * Money that a donor says it paid counts once it is accepted: no bank confirms it to us. With the last of it accepted the need
   * is fulfilled; when that is taken back, it is open again, whatever its last day, as something is under way.
   * @throws MoreThanCommitted; NeedNotOpen where a need has ended since, or is fulfilled by what would be taken from it
   */
  async deliverByHand(tx: Tx, itemId: string, by: { delivered: bigint; accepted: bigint }): Promise<void> {
    const { item, need } = await holdItem(tx, itemId);
    const { accepted } = by;
    const delivered = item.unitCode === null ? accepted : by.delivered;
    if (delivered === 0n && accepted === 0n) return;
    const left = item.committed - item.delivered;
    if (delivered > left) throw new MoreThanCommitted(item, delivered, left);
    const opensAgain = accepted < 0n && need.state === 'fulfilled';
    const isOpen = need.state === 'published' || opensAgain;
    if (accepted < 0n ? !isOpen : delivered < 0n && need.state === 'fulfilled')
      throw new NeedNotOpen(need.id, need.state);
    await this.write(tx, need, item, { delivered: item.delivered + delivered, accepted: item.accepted + accepted });
    const act =
      accepted < 0n
        ? 'acceptance-taken-back'
        : accepted > 0n
          ? 'accepted'
          : delivered > 0n
            ? 'delivered'
            : 'delivery-taken-back';
    const facts = { itemId, delivered: `${delivered}`, accepted: `${accepted}` };
    await recordNeed(tx, this.audit, need, `need.${act}`, facts);
    if (opensAgain) return this.openAgain(tx, need);
    await fulfilIfDone(tx, this.books, need.id);
  }

  /**
   * Its organization no longer asks for `waived` of an item in all; less than before asks for it again.
   * When the rest was delivered the need is fulfilled, and asking again opens it again; of all of it, it is closed instead.
   * @param wrong What of it cannot be used at all, and is empty.
   * @throws PointOfContactRequired, NeedNotOpen, InvalidInput, MoreThanOpen, NothingLeftAsked; AreaNotOwn, NeedLapsed of a fulfilled need
   */
  async waive(
    tx: Tx,
    seen: SeenNeed,
    itemId: string,
    waived: bigint,
    reason: string,
    wrong: readonly ProblemItem[] = [],
  ): Promise<void> {
    const { item, need } = await this.lockOwn(tx, seen, itemId);
    const opensAgain = need.state === 'fulfilled' && waived < item.waived;
    if (need.state !== 'published' && !opensAgain) throw new NeedNotOpen(need.id, need.state);
    const most = item.open + item.waived;
    const tooMuch = waived > most ? new MoreThanOpen(item, waived, most) : null;
    if (wrong.length > 0) refuseTogether(wrong, tooMuch ? [{ path: 'waived', detail: tooMuch.message }] : []);
    if (tooMuch) throw tooMuch;
    if (waived === item.waived) return;
    const items = await tx.findBy(NeedItem, { needId: need.id });
    if (asksForNothing(items.map((one) => (one.id === itemId ? { ...one, waived } : one))))
      throw new NothingLeftAsked();
    await this.write(tx, need, item, { waived });
    const facts = { itemId, from: item.waived.toString(), to: waived.toString(), reason };
    await recordNeed(tx, this.audit, need, 'need.waived', facts);
    if (opensAgain) {
      await requireOwnArea(tx, need);
      requireRunning(need, calendarDateOf(this.clock.now()));
      return this.openAgain(tx, need);
    }
    await fulfilIfDone(tx, this.books, need.id);
    await this.outbox.add(tx, { type: NEED_CHANGED, refId: need.id });
  }

  /**
   * Its organization has accepted `accepted` of the money that was delivered of an item, in all: of what funds paid as much as it
   * likes. Units, and what donors pay themselves, are accepted with each delivery.
   * @throws PointOfContactRequired, NeedNotOpen, MoreThanDelivered, AcceptedByDelivery
   */
  async accept(tx: Tx, seen: SeenNeed, itemId: string, accepted: bigint): Promise<void> {
    const { item, need } = await this.lockOwn(tx, seen, itemId);
    if (need.publishedAt === null) throw new NeedNotOpen(need.id, need.state);
    if (accepted > item.delivered && item.unitCode === null) throw new MoreThanDelivered(item, accepted);
    if (accepted < item.delivered - item.paidByFund || item.unitCode !== null) throw new AcceptedByDelivery(item);
    if (accepted === item.accepted) return;
    await this.write(tx, need, item, { accepted });
    const facts = { itemId, from: item.accepted.toString(), to: accepted.toString() };
    await recordNeed(tx, this.audit, need, 'need.accepted', facts);
    await fulfilIfDone(tx, this.books, need.id);
  }

  /**
   * Whether the actor may agree in the name of their organization to what a donor would give it.
   * @throws PointOfContactRequired
   */
  async requireSpokesperson(tx: Tx): Promise<void> {
    await requirePointOfContact(tx, this.contacts, tx.actor, calendarDateOf(this.clock.now()));
  }

  /** Something is asked for again that was waived, or waits for a decision again that had been accepted. */
  private async openAgain(tx: Tx, need: Need): Promise<void> {
    await moveNeed(tx, this.books, need, 'openAgain');
    // It may have been shown to fewer since it ended.
    await publishRevision(tx, need.id);
  }

  /** For its organization; where it was imported, for the State that it is for or a coordinator. */
  private async lockOwn(tx: Tx, seen: SeenNeed, itemId: string): Promise<{ item: NeedItem; need: Need }> {
    const need = await lockOwnNeed(tx, seen);
    await requirePointOfContact(tx, this.contacts, tx.actor, calendarDateOf(this.clock.now()));
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

  private get books(): Books {
    return { audit: this.audit, outbox: this.outbox };
  }
}

async function lockItem(tx: Tx, itemId: string, amount: bigint): Promise<{ item: NeedItem; need: Need }> {
  if (amount <= 0n) throw new InvalidInput([{ path: 'amount', detail: 'Write an amount above 0.' }]);
  return holdItem(tx, itemId);
}

async function holdItem(tx: Tx, itemId: string): Promise<{ item: NeedItem; need: Need }> {
  const item = await tx.findOne(NeedItem, { where: { id: itemId }, lock: { mode: 'pessimistic_write' } });
  if (!item || item.needId === null) throw new NotFound('need item', itemId);
  return { item, need: await lockNeedAlone(tx, item.needId) };
}
