import { Injectable } from '@nestjs/common';
import { isId, NotFound } from '#libs/kernel';
import { needsVisibleTo } from '#libs/needs';
import { OffersQueries, offersVisibleTo } from '#libs/offers';
import type { ReadTx } from '#libs/platform';
import type { Named } from './matches.queries.js';
import { COMMITTED_STATES } from './match.states.js';
import type { Measure } from './pair.js';
import { isStateSide } from './pair.queries.js';

/** Pledges that are named for one need. */
const PLEDGES_MAX = 200;
/** Other items that are named for a surplus, of each kind. */
const CHOICES_MAX = 10;

/** What an item gets: a pledge that is on the table, or what is committed by whatever offer. */
export interface NeedPledge {
  readonly matchId: string;
  readonly needItemId: string;
  readonly offer: { readonly id: string; readonly title: string; readonly organization: Named };
  readonly isCommitted: boolean;
  /** What is committed, or what of the pledge is free: minor units or whole units of the item's measure. */
  readonly amount: string;
  readonly measure: Measure;
  readonly validUntil: string | null;
}

/** An item that a surplus could go to. */
export interface SurplusChoice {
  readonly needId: string;
  readonly needTitle: string;
  readonly areaIso2: string;
  readonly needItemId: string;
  readonly description: string;
  readonly categoryCode: string;
  readonly open: string;
}

export interface Surplus {
  readonly offerId: string;
  readonly version: number;
  readonly left: string;
  readonly measure: Measure;
  readonly sameState: SurplusChoice[];
  readonly sameCategory: SurplusChoice[];
}

@Injectable()
export class PledgesQueries {
  constructor(private readonly offers: OffersQueries) {}

  /**
   * Who covers what: pledges to the items of a need that are offered and not over, and all that is committed to them, of those whose
   * offer the actor may see; the State sees them all once they were put before it.
   * @throws NotFound when the actor may not see the need
   */
  async ofNeed(tx: ReadTx, needId: string): Promise<NeedPledge[]> {
    if (!isId('need', needId)) throw new NotFound('need', needId);
    const need = needsVisibleTo(tx.actor, 'n', 2);
    const [found] = await tx.query<unknown[]>(`SELECT 1 FROM needs n WHERE n.id = $1 AND ${need.sql}`, [
      needId,
      ...need.params,
    ]);
    if (!found) throw new NotFound('need', needId);
    const visible = offersVisibleTo(tx.actor, 'o', 4);
    const rows = await tx.query<(Omit<NeedPledge, 'measure'> & { currency: string | null; unit: string })[]>(
      `SELECT m.id AS "matchId", m.need_item_id AS "needItemId", m.currency, m.unit_code AS unit,
              c.is_committed AS "isCommitted",
              (CASE WHEN c.is_committed THEN m.amount ELSE least(m.amount, o.capacity - o.committed) END)::text AS amount,
              CASE WHEN NOT c.is_committed THEN o.valid_until END AS "validUntil",
              jsonb_build_object('id', o.id, 'title', o.title,
                                 'organization', jsonb_build_object('id', g.id, 'name', g.name)) AS offer
         FROM matches m
         JOIN needs n ON n.id = m.need_id
         JOIN offers o ON o.id = m.offer_id
         JOIN organizations g ON g.id = o.organization_id
         CROSS JOIN LATERAL (SELECT m.state = ANY ($3) AS is_committed) c
        WHERE m.need_id = $1
          AND (c.is_committed OR m.origin = 'pledge' AND m.state IN ('suggested', 'reviewed') AND o.state = 'published'
               AND coalesce(o.valid_until >= (now() AT TIME ZONE 'UTC')::date, true))
          AND (${visible.sql} OR m.reviewed_at IS NOT NULL AND ${isStateSide('n', '$2')})
        ORDER BY c.is_committed DESC, m.created_at DESC, m.id DESC LIMIT ${PLEDGES_MAX}`,
      [needId, tx.actor.organizationId, COMMITTED_STATES, ...visible.params],
    );
    return rows.map(({ currency, unit, ...row }) => ({ ...row, measure: currency === null ? { unit } : { currency } }));
  }

  /**
   * What is free of a pledge of the actor's own organization, and where else it could go: the same State's other needs first, then
   * the same category in the region, the nearest part of it first.
   * @throws NotFound when it is no pledge of theirs
   */
  async surplusOf(tx: ReadTx, offerId: string): Promise<Surplus> {
    const offer = await this.offers.get(tx, offerId);
    const [pledged] = await tx.query<{ itemId: string }[]>(
      `SELECT need_item_id AS "itemId" FROM matches WHERE offer_id = $1 AND origin = 'pledge'`,
      [offerId],
    );
    if (!pledged || offer.organization.id !== tx.actor.organizationId) throw new NotFound('offer', offerId);
    const need = needsVisibleTo(tx.actor, 'n', 3);
    const rows = await tx.query<(SurplusChoice & { isSameState: boolean; place: string })[]>(
      `SELECT * FROM (
         SELECT n.id AS "needId", n.title AS "needTitle", n.area_iso2 AS "areaIso2", i.id AS "needItemId", i.description,
                i.category_code AS "categoryCode", i.open::text AS open,
                n.area_iso2 = home.area AS "isSameState",
                row_number() OVER (PARTITION BY n.area_iso2 = home.area
                                   ORDER BY (a.subregion_code = home.subregion
                                             AND a.intermediate_region_code IS NOT DISTINCT FROM home.intermediate) DESC,
                                            (a.subregion_code = home.subregion) DESC, n.priority DESC NULLS LAST,
                                            n.needed_by NULLS LAST, i.id) AS place
           FROM need_items i
           JOIN needs n ON n.id = i.need_id AND n.state = 'published' AND ${need.sql}
           JOIN areas a ON a.iso2 = n.area_iso2
           JOIN assistance_categories c ON c.code = i.category_code AND NOT c.never_matches
           JOIN (SELECT pn.area_iso2 AS area, pa.region_code AS region, pa.subregion_code AS subregion,
                        pa.intermediate_region_code AS intermediate, p.*
                   FROM need_items p JOIN needs pn ON pn.id = p.need_id JOIN areas pa ON pa.iso2 = pn.area_iso2
                  WHERE p.id = $1) home
             ON i.id <> home.id AND (i.currency = home.currency OR i.unit_code = home.unit_code)
            AND (n.area_iso2 = home.area OR i.category_code = home.category_code AND a.region_code = home.region)
          WHERE i.open > 0 AND n.organization_id <> $2 AND n.visibility <> 'coordinators'
            AND coalesce(n.valid_until >= (now() AT TIME ZONE 'UTC')::date, true)) choices
        WHERE place <= ${CHOICES_MAX} ORDER BY place`,
      [pledged.itemId, offer.organization.id, ...need.params],
    );
    const choices = (isSame: boolean) =>
      rows
        .filter(({ isSameState }) => isSameState === isSame)
        .map(({ isSameState: _, place: __, ...choice }) => choice);
    const { version, left, measure } = offer;
    return {
      offerId,
      version,
      left,
      measure: measure as Measure,
      sameState: choices(true),
      sameCategory: choices(false),
    };
  }
}
