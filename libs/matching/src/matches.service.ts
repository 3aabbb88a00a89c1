import { Inject, Injectable } from '@nestjs/common';
import { Audit } from '#libs/audit';
import {
  calendarDateOf,
  Denied,
  MoveNotAllowed,
  newId,
  NotFound,
  refuseTogether,
  Stale,
  type Clock,
  type ProblemItem,
} from '#libs/kernel';
import { belongsToAny } from '#libs/identity';
import { hasWritten, NeedCoverageService } from '#libs/needs';
import { OffersService } from '#libs/offers';
import { CLOCK, isViolation, Outbox, type JsonObject, type Tx } from '#libs/platform';
import { IsNull, Not } from 'typeorm';
import { announceMatch } from './announce-match.js';
import { lockMatch, requireCoordinator, requireMove, requireVersion, type Seen } from './lock-match.js';
import { Match } from './match.entity.js';
import {
  cappedAmount,
  checkLower,
  requireAsReviewed,
  requireBegun,
  requireEnough,
  requireFit,
  requireInForce,
  requireStanding,
} from './match.rules.js';
import { MATCH_VERBS, type MatchVerbName } from './match.states.js';
import {
  FundHoldsOffer,
  MatchNotLowered,
  MatchUnderWay,
  OwnMatch,
  PairAlreadyMatched,
  SamePersonConsents,
} from './matching.errors.js';
import { MATCH_LOWERED, MATCH_RESTORED } from './matching.events.js';
import type { Pair } from './pair.js';
import { PairQueries } from './pair.queries.js';
import { explain } from './score.rules.js';
import { copyPledgeValue } from './match-values.js';
import { matchColumns } from './suggestions.service.js';

export interface Proposal {
  readonly needItemId: string;
  readonly offerId: string;
  /** Minor units or whole units. */
  readonly amount: bigint;
  readonly note: string | null;
}

export interface Review {
  /** Another amount than the suggested one. */
  readonly amount?: bigint;
  readonly note?: string;
}

const CAPPED = 'Only this much was still open when both had consented. The rest of the pledge is free for other needs.';

type Party = 'state' | 'donor';

