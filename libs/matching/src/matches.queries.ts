import { Injectable } from '@nestjs/common';
import { isOfStates } from '#libs/identity';
import { isId, NotFound, type Actor } from '#libs/kernel';
import { isOpenToParties, needsVisibleTo, revisionNumberTold } from '#libs/needs';
import { offersVisibleTo } from '#libs/offers';
import { keysetPage, readCursor, type Page, type ReadTx } from '#libs/platform';
import type { Measure } from './pair.js';
import type { ValuedEvent } from './match-value.entity.js';
import { isStateSide } from './pair.queries.js';
import type { AskedAgainBecause, EndedBecause, MatchState } from './match.states.js';
import type { Reasons } from './score.rules.js';
import { toldReasons, type Known, type ToldReasons } from './told.rules.js';

export interface Named {
  readonly id: string;
  readonly name: string;
}

/** What the amount of a match is in US dollars at the rate that was frozen with its pledge or its commitment. */
export interface ValueInUsd {
  readonly event: ValuedEvent;
  /** The day of the event. */
  readonly on: string;
  /** Cents of what the match gives now, as a decimal text. All four are null where no rate was known on that day. */
  readonly amountUsd: string | null;
  /** Units of the currency for one US dollar. */
  readonly rate: string | null;
  readonly rateOn: string | null;
  readonly rateSource: string | null;
}

/** A match with enough of its need and its offer to be read alone. Quantities are decimal texts. */
export interface MatchView {
  readonly id: string;
  readonly need: {
    id: string;
    title: string;
    areaIso2: string;
    organization: Named;
    imported: boolean;
    /** The number of its last published revision. */
    revision: number;
    /** The reader may not see the need as it is now: title and description are what the parties were shown last. */
    isHidden: boolean;
  };
  /** The published revision of the need that the match was made on, or last reviewed on; 0: the need had none then. */
  readonly needRevision: number;
  /** `open`: null where the need is hidden, or the item counts something else by now. `site`: where it is delivered, for the parties once the match is confirmed, where the State opened that to them. */
  readonly item: { id: string; description: string; categoryCode: string; open: string | null; site: string | null };
  /** As it was shown last where the reader may not see the offer. */
  readonly offer: { id: string; title: string; organization: Named; isHidden: boolean };
  readonly state: MatchState;
  readonly origin: 'engine' | 'person' | 'pledge';
  readonly amount: string;
  readonly measure: Measure;
  /** The pledge first; empty where it is in kind, or neither pledged nor committed. */
  readonly values: readonly ValueInUsd[];
  /** Who pays the money of a confirmed match; null: it is in kind or not confirmed, or nobody has begun. */
  readonly paidBy: 'donor' | 'fund' | null;
  /** Null: it would tell what the reader is not told of the parties. */
  readonly score: number | null;
  readonly policyVersion: number;
  /** What it tells of the parties is what the reader may read of them. */
  readonly reasons: ToldReasons;
  readonly note: string | null;
  readonly reviewNote: string | null;
  readonly reviewedBy: Named | null;
  readonly reviewedAt: Date | null;
  readonly stateConsentBy: Named | null;
  readonly stateConsentAt: Date | null;
  readonly donorConsentBy: Named | null;
  readonly donorConsentAt: Date | null;
  readonly declinedReason: string | null;
  /** Why it was superseded; null: the engine found something better, or it is not. */
  readonly endedBecause: EndedBecause | null;
  /** Why consents that were given hold no more; those that stand were given since. */
  readonly askedAgainBecause: AskedAgainBecause | null;
  /** Set when it gives less than both parties consented to. */
  readonly consentedAmount: string | null;
  readonly loweredReason: string | null;
  readonly loweredBy: Named | null;
  readonly loweredAt: Date | null;
  readonly createdAt: Date;
  readonly version: number;
}

export interface MatchFilter {
  readonly needId?: string;
  readonly offerId?: string;
  readonly states?: readonly MatchState[];
  readonly cursor?: string;
  readonly limit: number;
}

interface MatchRow extends Omit<MatchView, 'measure' | 'score' | 'reasons'> {
  readonly currency: string | null;
  readonly unit: string;
  readonly sortedAt: string;
  readonly reasons: Reasons;
  readonly known: Known;
}

/** What the reader is shown of a match `m`, as SQL conditions. */
interface Shown {
  readonly need: string;
  readonly offer: string;
  /** What of the pair the reader may read beyond the match, as an object of {@link Known}. */
  readonly known: string;
  readonly site: string;
}

const VALUES = `coalesce((
  SELECT jsonb_agg(jsonb_build_object('event', v.event, 'on', v.valued_on,
                                      'amountUsd', usd_minor(m.amount, v.currency, v.rate_units_per_usd)::text,
                                      'rate', trim_scale(v.rate_units_per_usd)::text, 'rateOn', v.rate_on, 'rateSource', v.rate_source)
                   ORDER BY v.event DESC)
    FROM match_values v WHERE v.match_id = m.id AND v.currency = m.currency), '[]')`;

