import { Inject, Injectable } from '@nestjs/common';
import { Audit } from '#libs/audit';
import { calendarDateOf, type Clock } from '#libs/kernel';
import { NEED_CHANGED, NEED_PUBLISHED } from '#libs/needs';
import { OFFER_PUBLISHED, OFFER_RETURNED } from '#libs/offers';
import { CLOCK, Outbox, type Tx } from '#libs/platform';
import { eventOf } from './announce-match.js';
import type { Match } from './match.entity.js';
import { isReviewable } from './match.rules.js';
import { LIVE_STATES } from './match.states.js';
import { isForDonor } from './matches.queries.js';
import { MATCH_RESTORED, MATCH_SUPERSEDED } from './matching.events.js';
import { PairQueries } from './pair.queries.js';
import { reducedActs } from './reduced-acts.js';

interface Back extends Pick<Match, 'id' | 'origin' | 'needId' | 'needItemId' | 'offerId'> {
  readonly from: string;
}

/** A pledge, and what a coordinator proposed to a need that was merged, unless a pledge of the same offer comes back in its place. */
const BROUGHT_BY_PEOPLE = `(m.origin = 'pledge' OR m.origin = 'person' AND m.superseded_by_merge
  AND NOT EXISTS (SELECT FROM matches p WHERE p.offer_id = m.offer_id AND p.origin = 'pledge' AND p.state = 'superseded'))`;

const IS_ONLY_SUGGESTED = (alias: string) => `(${alias}.state = 'suggested' AND ${alias}.origin = 'engine')`;

/**
 * Lets what people brought together wait for its review again, in the transaction that brings its need, its item or its offer back;
 * where two of these came back at once, when their events are worked off.
 */
@Injectable()
export class RestoredMatches {
  constructor(
    private readonly pairs: PairQueries,
    private readonly audit: Audit,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    outbox.follow([NEED_PUBLISHED, NEED_CHANGED], (tx, { refId }) => this.restore(tx, 'need_id', [refId]));
    outbox.follow([OFFER_PUBLISHED, OFFER_RETURNED], (tx, { refId }) => this.restore(tx, 'offer_id', [refId]));
  }

  /**
   * Of these needs, items or offers what can be reviewed again, for no more than there is by now; the rest stays ended. The engine's
   * suggestion of the pair makes room.
   */
  async restore(tx: Tx, side: 'need_id' | 'need_item_id' | 'offer_id', ids: readonly string[]): Promise<void> {
    // Nobody ends what it waits for meanwhile, and whoever does so next finds it waiting.
    const ended = await tx.query<Back[]>(
      `SELECT m.id, m.origin, m.need_id AS "needId", m.need_item_id AS "needItemId", m.offer_id AS "offerId", m.amount AS from
         FROM matches m JOIN need_items i ON i.id = m.need_item_id AND i.need_id = m.need_id
         JOIN needs n ON n.id = m.need_id JOIN offers o ON o.id = m.offer_id
        WHERE m.${side} = ANY($1) AND m.state = 'superseded' AND ${BROUGHT_BY_PEOPLE}
          AND n.state = 'published' AND n.visibility <> 'coordinators' AND ${isForDonor('n', 'o')}
          AND o.state = 'published' AND o.capacity > o.committed
          AND NOT (i.waived > 0 AND i.waived >= i.requested)
          AND (m.currency, m.unit_code) IS NOT DISTINCT FROM (i.currency, i.unit_code)
          AND NOT EXISTS (SELECT FROM matches l WHERE l.need_item_id = m.need_item_id AND l.offer_id = m.offer_id
                             AND l.state = ANY($2) AND NOT ${IS_ONLY_SUGGESTED('l')})
        ORDER BY m.id FOR UPDATE OF m FOR SHARE OF i, n, o`,
      [ids, LIVE_STATES],
    );
    const back = await this.reviewableOf(tx, ended);
    if (back.length === 0) return;
    const backIds = back.map(({ id }) => id);
    await this.makeRoom(tx, backIds);
    const [now] = await tx.query<[{ id: string; to: string }[], number]>(
      `UPDATE matches m
          SET state = 'suggested', version = m.version + 1, amount = least(m.amount, o.capacity - o.committed),
              ended_because = NULL, superseded_by_merge = false, asked_again_because = NULL, review_note = NULL,
              reviewed_by = NULL, reviewed_at = NULL, reviewed_category = NULL, reviewed_area = NULL,
              state_consent_by = NULL, state_consent_at = NULL, donor_consent_by = NULL, donor_consent_at = NULL
         FROM offers o
        WHERE m.id = ANY($1) AND o.id = m.offer_id
          AND NOT EXISTS (SELECT FROM matches l WHERE l.need_item_id = m.need_item_id AND l.offer_id = m.offer_id
                             AND l.state = ANY($2))
       RETURNING m.id, m.amount AS to`,
      [backIds, LIVE_STATES],
    );
    // Not what a coordinator proposed again before the offer was held.
    const amounts = new Map(now.map(({ id, to }) => [id, to]));
    const restored = back.flatMap((match) => {
      const to = amounts.get(match.id);
      return to === undefined ? [] : [{ ...match, to }];
    });
    await this.audit.recordAll(
      tx,
      restored.flatMap(({ id, from, to }) => [{ act: MATCH_RESTORED, refId: id }, ...reducedActs(id, { from, to })]),
    );
    // Of what was not reviewed nobody knows but who pledged it.
    const pledges = restored.filter(({ origin }) => origin === 'pledge');
    await this.outbox.addAll(
      tx,
      pledges.map((match) => eventOf(MATCH_RESTORED, match)),
    );
  }

  private async reviewableOf(tx: Tx, ended: readonly Back[]): Promise<Back[]> {
    if (ended.length === 0) return [];
    const today = calendarDateOf(this.clock.now());
    const pairs = await this.pairs.pairs(
      tx,
      ended.map(({ needItemId, offerId }) => ({ itemId: needItemId, offerId })),
      today,
    );
    return ended.filter((_, index) => isReviewable(pairs[index]!));
  }

  private async makeRoom(tx: Tx, backIds: readonly string[]): Promise<void> {
    const [gone] = await tx.query<[{ id: string }[], number]>(
      `UPDATE matches l SET state = 'superseded', version = l.version + 1 FROM matches m
        WHERE m.id = ANY($1) AND l.need_item_id = m.need_item_id AND l.offer_id = m.offer_id AND ${IS_ONLY_SUGGESTED('l')}
       RETURNING l.id`,
      [backIds],
    );
    await this.audit.recordAll(
      tx,
      gone.map(({ id }) => ({ act: MATCH_SUPERSEDED, refId: id })),
    );
  }
}
