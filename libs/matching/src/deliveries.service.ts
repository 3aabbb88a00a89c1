import { Inject, Injectable } from '@nestjs/common';
import { belongsToAny } from '#libs/identity';
import {
  Denied,
  MoveNotAllowed,
  newId,
  NotFound,
  refuseTogether,
  type CalendarDate,
  type Clock,
  type ProblemItem,
} from '#libs/kernel';
import { CLOCK, papersFaults, type Tx } from '#libs/platform';
import { DeliveryBook } from './delivery-book.js';
import { Delivery, DeliveryEvidence } from './delivery.entity.js';
import { checkDeliverable, checkPlannable, measureOf, requireByHand } from './delivery.rules.js';
import { lockMatch, requireVersion, type Seen } from './lock-match.js';
import { Match } from './match.entity.js';
import { DeliveryUnderWay, MoreThanUndelivered, NothingToEnd, OwnMatch } from './matching.errors.js';
import {
  MATCH_DELIVERED,
  MATCH_DELIVERING,
  MATCH_DELIVERY_STOPPED,
  MATCH_DELIVERY_UNDONE,
  MATCH_LOWERED,
} from './matching.events.js';
import { PairQueries } from './pair.queries.js';

export interface DeliveryPlan {
  readonly plannedOn: CalendarDate;
  readonly note: string | null;
}

export interface DeliveryRecord {
  /** Minor units of the currency, or whole units. */
  readonly quantity: bigint;
  readonly deliveredOn: CalendarDate;
  readonly note: string | null;
  /** At most {@link EVIDENCE_MAX}, in the order in which they are shown. */
  readonly evidenceFileIds: readonly string[];
}

/** Of all that goes wrong on the way one delivery is enough; far above what one match needs. */
const RECORDS_MAX = 100;
const NO_MORE_RECORDS = {
  path: 'quantity',
  detail: `A match takes no more than ${RECORDS_MAX} records, so this one cannot be added.`,
};
const NOTHING = { path: 'quantity', detail: 'Write an amount above 0.' };