/** With the parameters of {@link viewer}. */
const view = (role: Actor['role'], { need, offer, known, site }: Shown) => `
  SELECT m.id, m.state, m.origin, ${revisionNumberTold(role, 'coalesce(m.need_revision, 0)', 2)} AS "needRevision", m.amount::text AS amount, m.currency, m.unit_code AS unit,
         ${VALUES} AS values,
         CASE WHEN m.unit_code IS NULL AND m.state IN ('confirmed', 'delivering', 'completed') THEN
           CASE WHEN m.delivery_planned_on IS NOT NULL THEN 'donor'
                WHEN m.state <> 'confirmed' OR o.agreed_at IS NOT NULL THEN 'fund' END END AS "paidBy",
         m.policy_version AS "policyVersion", m.reasons, ${known} AS known, m.note, m.review_note AS "reviewNote",
         m.reviewed_at AS "reviewedAt", m.state_consent_at AS "stateConsentAt", m.donor_consent_at AS "donorConsentAt",
         m.declined_reason AS "declinedReason", m.ended_because AS "endedBecause", m.asked_again_because AS "askedAgainBecause",
         m.consented_amount::text AS "consentedAmount",
         m.lowered_reason AS "loweredReason", m.lowered_at AS "loweredAt", m.created_at AS "createdAt",
         (extract(epoch FROM m.created_at) * 1000000)::bigint::text AS "sortedAt", m.version,
         jsonb_build_object('id', n.id, 'title', CASE WHEN s.need THEN n.title ELSE m.seen_need_title END,
                            'areaIso2', CASE WHEN s.need THEN n.area_iso2 ELSE m.seen_area END,
                            'imported', n.source IS NOT NULL, 'isHidden', NOT s.need,
                            'revision', ${revisionNumberTold(role, '(CASE WHEN s.need THEN n.revision ELSE m.seen_revision END)', 2)},
                            'organization', jsonb_build_object('id', no.id, 'name', no.name)) AS need,
         jsonb_build_object('id', i.id, 'description', CASE WHEN s.need THEN i.description ELSE m.seen_item_description END,
                            'categoryCode', CASE WHEN s.need THEN i.category_code ELSE m.seen_category END,
                            'open', CASE WHEN s.need AND (i.currency, i.unit_code) IS NOT DISTINCT FROM (m.currency, m.unit_code) THEN i.open::text END,
                            'site', CASE WHEN ${site} THEN i.delivery_site END) AS item,
         jsonb_build_object('id', o.id, 'title', CASE WHEN s.offer THEN o.title ELSE m.seen_offer_title END, 'isHidden', NOT s.offer,
                            'organization', jsonb_build_object('id', oo.id, 'name', oo.name)) AS offer,
         ${named('rp')} AS "reviewedBy", ${named('lp')} AS "loweredBy", ${named('sp')} AS "stateConsentBy", ${named('dp')} AS "donorConsentBy"
    FROM matches m
    JOIN needs n ON n.id = m.need_id
    JOIN organizations no ON no.id = n.organization_id
    JOIN need_items i ON i.id = m.need_item_id
    JOIN offers o ON o.id = m.offer_id
    JOIN organizations oo ON oo.id = o.organization_id
    CROSS JOIN LATERAL (SELECT ${need} AS need, ${offer} AS offer) s
    LEFT JOIN people rp ON rp.id = m.reviewed_by
    LEFT JOIN people lp ON lp.id = m.lowered_by
    LEFT JOIN people sp ON sp.id = m.state_consent_by
    LEFT JOIN people dp ON dp.id = m.donor_consent_by`;

/** What is for States is not put before a donor that no State founded. */
export const isForDonor = (need: string, offer: string) =>
  `(${need}.visibility <> 'states-only' OR ${isOfStates(`${offer}.organization_id`)})`;

/** With the parameters of {@link viewer}; the match is one that the actor may see. */
const SITE_SEEN = `$1::text IN ('coordinator', 'auditor', 'system', 'focal-point', 'donor')
  AND m.state IN ('confirmed', 'delivering', 'completed') AND n.site_visibility <> 'coordinators'`;

/**
 * Whether the reader of a match `m` is shown its need and its offer as they are now, as SQL conditions that add to the parameters: who may
 * see them is, and both parties are while they are asked. All others read what the parties saw last, so nothing that was written since.
 */
