import { Injectable } from '@nestjs/common';
import { Audit } from '#libs/audit';
import {
  isConsentTouched,
  NEED_CHANGED,
  NEED_CLOSED,
  NEED_EXPIRED,
  NEED_FULFILLED,
  NEED_REVISED,
  NEED_UNPUBLISHED,
  NEED_WITHDRAWN,
} from '#libs/needs';
import { OFFER_AGREED, OFFER_CHANGED, OFFER_EXPIRED, OFFER_UNPUBLISHED, OFFER_WITHDRAWN } from '#libs/offers';
import { Outbox, type Tx } from '#libs/platform';
import { announceMatch } from './announce-match.js';
import { UNCONFIRMED_STATES, type AskedAgainBecause, type EndedBecause } from './match.states.js';
import { isForDonor } from './matches.queries.js';
import { MATCH_ASKED_AGAIN, MATCH_SUPERSEDED } from './matching.events.js';
import { recordReduced } from './record-reduced.js';

/** The column of the matches that an event is about. */
type Side = 'need_id' | 'offer_id';

interface Subject {
  readonly id: string;
  readonly needId: string;
  readonly needItemId: string;
  readonly offerId: string;
}

interface OutOfStep extends Subject {
  readonly because: EndedBecause | null;
  readonly wasAsked: boolean;
  readonly origin: string;
  readonly amount: string;
  readonly from: number;
  readonly to: number;
  readonly isOtherOffer: boolean;
  readonly isConsented: boolean;
}

const SUBJECT = 'm.id, m.need_id AS "needId", m.need_item_id AS "needItemId", m.offer_id AS "offerId"';

const IS_MORE_THAN_THERE_IS = `m.state = 'suggested' AND m.origin = 'pledge'
  AND o.capacity > o.committed AND m.amount > o.capacity - o.committed`;

/** The merge of a need ends its matches itself: it may be undone. */
const ENDED = `CASE WHEN n.state = 'merged' THEN NULL
  WHEN n.state IN ('withdrawn', 'expired', 'fulfilled') THEN 'need-' || n.state
  WHEN n.state = 'closed-partly' THEN 'need-closed' WHEN n.state <> 'published' THEN 'need-unpublished'
  WHEN n.visibility = 'coordinators' OR NOT ${isForDonor('n', 'o')} THEN 'need-hidden'
  WHEN o.state = 'draft' THEN 'offer-unpublished' WHEN o.state <> 'published' THEN 'offer-' || o.state
  WHEN i.waived > 0 AND i.waived >= i.requested THEN 'item-waived'
  WHEN m.state = 'reviewed' AND (m.reviewed_category, m.reviewed_area) <> (i.category_code, n.area_iso2) THEN 'item-changed' END`;

/**
 * Keeps matches to which not both have consented in step with their need and their offer, in the transaction that changes these:
 * what ends one of them, or leaves nothing of the item that was reviewed, ends its matches, and a consent falls with what it was
 * given for.
 */
@Injectable()
export class UnconfirmedMatches {
  constructor(
    private readonly audit: Audit,
    private readonly outbox: Outbox,
  ) {
    const ofNeeds = [NEED_WITHDRAWN, NEED_UNPUBLISHED, NEED_CLOSED, NEED_EXPIRED, NEED_FULFILLED] as const;
    const ofOffers = [OFFER_WITHDRAWN, OFFER_UNPUBLISHED, OFFER_EXPIRED, OFFER_AGREED] as const;
    outbox.follow([...ofNeeds, NEED_CHANGED, NEED_REVISED], (tx, { refId }) => this.follow(tx, 'need_id', refId));
    outbox.follow([...ofOffers, OFFER_CHANGED], (tx, { refId }) => this.follow(tx, 'offer_id', refId));
  }

