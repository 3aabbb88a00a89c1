import { Injectable } from '@nestjs/common';
import { Audit, type Act } from '#libs/audit';
import {
  NEED_CHANGED,
  NEED_CLOSED,
  NEED_EXPIRED,
  NEED_FULFILLED,
  NEED_REVISED,
  NEED_UNPUBLISHED,
  NEED_WITHDRAWN,
  touchedConsents,
} from '#libs/needs';
import { OFFER_AGREED, OFFER_CHANGED, OFFER_EXPIRED, OFFER_UNPUBLISHED, OFFER_WITHDRAWN } from '#libs/offers';
import { Outbox, type MatchEvent, type Tx } from '#libs/platform';
import { eventOf } from './announce-match.js';
import { UNCONFIRMED_STATES, type AskedAgainBecause, type EndedBecause } from './match.states.js';
import { isForDonor } from './matches.queries.js';
import { MATCH_ASKED_AGAIN, MATCH_SUPERSEDED } from './matching.events.js';
import { reducedActs } from './reduced-acts.js';

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

/** What was reviewed is another item now, what people brought is counted otherwise, or a pledge names another item in its terms. */
const IS_ANOTHER_ITEM = `(m.state = 'reviewed' AND (m.reviewed_category, m.reviewed_area) <> (i.category_code, n.area_iso2)
  OR (m.state = 'reviewed' OR m.origin <> 'engine') AND (m.currency, m.unit_code) IS DISTINCT FROM (i.currency, i.unit_code)
  OR m.origin = 'pledge' AND (o.category_codes[1], o.type_codes[1], o.earmark_areas[1]) <> (i.category_code, i.type_code, n.area_iso2))`;

/** The merge of a need ends its matches itself: it may be undone. */
const ENDED = `CASE WHEN n.state = 'merged' THEN NULL
  WHEN n.state IN ('withdrawn', 'expired', 'fulfilled') THEN 'need-' || n.state
  WHEN n.state = 'closed-partly' THEN 'need-closed' WHEN n.state <> 'published' THEN 'need-unpublished'
  WHEN n.visibility = 'coordinators' OR NOT ${isForDonor('n', 'o')} THEN 'need-hidden'
  WHEN o.state = 'draft' THEN 'offer-unpublished' WHEN o.state <> 'published' THEN 'offer-' || o.state
  WHEN i.waived > 0 AND i.waived >= i.requested THEN 'item-waived'
  WHEN ${IS_ANOTHER_ITEM} THEN 'item-changed' END`;

/**
 * Keeps matches to which not both have consented in step with their need and their offer, in the transaction that changes these:
 * what ends one of them, or leaves nothing of the item that was reviewed or pledged to, ends its matches, and a consent falls with
 * what it was given for.
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
    await end(tx, matches);
    const amounts = new Map([...(await showAnew(tx, matches)), ...(await lower(tx, matches))]);
    const news = matches.flatMap((match) => newsOf(match, amounts.get(match.id)));
    await this.audit.recordAll(
      tx,
      news.map(({ act }) => act),
    );
    await this.outbox.addAll(
      tx,
      news.flatMap(({ event }) => event ?? []),
    );
  }
}

/** Ends those of them that have a reason to end. */
async function end(tx: Tx, matches: readonly OutOfStep[]): Promise<void> {
  const ended = matches.filter(({ because }) => because !== null);
  if (ended.length === 0) return;
  await tx.query(
    `UPDATE matches m SET state = 'superseded', ended_because = e.because, version = m.version + 1
       FROM unnest($1::text[], $2::text[]) AS e(id, because) WHERE m.id = e.id`,
    [ended.map(({ id }) => id), ended.map(({ because }) => because)],
  );
}

/** What a match gives now, as a decimal text, by its id. */
type Amounts = readonly (readonly [id: string, amount: string])[];

