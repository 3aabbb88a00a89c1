import { Inject, Injectable } from '@nestjs/common';
import { Audit } from '#libs/audit';
import { calendarDateOf, InvalidInput, refuseTogether, type Clock, type ProblemItem } from '#libs/kernel';
import { CLOCK, Outbox, type Tx } from '#libs/platform';
import { lockOwn, moveOffer, recordAct, requireMove, type Books, type SeenOffer } from './move-offer.js';
import { Offer } from './offer.entity.js';
import { checkReduced, leftOf } from './offer.rules.js';
import {
  LessThanCommitted,
  MoreThanLeft,
  NothingLeftToWithdraw,
  OfferInUse,
  OfferIsAgreed,
  OfferNotOpen,
} from './offers.errors.js';
import { OFFER_CHANGED } from './offers.events.js';
import { contentOf, requireUsable } from './save-offer.js';

type LastDays = Pick<Offer, 'validUntil' | 'usableUntil'>;

/** How an offer comes onto the market, shrinks, leaves it and comes back. */
@Injectable()
export class OfferLifeService {
  constructor(
    private readonly audit: Audit,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Its organization puts it on the table. @throws InvalidInput when its last day, or that of its use, is past */
  async publish(tx: Tx, seen: SeenOffer): Promise<void> {
    const offer = await lockOwn(tx, seen);
    requireMove(offer, 'publish');
    this.requireLasting(offer);
    await moveOffer(tx, this.books, offer, 'publish', { changes: { publishedAt: this.clock.now() } });
  }

  /** Its organization takes it off the table to go on writing, as long as nothing of it is committed. @throws OfferInUse */
  async unpublish(tx: Tx, seen: SeenOffer): Promise<void> {
    const offer = await lockOwn(tx, seen);
    if (offer.committed > 0n) throw new OfferInUse(offer);
    await moveOffer(tx, this.books, offer, 'unpublish', { changes: { publishedAt: null } });
  }

  /** Its organization takes back what is not committed; what is committed stays so. @throws NothingLeftToWithdraw */
  async withdraw(tx: Tx, seen: SeenOffer, reason: string): Promise<void> {
    const offer = await lockOwn(tx, seen);
    if (offer.state === 'published' && leftOf(offer) === 0n) throw new NothingLeftToWithdraw(offer);
    await moveOffer(tx, this.books, offer, 'withdraw', { facts: { reason } });
  }

  /**
   * Its organization offers less from now on, at the least what is committed. A lot that is larger than what there is then
   * shrinks with it.
   * @param wrong What cannot be used at all, and is not there.
   * @throws OfferNotOpen, LessThanCommitted, InvalidInput
   */
  async reduce(
    tx: Tx,
    seen: SeenOffer,
    { capacity, reason }: { readonly capacity: bigint; readonly reason: string },
    wrong: readonly ProblemItem[] = [],
  ): Promise<void> {
    const offer = await lockOwn(tx, seen);
    if (offer.state !== 'published') throw new OfferNotOpen(offer.id, offer.state);
    const broken = checkReduced(offer, capacity);
    const tooLittle = capacity < offer.committed ? new LessThanCommitted(offer, capacity, offer.committed) : null;
    if (tooLittle && wrong.length === 0) throw tooLittle;
    refuseTogether(wrong, tooLittle?.errors ?? broken);
    const { minimumLot } = offer;
    await tx.update(Offer, offer.id, {
      capacity,
      minimumLot: minimumLot !== null && minimumLot > capacity ? capacity : minimumLot,
      version: offer.version + 1,
    });
    const facts = { from: `${offer.capacity}`, to: `${capacity}`, reason };
    await recordAct(tx, this.audit, offer, 'offer.reduced', facts);
    await this.outbox.add(tx, { type: OFFER_CHANGED, refId: offer.id });
  }

  /**
   * Its organization takes `amount` of what is not committed to something else: the offer becomes less by it, or is withdrawn
   * where it was all that there is. Returns the offer as it was.
   * @throws OfferNotOpen, MoreThanLeft, InvalidInput
   */
  async takeOut(tx: Tx, seen: SeenOffer, amount: bigint, reason: string): Promise<Offer> {
    if (amount <= 0n) throw new InvalidInput([{ path: 'amount', detail: 'Write an amount above 0.' }]);
    const offer = await lockOwn(tx, seen);
    if (offer.state !== 'published') throw new OfferNotOpen(offer.id, offer.state);
    if (amount > leftOf(offer)) throw new MoreThanLeft(offer, amount, leftOf(offer));
    if (amount === offer.capacity) await this.withdraw(tx, seen, reason);
    else await this.reduce(tx, seen, { capacity: offer.capacity - amount, reason });
    return offer;
  }

  /**
   * Its organization opens an offer again that was withdrawn or has expired; one that never was published is a draft again.
   * @param until New last days, on which it stands and is used; left out: as they were.
   * @throws OfferIsAgreed, InvalidInput
   */
  async reopen(tx: Tx, seen: SeenOffer, until: Partial<LastDays> = {}): Promise<void> {
    const offer = await lockOwn(tx, seen);
    const verb = offer.publishedAt === null ? 'reopenDraft' : 'reopen';
    requireMove(offer, verb);
    if (offer.agreedAt !== null) throw new OfferIsAgreed(offer.id);
    const { validUntil = offer.validUntil, usableUntil = offer.usableUntil } = until;
    const changes = { validUntil, usableUntil };
    if (verb === 'reopen') this.requireLasting(changes);
    await requireUsable(tx, { ...contentOf(offer), ...changes });
    await moveOffer(tx, this.books, offer, verb, { changes });
  }

  private requireLasting(lastDays: LastDays): void {
    const today = calendarDateOf(this.clock.now());
    const why = { validUntil: 'it would expire at once', usableUntil: 'nothing could be used of it any more' };
    const past = (['validUntil', 'usableUntil'] as const).filter((path) => {
      const day = lastDays[path];
      return day !== null && day < today;
    });
    if (past.length === 0) return;
    throw new InvalidInput(
      past.map((path) => ({ path, detail: `Choose today, ${today}, or a later day: ${why[path]}.` })),
    );
  }

  private get books(): Books {
    return { audit: this.audit, outbox: this.outbox };
  }
}