  private async follow(tx: Tx, side: Side, id: string): Promise<void> {
    const matches = await tx.query<OutOfStep[]>(
      `SELECT ${SUBJECT}, ${ENDED} AS because, m.reviewed_at IS NOT NULL AS "wasAsked", m.origin, m.amount,
              m.seen_revision AS from, n.revision AS to, m.seen_terms <> o.terms AS "isOtherOffer",
              num_nonnulls(m.state_consent_at, m.donor_consent_at) > 0 AS "isConsented"
         FROM matches m JOIN needs n ON n.id = m.need_id JOIN need_items i ON i.id = m.need_item_id
         JOIN offers o ON o.id = m.offer_id
        WHERE m.${side} = $1 AND m.state = ANY($2)
          AND (${ENDED} IS NOT NULL OR ${IS_MORE_THAN_THERE_IS}
               OR m.state = 'reviewed' AND (m.seen_revision, m.seen_terms) <> (n.revision, o.terms))
        ORDER BY m.id FOR UPDATE OF m`,
      [id, UNCONFIRMED_STATES],
    );
    for (const match of matches) {
      if (match.because !== null) await this.end(tx, match);
      else if (match.wasAsked) await this.showAnew(tx, match);
      else await this.lower(tx, match);
    }
  }

  private async end(tx: Tx, match: OutOfStep): Promise<void> {
    const { because, wasAsked, origin } = match;
    await tx.query(`UPDATE matches SET state = 'superseded', ended_because = $2, version = version + 1 WHERE id = $1`, [
      match.id,
      because,
    ]);
    await this.audit.record(tx, { act: MATCH_SUPERSEDED, refId: match.id, payload: { because } });
    if (wasAsked || origin === 'pledge') await announceMatch(tx, this.outbox, MATCH_SUPERSEDED, match);
  }

  /** A pledge that became less waits for its review with no more than there is. */
  private async lower(tx: Tx, { id, amount: from }: OutOfStep): Promise<void> {
    const [[now]] = await tx.query<[[{ amount: string }], number]>(
      `UPDATE matches m SET amount = o.capacity - o.committed, version = m.version + 1 FROM offers o
        WHERE m.id = $1 AND o.id = m.offer_id RETURNING m.amount`,
      [id],
    );
    await recordReduced(tx, this.audit, id, { from, to: now.amount });
  }

  private async showAnew(tx: Tx, match: OutOfStep): Promise<void> {
    const { isOtherOffer, isConsented } = match;
    const isOther = isOtherOffer || (await isConsentTouched(tx, match.needId, match.needItemId, match));
    const because: AskedAgainBecause = isOtherOffer ? 'offer-changed' : 'need-revised';
    const [[now]] = await tx.query<[[{ amount: string }], number]>(
      `UPDATE matches m
          SET seen_revision = n.revision, seen_terms = o.terms, seen_need_title = n.title,
              seen_item_description = i.description, seen_offer_title = o.title
              ${isOther ? `, ${FALLEN}` : ''} ${isOther && isConsented ? `, asked_again_because = '${because}'` : ''}
         FROM needs n, need_items i, offers o
        WHERE m.id = $1 AND n.id = m.need_id AND i.id = m.need_item_id AND o.id = m.offer_id
        RETURNING m.amount`,
      [match.id],
    );
    await recordReduced(tx, this.audit, match.id, { from: match.amount, to: now.amount });
    if (!isOther || !isConsented) return;
    await this.audit.record(tx, { act: MATCH_ASKED_AGAIN, refId: match.id, payload: { because } });
    await announceMatch(tx, this.outbox, MATCH_ASKED_AGAIN, match);
  }
}

/** Whoever has the match open reads it again before they consent, also where nobody had consented yet. */
const FALLEN = `state_consent_by = NULL, state_consent_at = NULL, donor_consent_by = NULL, donor_consent_at = NULL,
  amount = CASE WHEN m.origin = 'pledge' THEN least(m.amount, greatest(o.capacity - o.committed, 1)) ELSE m.amount END,
  version = m.version + 1`;