/** What people do with matches. Each verb locks the match first, then the item, then the offer. */
@Injectable()
export class MatchesService {
  constructor(
    private readonly needs: NeedCoverageService,
    private readonly offers: OffersService,
    private readonly pairs: PairQueries,
    private readonly audit: Audit,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * A coordinator brings an item and an offer together by hand; the hard rules hold for people too. A pledge that was declined or
   * taken back is that pledge again, worth what it was on its day.
   * @throws PairDoesNotFit, AmountNotAvailable, PairAlreadyMatched, OwnMatch
   */
  async propose(tx: Tx, { needItemId, offerId, amount, note }: Proposal): Promise<string> {
    requireCoordinator(tx.actor);
    await this.pairs.requireVisible(tx, needItemId, offerId);
    // Before any other lock of the offer: nobody brings another match of the pair back meanwhile.
    await holdBoth(tx, { needItemId, offerId }, 'NO KEY UPDATE');
    const pair = { ...(await this.readPair(tx, needItemId, offerId)), amount };
    await this.requireNoParty(tx, needItemId, offerId);
    requireEnough(pair);
    requireFit(pair, 'proposing');
    const id = newId('match');
    const columns = matchColumns(pair, explain(pair));
    const pledged = pair.offer.pledgedTo === null ? undefined : await endedPledge(tx, offerId);
    const origin = pledged ? 'pledge' : 'person';
    try {
      await tx.insert(Match, { id, state: 'suggested', origin, note, ...columns } as Match);
    } catch (error) {
      throw isViolation(error, 'uq_matches_live_pair') ? new PairAlreadyMatched(needItemId, offerId) : error;
    }
    await this.audit.record(tx, { act: 'match.proposed', refId: id, payload: { amount: `${amount}` } });
    if (pledged) {
      await copyPledgeValue(tx, pledged.id, id);
      await announceMatch(tx, this.outbox, MATCH_RESTORED, { id, ...columns });
    }
    return id;
  }

  /** A coordinator puts the match before both parties. */
  async accept(tx: Tx, seen: Seen, { amount, note }: Review): Promise<void> {
    requireCoordinator(tx.actor);
    const match = await lockMatch(tx, seen.matchId);
    await holdBoth(tx, match);
    const read = await this.readPair(tx, match.needItemId, match.offerId);
    const usual = match.origin === 'pledge' ? cappedAmount(read, match.amount) : match.amount;
    const pair = { ...read, amount: amount ?? usual };
    await this.requireNoParty(tx, match.needItemId, match.offerId);
    requireVersion(match, seen);
    requireMove(match, 'reviewed');
    requireEnough(pair);
    requireFit(pair, 'reviewing');
    await this.move(tx, match, 'review', {
      ...matchColumns(pair, explain(pair)),
      reviewNote: note ?? null,
      reviewedBy: tx.actor.personId,
      reviewedAt: this.clock.now(),
      reviewedCategory: pair.item.category,
      reviewedArea: pair.item.area,
    });
  }

  /** A coordinator does not put it before the parties; the engine will not suggest the pair again. */
  async reject(tx: Tx, seen: Seen, reason: string): Promise<void> {
    requireCoordinator(tx.actor);
    const match = await lockMatch(tx, seen.matchId);
    await this.requireNoParty(tx, match.needItemId, match.offerId);
    requireVersion(match, seen);
    if (match.state !== 'suggested') throw new MoveNotAllowed('match', match.id, match.state, 'declined');
    await this.move(tx, match, 'decline', { declinedReason: reason });
  }

  /**
   * A party agrees. With the second consent the match is confirmed: item and offer are committed in the same transaction, of a
   * pledge no more than is open.
   * @throws PointOfContactRequired, PastLastDay, MatchOutdated, SamePersonConsents; PairDoesNotFit, AmountNotAvailable when others were quicker
   */
  async consent(tx: Tx, seen: Seen): Promise<void> {
    const match = await lockMatch(tx, seen.matchId);
    const party = await this.partyOf(tx, match);
    requireVersion(match, seen);
    requireMove(match, 'confirmed');
    const given = { by: tx.actor.personId, at: this.clock.now() };
    const [consent, own, other] =
      party === 'state'
        ? [{ stateConsentBy: given.by, stateConsentAt: given.at }, match.stateConsentBy, match.donorConsentBy]
        : [{ donorConsentBy: given.by, donorConsentAt: given.at }, match.donorConsentBy, match.stateConsentBy];
    if (own !== null) return;
    if (other === given.by) throw new SamePersonConsents();
    if (other !== null) return this.confirm(tx, match, consent, party);
    await holdBoth(tx, match);
    const pair = await this.readPair(tx, match.needItemId, match.offerId);
    requireStanding(pair, party);
    requireInForce(pair, party);
    requireAsReviewed(match, pair);
    await tx.update(Match, match.id, { ...consent, version: match.version + 1 });
    await this.audit.record(tx, { act: 'match.consented', refId: match.id, payload: { party } });
  }

  /** A party does not want it. @throws PointOfContactRequired */
  async decline(tx: Tx, seen: Seen, reason: string): Promise<void> {
    const match = await lockMatch(tx, seen.matchId);
    const party = await this.partyOf(tx, match);
    requireVersion(match, seen);
    if (match.state !== 'reviewed') throw new MoveNotAllowed('match', match.id, match.state, 'declined');
    await this.move(tx, match, 'decline', { declinedReason: reason }, { party });
  }

  /**
   * A coordinator lowers what a confirmed match gives, while nothing of it is on its way; the rest is open again. Both parties
   * consented to more and can read why it is less, so nobody is asked again.
   * @param wrong What cannot be used at all, and is not there.
   * @throws MatchNotLowered, InvalidInput
   */
  async lower(
    tx: Tx,
    seen: Seen,
    { amount, reason }: { readonly amount: bigint; readonly reason: string },
    wrong: readonly ProblemItem[] = [],
  ): Promise<void> {
    requireCoordinator(tx.actor);
    const match = await lockMatch(tx, seen.matchId);
    await this.requireNoParty(tx, match.needItemId, match.offerId);
    requireVersion(match, seen);
    if (match.state !== 'confirmed') throw new MatchNotLowered(match.state);
    refuseTogether(wrong, checkLower(await this.lockPair(tx, match), match.amount, amount));
    await this.needs.release(tx, match.needItemId, match.amount - amount);
    await this.offers.release(tx, match.offerId, match.amount - amount);
    await tx.update(Match, match.id, {
      amount,
      consentedAmount: match.consentedAmount ?? match.amount,
      loweredReason: reason,
      loweredBy: tx.actor.personId,
      loweredAt: this.clock.now(),
      version: match.version + 1,
    });
    const payload = { from: `${match.amount}`, to: `${amount}`, reason };
    await this.audit.record(tx, { act: 'match.lowered', refId: match.id, payload });
    await announceMatch(tx, this.outbox, MATCH_LOWERED, match);
  }

  /** A coordinator takes a match back; what it had committed is open again. */
  async rescind(tx: Tx, seen: Seen, reason: string): Promise<void> {
    requireCoordinator(tx.actor);
    const match = await lockMatch(tx, seen.matchId);
    await this.requireNoParty(tx, match.needItemId, match.offerId);
    requireVersion(match, seen);
    requireMove(match, 'rescinded');
    if (match.state === 'confirmed') {
      await this.needs.release(tx, match.needItemId, match.amount);
      await this.offers.release(tx, match.offerId, match.amount);
    }
    await this.move(tx, match, 'rescind', { declinedReason: reason });
  }

  /**
   * The donor takes a confirmed match back, with the reason, while nothing of it is on its way: what it had committed is open again in
   * the item and in the offer, which the donor may then withdraw too.
   * @throws MatchUnderWay, FundHoldsOffer
   */
  async withdraw(tx: Tx, seen: Seen, reason: string): Promise<void> {
    const match = await lockMatch(tx, seen.matchId);
    const party = await this.partyOf(tx, match);
    if (party !== 'donor') throw new Denied('Only the donor withdraws; ask a coordinator to take the match back.');
    requireVersion(match, seen);
    if (match.state !== 'confirmed') throw new MatchUnderWay(match.state);
    await this.needs.release(tx, match.needItemId, match.amount);
    const offer = await this.offers.hold(tx, match.offerId);
    if (offer.agreedAt !== null) throw new FundHoldsOffer();
    await this.offers.release(tx, match.offerId, match.amount);
    await this.move(tx, match, 'rescind', { declinedReason: reason }, { party });
  }

  /** Money of a fund is allocated to it; called by what allocates, not by a person. */
  async startDelivery(tx: Tx, matchId: string): Promise<void> {
    const match = await lockMatch(tx, matchId);
    if (match.state !== 'confirmed') throw new MoveNotAllowed('match', match.id, match.state, 'delivering');
    await this.move(tx, match, 'startDelivery', {});
  }

  /** Nothing of it is on the way any more and nothing was delivered; it is open for another way of delivery. */
  async stopDelivery(tx: Tx, matchId: string): Promise<void> {
    const match = await lockMatch(tx, matchId);
    if (match.state !== 'delivering') throw new MoveNotAllowed('match', match.id, match.state, 'confirmed');
    await this.move(tx, match, 'stopDelivery', {});
  }

  /** Whether the donor of an offer in money pays, or paid, of it itself. That stays so while the caller holds the offer. */
  async isPaidByDonor(tx: Tx, offerId: string): Promise<boolean> {
    return tx.existsBy(Match, { offerId, deliveryPlannedOn: Not(IsNull()) });
  }

  /** All of it was delivered. */
  async complete(tx: Tx, matchId: string): Promise<void> {
    const match = await lockMatch(tx, matchId);
    requireMove(match, 'completed');
    await this.move(tx, match, 'complete', {});
  }

  /**
   * Nobody acts for the secretariat or the facility on a match in which their own organization is a party.
   * @throws OwnMatch, NotFound
   */
  async requireOutsider(tx: Tx, matchId: string): Promise<void> {
    const match = await tx.findOneBy(Match, { id: matchId });
    if (!match) throw new NotFound('match', matchId);
    await this.requireNoParty(tx, match.needItemId, match.offerId);
  }

  /**
   * Locks a match for somebody who is no party to it: what is read of it stays so until the transaction ends.
   * @throws OwnMatch, NotFound
   */
  async lockAsOutsider(tx: Tx, matchId: string): Promise<Pick<Match, 'state' | 'amount'>> {
    const match = await lockMatch(tx, matchId);
    await this.requireNoParty(tx, match.needItemId, match.offerId);
    return match;
  }

  private async requireNoParty(tx: Tx, needItemId: string, offerId: string): Promise<void> {
    const { needId, organizationIds } = await this.pairs.parties(tx, needItemId, offerId);
    if ((await belongsToAny(tx, organizationIds)) || (await hasWritten(tx, needId))) throw new OwnMatch();
  }

  /**
   * Which party the actor speaks for. A State commits itself by its point of contact alone, donors by any of their members.
   * @throws PointOfContactRequired; NotFound when it is none, or the match was not put before the parties yet: they may not know of it.
   */
  private async partyOf(tx: Tx, match: Match): Promise<Party> {
    const { role, organizationId } = tx.actor;
    if (match.reviewedAt !== null || match.origin === 'pledge') {
      if (
        role === 'focal-point' &&
        match.reviewedAt !== null &&
        (await this.pairs.isStateSide(tx, match.needId, organizationId))
      ) {
        await this.needs.requireSpokesperson(tx);
        return 'state';
      }
      const { offer } = await this.readPair(tx, match.needItemId, match.offerId);
      if (role === 'donor' && organizationId === offer.organizationId) return 'donor';
    }
    throw new NotFound('match', match.id);
  }

  private async confirm(tx: Tx, match: Match, consent: Partial<Match>, party: Party): Promise<void> {
    const pair = await this.lockPair(tx, match);
    requireInForce(pair, party);
    requireAsReviewed(match, pair);
    const amount = match.origin === 'pledge' ? cappedAmount(pair, match.amount) : match.amount;
    requireFit({ ...pair, amount }, party);
    requireBegun(pair, party);
    await this.needs.commit(tx, match.needItemId, amount);
    await this.offers.commit(tx, match.offerId, amount);
    try {
      await this.move(tx, match, 'confirm', { ...consent, ...this.cap(tx, match, amount) }, { amount: `${amount}` });
    } catch (error) {
      // The need was revised between the lock of the match and its own.
      throw isViolation(error, 'ck_matches_consent_as_shown') ? new Stale('match', match.id) : error;
    }
  }

  /** What a pledge gives less than was consented to, because others were quicker; nothing when it gives all. */
  private cap(tx: Tx, match: Match, amount: bigint): Partial<Match> {
    if (amount === match.amount) return {};
    return {
      amount,
      consentedAmount: match.amount,
      loweredReason: CAPPED,
      loweredBy: tx.actor.personId,
      loweredAt: this.clock.now(),
    };
  }

  private async move(
    tx: Tx,
    match: Match,
    verb: MatchVerbName,
    changes: Partial<Match>,
    facts: JsonObject = {},
  ): Promise<void> {
    const { to: state, event } = MATCH_VERBS[verb];
    requireMove(match, state);
    await tx.update(Match, match.id, { ...changes, state, version: match.version + 1 });
    const reason = changes.declinedReason ?? null;
    await this.audit.record(tx, {
      act: `match.${state}`,
      refId: match.id,
      payload: { ...facts, from: match.state, ...(reason === null ? {} : { reason }) },
    });
    await announceMatch(tx, this.outbox, event, match);
  }

  private async lockPair(tx: Tx, { needItemId, offerId }: Match): Promise<Pair> {
    // Item before offer, always: two confirmations that share both cannot wait for each other.
    await tx.query('SELECT 1 FROM need_items WHERE id = $1 FOR UPDATE', [needItemId]);
    await tx.query('SELECT 1 FROM offers WHERE id = $1 FOR UPDATE', [offerId]);
    return this.readPair(tx, needItemId, offerId);
  }

  private async readPair(tx: Tx, needItemId: string, offerId: string): Promise<Pair> {
    const today = calendarDateOf(this.clock.now());
    const [item] = await this.pairs.items(tx, [needItemId], today);
    const [offer] = await this.pairs.offers(tx, [offerId]);
    if (!item) throw new NotFound('need item', needItemId);
    if (!offer) throw new NotFound('offer', offerId);
    return { item, offer, today };
  }
}

/** The last match of the pledge that an offer was made for, where it ended and its donor had no part in that. */
async function endedPledge(tx: Tx, offerId: string): Promise<{ id: string } | undefined> {
  const [last] = await tx.query<{ id: string }[]>(
    `SELECT max(m.id) AS id FROM matches m WHERE m.offer_id = $1 AND m.origin = 'pledge'
     HAVING bool_and(m.state IN ('declined', 'rescinded')
                     AND NOT EXISTS (SELECT FROM audit_log l WHERE l.ref_id = m.id AND l.act = 'match.' || m.state
                                        AND l.payload ->> 'party' = 'donor'))`,
    [offerId],
  );
  return last;
}

/** What its need and its offer say stays so until the transaction ends. */
async function holdBoth(
  tx: Tx,
  { needItemId, offerId }: Pick<Match, 'needItemId' | 'offerId'>,
  offer: 'SHARE' | 'NO KEY UPDATE' = 'SHARE',
): Promise<void> {
  await tx.query('SELECT 1 FROM needs WHERE id = (SELECT need_id FROM need_items WHERE id = $1) FOR SHARE', [
    needItemId,
  ]);
  await tx.query(`SELECT 1 FROM offers WHERE id = $1 FOR ${offer}`, [offerId]);
}
