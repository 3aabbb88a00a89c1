import { Injectable } from '@nestjs/common';
import { Audit } from '#libs/audit';
import { MoveNotAllowed, NotFound } from '#libs/kernel';
import { NeedCoverageService } from '#libs/needs';
import { OffersService } from '#libs/offers';
import { Outbox, type JsonObject, type MatchEventType, type Tx } from '#libs/platform';
import { announceMatch } from './announce-match.js';
import { Delivery } from './delivery.entity.js';
import { requireByHand } from './delivery.rules.js';
import { deliveryStates, type DeliveryState } from './delivery.states.js';
import { lockMatch, requireVersion, type Seen } from './lock-match.js';
import { Match } from './match.entity.js';
import { DeliveredAsMoney } from './matching.errors.js';
import type { MatchState } from './match.states.js';
import { MATCH_COMPLETED } from './matching.events.js';

/** How what is delivered and accepted of a match changes; less where a record is undone or goods went back. */
export interface Counts {
  readonly delivered: bigint;
  readonly accepted: bigint;
}

/** What both sides of a delivery write: the records of a match, and what its item and its offer count by them. */
@Injectable()
export class DeliveryBook {
  constructor(
    private readonly needs: NeedCoverageService,
    private readonly offers: OffersService,
    private readonly audit: Audit,
    private readonly outbox: Outbox,
  ) {}

  /** Locks a match that is under way, for who may act on it. @throws Stale, DeliveredAsMoney, MoveNotAllowed */
  async lockUnderWay(
    tx: Tx,
    seen: Seen,
    requireMay: (match: Match) => Promise<void>,
    states: readonly MatchState[] = ['delivering'],
  ): Promise<Match> {
    const match = await lockMatch(tx, seen.matchId);
    await requireMay(match);
    requireVersion(match, seen);
    requireByHand(match);
    if (!states.includes(match.state)) throw new MoveNotAllowed('match', match.id, match.state, 'delivering');
    return match;
  }

  /** Locks the offer: it cannot become an agreement with a fund while its donor begins to pay. @throws DeliveredAsMoney */
  async requireNoFund(tx: Tx, { offerId }: Match): Promise<void> {
    const { agreedAt } = await this.offers.hold(tx, offerId);
    if (agreedAt !== null) throw new DeliveredAsMoney();
  }

  /** What is recorded of a locked match, undone and returned records too. */
  records(tx: Tx, { id }: Match): Promise<Delivery[]> {
    return tx.find(Delivery, { where: { matchId: id }, order: { position: 'ASC' } });
  }

  /** @throws NotFound, MoveNotAllowed */
  async toMove(tx: Tx, match: Match, deliveryId: string, to: DeliveryState): Promise<Delivery> {
    const delivery = await tx.findOneBy(Delivery, { id: deliveryId, matchId: match.id });
    if (!delivery) throw new NotFound('delivery', deliveryId);
    if (!deliveryStates.canMove(delivery.state, to))
      throw new MoveNotAllowed('delivery', delivery.id, delivery.state, to);
    return delivery;
  }

  async count(tx: Tx, match: Match, counts: Counts): Promise<void> {
    await lockPair(tx, match);
    await this.needs.deliverByHand(tx, match.needItemId, counts);
    await this.offers.deliver(tx, match.offerId, counts);
  }

  /** What will not come of a match is open again on both sides. */
  async release(tx: Tx, match: Match, amount: bigint): Promise<void> {
    await lockPair(tx, match);
    await this.needs.release(tx, match.needItemId, amount);
    await this.offers.release(tx, match.offerId, amount);
  }

  /** Writes a locked match, what was done with it, and the news of it. */
  async write(
    tx: Tx,
    match: Match,
    changes: Partial<Match>,
    { act, facts, news }: { act: string; facts: JsonObject; news?: MatchEventType },
  ): Promise<void> {
    await tx.update(Match, match.id, { ...changes, version: match.version + 1 });
    await this.audit.record(tx, { act, refId: match.id, payload: facts });
    if (news) await announceMatch(tx, this.outbox, news, match);
  }

  /** With the last of it accepted the match is completed. */
  async completeIfDone(tx: Tx, matchId: string): Promise<void> {
    const match = await tx.findOneByOrFail(Match, { id: matchId });
    const accepted = (await this.records(tx, match)).reduce((sum, delivery) => sum + delivery.accepted, 0n);
    if (match.state !== 'delivering' || accepted < match.amount) return;
    const facts = { from: match.state };
    await this.write(tx, match, { state: 'completed' }, { act: MATCH_COMPLETED, facts, news: MATCH_COMPLETED });
  }
}

/** The item before the offer, as all verbs on matches lock them. */
async function lockPair(tx: Tx, { needItemId, offerId }: Match): Promise<void> {
  await tx.query('SELECT 1 FROM need_items WHERE id = $1 FOR UPDATE', [needItemId]);
  await tx.query('SELECT 1 FROM offers WHERE id = $1 FOR UPDATE', [offerId]);
}