/** A pledge that became less waits for its review with no more than there is. */
async function lower(tx: Tx, matches: readonly OutOfStep[]): Promise<Amounts> {
  const pledges = matches.filter(({ because, wasAsked }) => because === null && !wasAsked);
  if (pledges.length === 0) return [];
  const [rows] = await tx.query<[{ id: string; amount: string }[], number]>(
    `UPDATE matches m SET amount = o.capacity - o.committed, version = m.version + 1 FROM offers o
      WHERE m.id = ANY($1) AND o.id = m.offer_id RETURNING m.id, m.amount`,
    [pledges.map(({ id }) => id)],
  );
  return rows.map(({ id, amount }) => [id, amount]);
}

/** What was put before the parties. Returns the amounts of those of which what was consented to is another now. */
async function showAnew(tx: Tx, matches: readonly OutOfStep[]): Promise<Amounts> {
  const asked = matches.filter(({ because, wasAsked }) => because === null && wasAsked);
  const ofSameOffers = asked.filter(({ isOtherOffer }) => !isOtherOffer);
  const consents = ofSameOffers.map(({ needItemId: itemId, ...match }) => ({ ...match, itemId }));
  const touched = new Set((await touchedConsents(tx, consents)).map(({ id }) => id));
  const same = ofSameOffers.filter(({ id }) => !touched.has(id));
  const others = asked.filter((match) => !same.includes(match));
  await show(tx, same);
  return show(tx, others, FALLEN);
}

/** Whoever has the match open reads it again before they consent, also where nobody had consented yet. */
const FALLEN = `, state_consent_by = NULL, state_consent_at = NULL, donor_consent_by = NULL, donor_consent_at = NULL,
  amount = CASE WHEN m.origin = 'pledge' THEN least(m.amount, greatest(o.capacity - o.committed, 1)) ELSE m.amount END,
  asked_again_because = coalesce(a.because, m.asked_again_because), version = m.version + 1`;

async function show(tx: Tx, matches: readonly OutOfStep[], further: '' | typeof FALLEN = ''): Promise<Amounts> {
  if (matches.length === 0) return [];
  const [rows] = await tx.query<[{ id: string; amount: string }[], number]>(
    `UPDATE matches m
        SET seen_revision = n.revision, seen_terms = o.terms, seen_need_title = n.title,
            seen_item_description = i.description, seen_offer_title = o.title ${further}
       FROM unnest($1::text[], $2::text[]) AS a(id, because), needs n, need_items i, offers o
      WHERE m.id = a.id AND n.id = m.need_id AND i.id = m.need_item_id AND o.id = m.offer_id
      RETURNING m.id, m.amount`,
    [matches.map(({ id }) => id), matches.map((match) => (match.isConsented ? askedAgainBecause(match) : null))],
  );
  return rows.map(({ id, amount }) => [id, amount]);
}

function askedAgainBecause({ isOtherOffer }: OutOfStep): AskedAgainBecause {
  return isOtherOffer ? 'offer-changed' : 'need-revised';
}

/** What of a match is kept on record, and who is told; `amountNow` where what was pledged or consented to is another now. */
function newsOf(match: OutOfStep, amountNow: string | undefined): { act: Act; event?: MatchEvent }[] {
  const { id: refId, because, wasAsked, isConsented, origin, amount: from } = match;
  if (because !== null) {
    const act = { act: MATCH_SUPERSEDED, refId, payload: { because } };
    return [{ act, ...((wasAsked || origin === 'pledge') && { event: eventOf(MATCH_SUPERSEDED, match) }) }];
  }
  if (amountNow === undefined) return [];
  const reduced = reducedActs(refId, { from, to: amountNow }).map((act) => ({ act }));
  if (!wasAsked || !isConsented) return reduced;
  const act = { act: MATCH_ASKED_AGAIN, refId, payload: { because: askedAgainBecause(match) } };
  return [...reduced, { act, event: eventOf(MATCH_ASKED_AGAIN, match) }];
}
