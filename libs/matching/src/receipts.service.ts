import { Inject, Injectable } from '@nestjs/common';
import { PointsOfContactQueries } from '#libs/identity';
import {
  calendarDateOf,
  Denied,
  MoveNotAllowed,
  NotFound,
  quantityText,
  refuseTogether,
  type Clock,
  type ProblemItem,
} from '#libs/kernel';
import { PointOfContactRequired } from '#libs/needs';
import { CLOCK, type MatchEventType, type Tx } from '#libs/platform';
import { DeliveryBook } from './delivery-book.js';
import { Delivery } from './delivery.entity.js';
import { measureOf } from './delivery.rules.js';
import type { DeliveryState } from './delivery.states.js';
import type { Seen } from './lock-match.js';
import { Match } from './match.entity.js';
import { RestIsGone } from './matching.errors.js';
import {
  MATCH_DELIVERY_ACCEPTED,
  MATCH_DELIVERY_RETURNED,
  MATCH_DELIVERY_UNACCEPTED,
  MATCH_DELIVERY_UNRETURNED,
} from './matching.events.js';
import { PairQueries } from './pair.queries.js';

/** What the State does with what was delivered to it: nobody but its point of contact, or whom they delegated. */
@Injectable()
export class ReceiptsService {
  constructor(
    private readonly book: DeliveryBook,
    private readonly pairs: PairQueries,
    private readonly contacts: PointsOfContactQueries,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Takes a delivery, or so much of it; the rest goes back and may be delivered again.
   * @param wrong What cannot be used at all, and is not there.
   * @param reason Why the rest goes back; there must be one where there is a rest.
   * @throws NotFound, Denied, PointOfContactRequired, Stale, MoveNotAllowed, InvalidInput
   */
  async accept(
    tx: Tx,
    seen: Seen,
    deliveryId: string,
    { accepted: asked, reason }: { accepted?: bigint; reason: string | null },
    wrong: readonly ProblemItem[] = [],
  ): Promise<void> {
    const match = await this.book.lockUnderWay(tx, seen, (held) => this.requireContact(tx, held));
    const { quantity } = await this.book.toMove(tx, match, deliveryId, 'accepted');
    const accepted = asked ?? quantity;
    const whole = quantityText(quantity, measureOf(match));
    const range = `Write what you accept of the ${whole} that was delivered, above 0. To take nothing, return it.`;
    const why = 'Say why the rest goes back.';
    refuseTogether(wrong, [
      ...(accepted <= 0n || accepted > quantity ? [{ path: 'accepted', detail: range }] : []),
      ...(accepted < quantity && reason === null ? [{ path: 'reason', detail: why, reads: ['accepted'] }] : []),
    ]);
    await tx.update(Delivery, deliveryId, {
      state: 'accepted',
      accepted,
      decidedBy: tx.actor.personId,
      decidedAt: this.clock.now(),
      reason: accepted < quantity ? reason : null,
    });
    await this.book.count(tx, match, { delivered: accepted - quantity, accepted });
    const facts = { deliveryId, quantity: `${quantity}`, accepted: `${accepted}`, ...(reason !== null && { reason }) };
    await this.book.write(tx, match, {}, { act: MATCH_DELIVERY_ACCEPTED, facts, news: MATCH_DELIVERY_ACCEPTED });
    await this.book.completeIfDone(tx, match.id);
  }

  /**
   * Takes an acceptance back: the whole delivery waits for a decision again. A match that was completed by it is under way again, and a
   * need that was fulfilled by it is open again.
   * @throws NotFound, Denied, PointOfContactRequired, Stale, DeliveredAsMoney, MoveNotAllowed, NeedNotOpen
   * @throws RestIsGone where what went back of it was delivered again or given up since
   */
  unaccept(tx: Tx, seen: Seen, deliveryId: string, reason: string): Promise<void> {
    return this.decideAnew(tx, seen, deliveryId, { from: 'accepted', reason, news: MATCH_DELIVERY_UNACCEPTED });
  }

  /**
   * Takes a return back: the delivery counts as delivered and waits for a decision again.
   * @throws NotFound, Denied, PointOfContactRequired, Stale, DeliveredAsMoney, MoveNotAllowed
   * @throws RestIsGone where it was delivered again or given up since
   */
  unreturn(tx: Tx, seen: Seen, deliveryId: string, reason: string): Promise<void> {
    return this.decideAnew(tx, seen, deliveryId, { from: 'returned', reason, news: MATCH_DELIVERY_UNRETURNED });
  }

  private async decideAnew(
    tx: Tx,
    seen: Seen,
    deliveryId: string,
    { from, reason, news }: { from: DeliveryState; reason: string; news: MatchEventType },
  ): Promise<void> {
    const states = ['delivering', 'completed'] as const;
    const match = await this.book.lockUnderWay(tx, seen, (held) => this.requireContact(tx, held), states);
    const { state, quantity, accepted } = await this.book.toMove(tx, match, deliveryId, 'delivered');
    if (state !== from) throw new MoveNotAllowed('delivery', deliveryId, state, 'delivered');
    const left = (await this.book.records(tx, match)).reduce((sum, { counted }) => sum - counted, match.amount);
    const rest = quantity - accepted;
    if (rest > left) throw new RestIsGone(rest, left, measureOf(match));
    await tx.update(Delivery, deliveryId, {
      state: 'delivered',
      accepted: 0n,
      decidedBy: null,
      decidedAt: null,
      reason: null,
    });
    await this.book.count(tx, match, { delivered: rest, accepted: -accepted });
    const facts = { deliveryId, quantity: `${quantity}`, accepted: `${accepted}`, from: match.state, reason };
    await this.book.write(tx, match, { state: 'delivering' }, { act: news, facts, news });
  }

  /** Takes nothing of a delivery. */
  async giveBack(tx: Tx, seen: Seen, deliveryId: string, reason: string): Promise<void> {
    const match = await this.book.lockUnderWay(tx, seen, (held) => this.requireContact(tx, held));
    const { quantity } = await this.book.toMove(tx, match, deliveryId, 'returned');
    await tx.update(Delivery, deliveryId, {
      state: 'returned',
      decidedBy: tx.actor.personId,
      decidedAt: this.clock.now(),
      reason,
    });
    await this.book.count(tx, match, { delivered: -quantity, accepted: 0n });
    const facts = { deliveryId, quantity: `${quantity}`, reason };
    await this.book.write(tx, match, {}, { act: MATCH_DELIVERY_RETURNED, facts, news: MATCH_DELIVERY_RETURNED });
  }

  /** @throws Denied, PointOfContactRequired; NotFound for who is not the State side: they may not know of it */
  private async requireContact(tx: Tx, match: Match): Promise<void> {
    const { role, organizationId, personId } = tx.actor;
    if (role !== 'focal-point') throw new Denied('Only the State may decide on what was delivered to it.');
    const isOwn = match.reviewedAt !== null && (await this.pairs.isStateSide(tx, match.needId, organizationId));
    if (!isOwn) throw new NotFound('match', match.id);
    const today = calendarDateOf(this.clock.now());
    if (!(await this.contacts.maySubmitFor(tx, personId, organizationId, today))) throw new PointOfContactRequired();
  }
}
