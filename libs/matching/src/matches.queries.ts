import { Injectable } from '@nestjs/common';
import { isId, NotFound, type Actor } from '#libs/kernel';
import { isOpenToParties } from '#libs/needs';
import { keysetPage, readCursor, type Page, type ReadTx } from '#libs/platform';
import type { Measure } from './pair.js';
import { isStateSide } from './pair.queries.js';
import type { MatchState } from './match.states.js';
import type { Reasons } from './score.rules.js';

export interface Named {
  readonly id: string;
  readonly name: string;
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
  };
  /** The published revision of the need that the match was made on, or last reviewed on; 0: the need had none then. */
  readonly needRevision: number;
  /** `site`: where it is delivered, for the parties once the match is confirmed, where the State opened that to them. */
  readonly item: { id: string; description: string; categoryCode: string; open: string; site: string | null };
  readonly offer: { id: string; title: string; organization: Named };
  readonly state: MatchState;
  readonly origin: 'engine' | 'person' | 'pledge';
  readonly amount: string;
  readonly measure: Measure;
  readonly score: number;
  readonly policyVersion: number;
  readonly reasons: Reasons;
  readonly note: string | null;
  readonly reviewNote: string | null;
  readonly reviewedBy: Named | null;
  readonly reviewedAt: Date | null;
  readonly stateConsentBy: Named | null;
  readonly stateConsentAt: Date | null;
  readonly donorConsentBy: Named | null;
  readonly donorConsentAt: Date | null;
  readonly declinedReason: string | null;
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

type MatchRow = Omit<MatchView, 'measure'> & { currency: string | null; unit: string; sortedAt: string };

const view = (seesSite: string) => `
  SELECT m.id, m.state, m.origin, coalesce(m.need_revision, 0) AS "needRevision", m.amount::text AS amount, m.currency, m.unit_code AS unit, m.score::float8 AS score,
         m.policy_version AS "policyVersion", m.reasons, m.note, m.review_note AS "reviewNote",
         m.reviewed_at AS "reviewedAt", m.state_consent_at AS "stateConsentAt", m.donor_consent_at AS "donorConsentAt",
         m.declined_reason AS "declinedReason", m.consented_amount::text AS "consentedAmount",
         m.lowered_reason AS "loweredReason", m.lowered_at AS "loweredAt", m.created_at AS "createdAt",
         (extract(epoch FROM m.created_at) * 1000000)::bigint::text AS "sortedAt", m.version,
         jsonb_build_object('id', n.id, 'title', n.title, 'areaIso2', n.area_iso2,
                            'imported', n.source IS NOT NULL, 'revision', n.revision,
                            'organization', jsonb_build_object('id', no.id, 'name', no.name)) AS need,
         jsonb_build_object('id', i.id, 'description', i.description, 'categoryCode', i.category_code,
                            'open', i.open::text,
                            'site', CASE WHEN ${seesSite} THEN i.delivery_site END) AS item,
         jsonb_build_object('id', o.id, 'title', o.title,
                            'organization', jsonb_build_object('id', oo.id, 'name', oo.name)) AS offer,
         ${named('rp')} AS "reviewedBy", ${named('lp')} AS "loweredBy", ${named('sp')} AS "stateConsentBy", ${named('dp')} AS "donorConsentBy"
    FROM matches m
    JOIN needs n ON n.id = m.need_id
    JOIN organizations no ON no.id = n.organization_id
    JOIN need_items i ON i.id = m.need_item_id
    JOIN offers o ON o.id = m.offer_id
    JOIN organizations oo ON oo.id = o.organization_id
    LEFT JOIN people rp ON rp.id = m.reviewed_by
    LEFT JOIN people lp ON lp.id = m.lowered_by
    LEFT JOIN people sp ON sp.id = m.state_consent_by
    LEFT JOIN people dp ON dp.id = m.donor_consent_by`;