/** What the giving side does with a confirmed match that no fund pays: its donor, or a coordinator who is no party to it. */
@Injectable()
export class DeliveriesService {
  constructor(
    private readonly book: DeliveryBook,
    private readonly pairs: PairQueries,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * The donor puts a confirmed match under way, in kind or to pay the State itself, or plans another day for one that is.
   * @param wrong What of it cannot be used at all, and is not there.
   * @throws NotFound, Denied, Stale, DeliveredAsMoney, MoveNotAllowed, InvalidInput for a day that is past
   */
  async start(
    tx: Tx,
    seen: Seen,
    { plannedOn, note }: DeliveryPlan,
    wrong: readonly ProblemItem[] = [],
  ): Promise<void> {
    const match = await this.lockAsDonor(tx, seen);
    if (match.state !== 'confirmed' && match.state !== 'delivering') {
      throw new MoveNotAllowed('match', match.id, match.state, 'delivering');
    }
    if (match.unitCode === null) await this.book.requireNoFund(tx, match);
    refuseTogether(wrong, checkPlannable(plannedOn, this.clock.now()));
    const isAnotherPlan = match.state === 'delivering';
    await this.book.write(
      tx,
      match,
      { state: 'delivering', deliveryPlannedOn: plannedOn, deliveryNote: note },
      {
        act: isAnotherPlan ? 'match.delivery-planned' : 'match.delivering',
        facts: { from: match.state, plannedOn, ...(note !== null && { note }) },
        news: MATCH_DELIVERING,
      },
    );
  }

  /**
   * Takes that back; the match is confirmed as before. The donor may have left, so a coordinator may do it, too.
   * @throws DeliveryUnderWay while a record stands
   */
  async stop(tx: Tx, seen: Seen): Promise<void> {
    const match = await this.book.lockUnderWay(tx, seen, (held) => this.requireGiver(tx, held));
    if ((await this.counted(tx, match)) > 0n) throw new DeliveryUnderWay();
    await this.book.write(
      tx,
      match,
      { state: 'confirmed', deliveryPlannedOn: null, deliveryNote: null },
      { act: 'match.confirmed', facts: { from: match.state }, news: MATCH_DELIVERY_STOPPED },
    );
  }

  /**
   * So much arrived on that day. Returns the record's id.
   * @param wrong What of the record cannot be used at all, and is not in it.
   * @throws NotFound, Denied, OwnMatch, Stale, DeliveredAsMoney, MoveNotAllowed, MoreThanUndelivered, InvalidInput
   */
  async record(tx: Tx, seen: Seen, record: DeliveryRecord, wrong: readonly ProblemItem[] = []): Promise<string> {
    const match = await this.book.lockUnderWay(tx, seen, (held) => this.requireGiver(tx, held));
    const records = await this.book.records(tx, match);
    const left = match.amount - records.reduce((sum, { counted }) => sum + counted, 0n);
    const { quantity, deliveredOn, note } = record;
    const files = [...new Set(record.evidenceFileIds)];
    const tooMuch = quantity > left ? new MoreThanUndelivered(quantity, left, measureOf(match)) : null;
    const broken = [
      ...(records.length >= RECORDS_MAX ? [NO_MORE_RECORDS] : quantity <= 0n ? [NOTHING] : []),
      ...checkDeliverable(deliveredOn, match, this.clock.now()),
      ...(await papersFaults(tx, { path: 'evidenceFileIds', fileIds: record.evidenceFileIds, from: 'own' })),
    ];
    if (tooMuch && (left === 0n || wrong.length + broken.length === 0)) throw tooMuch;
    refuseTogether(wrong, [...(tooMuch?.errors ?? []), ...broken]);
    const id = newId('delivery');
    await tx.insert(Delivery, {
      id,
      matchId: match.id,
      position: records.length + 1,
      state: 'delivered',
      quantity,
      deliveredOn,
      note,
      recordedBy: tx.actor.personId,
      recordedAt: this.clock.now(),
    });
    const evidence = files.map((fileId, index) => ({ deliveryId: id, position: index + 1, fileId }));
    if (evidence.length > 0) await tx.insert(DeliveryEvidence, evidence);
    await this.book.count(tx, match, { delivered: quantity, accepted: 0n });
    const facts = { deliveryId: id, quantity: `${quantity}`, deliveredOn, ...(note !== null && { note }) };
    await this.book.write(tx, match, {}, { act: 'match.delivered', facts, news: MATCH_DELIVERED });
    return id;
  }

  /** The record was wrong; possible until the State has decided on it. */
  async undo(tx: Tx, seen: Seen, deliveryId: string, reason: string): Promise<void> {
    const match = await this.book.lockUnderWay(tx, seen, (held) => this.requireGiver(tx, held));
    const { quantity } = await this.book.toMove(tx, match, deliveryId, 'undone');
    await tx.update(Delivery, deliveryId, {
      state: 'undone',
      decidedBy: tx.actor.personId,
      decidedAt: this.clock.now(),
      reason,
    });
    await this.book.count(tx, match, { delivered: -quantity, accepted: 0n });
    const facts = { deliveryId, quantity: `${quantity}`, reason };
    await this.book.write(tx, match, {}, { act: MATCH_DELIVERY_UNDONE, facts, news: MATCH_DELIVERY_UNDONE });
  }

  /**
   * The rest will not come: what was not delivered is open again in the item and in the offer, and the match gives what it
   * delivered.
   * @throws NothingToEnd
   */
  async endRest(tx: Tx, seen: Seen, reason: string): Promise<void> {
    const match = await this.book.lockUnderWay(tx, seen, (held) => this.requireGiver(tx, held));
    const amount = await this.counted(tx, match);
    if (amount === 0n || amount === match.amount) throw new NothingToEnd(amount > 0n);
    await this.book.release(tx, match, match.amount - amount);
    await this.book.write(
      tx,
      match,
      {
        amount,
        consentedAmount: match.consentedAmount ?? match.amount,
        loweredReason: reason,
        loweredBy: tx.actor.personId,
        loweredAt: this.clock.now(),
      },
      {
        act: MATCH_LOWERED,
        facts: { from: `${match.amount}`, to: `${amount}`, reason },
        news: MATCH_LOWERED,
      },
    );
    await this.book.completeIfDone(tx, match.id);
  }

  private async counted(tx: Tx, match: Match): Promise<bigint> {
    return (await this.book.records(tx, match)).reduce((sum, { counted }) => sum + counted, 0n);
  }

  private async lockAsDonor(tx: Tx, seen: Seen): Promise<Match> {
    const match = await lockMatch(tx, seen.matchId);
    await this.requireDonor(tx, match);
    requireVersion(match, seen);
    requireByHand(match);
    return match;
  }

  /** @throws Denied, NotFound: a match that was not put before its donor is not known to them */
  private async requireDonor(tx: Tx, match: Match): Promise<void> {
    const { role, organizationId } = tx.actor;
    if (role !== 'donor') throw new Denied('Only the donor of the match may do this.');
    const [offer] = await this.pairs.offers(tx, [match.offerId]);
    if (match.reviewedAt === null || offer?.organizationId !== organizationId) throw new NotFound('match', match.id);
  }

  private async requireGiver(tx: Tx, match: Match): Promise<void> {
    if (tx.actor.role !== 'coordinator') return this.requireDonor(tx, match);
    const { organizationIds } = await this.pairs.parties(tx, match.needItemId, match.offerId);
    if (await belongsToAny(tx, organizationIds)) throw new OwnMatch();
  }
}