export function shownNow({ actor }: Pick<ReadTx, 'actor'>, params: unknown[]): Omit<Shown, 'site'> {
  const needs = needsVisibleTo(actor, 'n', params.length + 1);
  params.push(...needs.params);
  const offers = offersVisibleTo(actor, 'o', params.length + 1);
  params.push(...offers.params);
  const account = `($1::text IN ('coordinator', 'auditor', 'system') OR $1::text = 'donor' AND o.organization_id = $2::text)`;
  const known = `jsonb_build_object('need', ${needs.sql}, 'offer', ${offers.sql}, 'account', ${account})`;
  if (actor.role !== 'focal-point' && actor.role !== 'donor') return { need: needs.sql, offer: offers.sql, known };
  return {
    known,
    need: `(${needs.sql} OR m.state = 'reviewed' AND ${isOpenToParties('n')} AND ${isForDonor('n', 'o')})`,
    offer: `(${offers.sql} OR m.state = 'reviewed' AND o.state = 'published')`,
  };
}

@Injectable()
export class MatchesQueries {
  /** The newest first. */
  async page(tx: ReadTx, { needId, offerId, states, cursor, limit }: MatchFilter): Promise<Page<MatchView>> {
    const after = readCursor(cursor, 2, ([at]) => /^\d{1,16}$/.test(at ?? '')) ?? [null, null];
    const params: unknown[] = viewer(tx.actor);
    const select = view(tx.actor.role, { ...shownNow(tx, params), site: SITE_SEEN });
    const bind = (value: unknown, type: string) => `$${params.push(value)}::${type}`;
    const only = (value: unknown, type: string, condition: (bound: string) => string) => {
      const bound = bind(value ?? null, type);
      return `(${bound} IS NULL OR ${condition(bound)})`;
    };
    const [at, id] = [bind(after[0], 'bigint'), bind(after[1], 'text')];
    const rows = await tx.query<MatchRow[]>(
      `${select}
        WHERE ${matchesVisibleTo(1)}
          AND ${only(needId, 'text', (need) => `m.need_id = ${need}`)}
          AND ${only(offerId, 'text', (offer) => `m.offer_id = ${offer}`)}
          AND ${only(states, 'text[]', (list) => `m.state = ANY(${list})`)}
          AND (${at} IS NULL OR (m.created_at, m.id) < (timestamptz 'epoch' + ${at} * interval '1 microsecond', ${id}))
        ORDER BY m.created_at DESC, m.id DESC LIMIT ${bind(limit + 1, 'bigint')}`,
      params,
    );
    const { items, nextCursor } = keysetPage(rows, limit, (row) => [row.sortedAt, row.id]);
    return { items: items.map(toView), nextCursor };
  }

  /** A match for those who may see what hangs on it; who that is, is for the caller to ask. */
  async find(tx: ReadTx, matchId: string): Promise<MatchView> {
    return this.read(tx, matchId, { visible: '$1::text IS NOT NULL', site: 'false' });
  }

  /** @throws NotFound when the actor may not see it */
  async get(tx: ReadTx, matchId: string): Promise<MatchView> {
    if (!isId('match', matchId)) throw new NotFound('match', matchId);
    return this.read(tx, matchId, { visible: matchesVisibleTo(1), site: SITE_SEEN });
  }

  private async read(
    tx: ReadTx,
    matchId: string,
    { visible, site }: { visible: string; site: string },
  ): Promise<MatchView> {
    const params: unknown[] = viewer(tx.actor);
    const select = view(tx.actor.role, { ...shownNow(tx, params), site });
    const [row] = await tx.query<MatchRow[]>(`${select} WHERE ${visible} AND m.id = $${params.push(matchId)}`, params);
    if (!row) throw new NotFound('match', matchId);
    return toView(row);
  }
}

/**
 * Who may see a match `m` of the need `n` and the offer `o`, with the parameters of {@link viewer}: coordinators and auditors
 * all; who pays, what was reviewed of needs that they may see, and what is agreed on; a State its own from the review on; a donor
 * its own from the review on and what it pledged, steadily: whether it comes and goes would tell of what happens to a need that is
 * hidden from it, of which it reads what it saw last. The engine's suggestions are for coordinators: they may name a private offer.
 */
export function matchesVisibleTo(first: number): string {
  const [role, organization] = [`$${first}::text`, `$${first + 1}::text`];
  return `(${role} IN ('coordinator', 'auditor', 'system')
    OR m.reviewed_at IS NOT NULL AND (
         ${role} IN ('approver', 'finance')
           AND (${isOpenToParties('n')} OR m.state IN ('confirmed', 'delivering', 'completed'))
      OR ${role} = 'focal-point' AND ${isStateSide('n', organization)})
    OR ${role} = 'donor' AND o.organization_id = ${organization} AND (m.reviewed_at IS NOT NULL OR m.origin = 'pledge'))`;
}

export function viewer(actor: Actor): [string, string] {
  return [actor.role, actor.organizationId];
}

function named(alias: string): string {
  return `CASE WHEN ${alias}.id IS NOT NULL THEN jsonb_build_object('id', ${alias}.id, 'name', ${alias}.name) END`;
}

function toView({ currency, unit, sortedAt: _, known, ...row }: MatchRow): MatchView {
  const reasons = toldReasons(row.reasons, known);
  return { ...row, reasons, score: reasons.score, measure: currency === null ? { unit } : { currency } };
}