/** With the parameters of {@link viewer}; the match is one that the actor may see. */
const SITE_SEEN = `$1::text IN ('coordinator', 'auditor', 'system', 'focal-point', 'donor')
  AND m.state IN ('confirmed', 'delivering', 'completed') AND n.site_visibility <> 'coordinators'`;

@Injectable()
export class MatchesQueries {
  /** The newest first. */
  async page(tx: ReadTx, { needId, offerId, states, cursor, limit }: MatchFilter): Promise<Page<MatchView>> {
    const after = readCursor(cursor, 2, ([at]) => /^\d{1,16}$/.test(at ?? '')) ?? [null, null];
    const rows = await tx.query<MatchRow[]>(
      `${view(SITE_SEEN)}
        WHERE ${matchesVisibleTo(1)}
          AND ($3::text IS NULL OR m.need_id = $3) AND ($4::text IS NULL OR m.offer_id = $4)
          AND ($5::text[] IS NULL OR m.state = ANY($5))
          AND ($6::bigint IS NULL
               OR (m.created_at, m.id) < (timestamptz 'epoch' + $6::bigint * interval '1 microsecond', $7))
        ORDER BY m.created_at DESC, m.id DESC LIMIT $8`,
      [...viewer(tx.actor), needId ?? null, offerId ?? null, states ?? null, ...after, limit + 1],
    );
    const { items, nextCursor } = keysetPage(rows, limit, (row) => [row.sortedAt, row.id]);
    return { items: items.map(toView), nextCursor };
  }

  /** A match for those who may see what hangs on it; who that is, is for the caller to ask. */
  async find(tx: ReadTx, matchId: string): Promise<MatchView> {
    const [row] = await tx.query<MatchRow[]>(`${view('false')} WHERE m.id = $1`, [matchId]);
    if (!row) throw new NotFound('match', matchId);
    return toView(row);
  }

  /** @throws NotFound when the actor may not see it */
  async get(tx: ReadTx, matchId: string): Promise<MatchView> {
    if (!isId('match', matchId)) throw new NotFound('match', matchId);
    const [row] = await tx.query<MatchRow[]>(`${view(SITE_SEEN)} WHERE ${matchesVisibleTo(1)} AND m.id = $3`, [
      ...viewer(tx.actor),
      matchId,
    ]);
    if (!row) throw new NotFound('match', matchId);
    return toView(row);
  }
}

/**
 * Who may see a match `m` of the need `n` and the offer `o`, with the parameters of {@link viewer}: coordinators and auditors
 * all; who pays, what was reviewed; a State its own from the review on; a donor its own while it is agreed on, and before and
 * after that – a pledge that nobody reviewed, a match that was declined – as long as the need is open to its parties. The engine's
 * suggestions are for coordinators: they may name a private offer.
 */
export function matchesVisibleTo(first: number): string {
  const [role, organization] = [`$${first}::text`, `$${first + 1}::text`];
  return `(${role} IN ('coordinator', 'auditor', 'system')
    OR m.reviewed_at IS NOT NULL AND (
         ${role} IN ('approver', 'finance')
      OR ${role} = 'focal-point' AND ${isStateSide('n', organization)})
    OR ${role} = 'donor' AND o.organization_id = ${organization} AND (
         m.reviewed_at IS NOT NULL AND m.state IN ('reviewed', 'confirmed', 'delivering', 'completed')
      OR (m.reviewed_at IS NOT NULL OR m.origin = 'pledge') AND ${isOpenToParties('n')}))`;
}

export function viewer(actor: Actor): [string, string] {
  return [actor.role, actor.organizationId];
}

function named(alias: string): string {
  return `CASE WHEN ${alias}.id IS NOT NULL THEN jsonb_build_object('id', ${alias}.id, 'name', ${alias}.name) END`;
}

function toView({ currency, unit, sortedAt: _, ...row }: MatchRow): MatchView {
  return { ...row, measure: currency === null ? { unit } : { currency } };
}
