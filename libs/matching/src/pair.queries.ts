import { Injectable } from '@nestjs/common';
import { isOfStates } from '#libs/identity';
import { NotFound, type CalendarDate } from '#libs/kernel';
import { needsVisibleTo } from '#libs/needs';
import { offersVisibleTo } from '#libs/offers';
import type { ReadTx } from '#libs/platform';
import { COMMITTED_STATES, LIVE_STATES } from './match.states.js';
import type { AreaGroup, ItemFacts, Measure, OfferFacts, Pair } from './pair.js';

/** Offers that one question looks at; far above what is on the table at any time. */
const OFFERS_MAX = 5_000;
const PAIRS_MAX = 200_000;

interface ItemRow extends Omit<ItemFacts, 'measure' | 'requested' | 'committed' | 'waived' | 'minimum' | 'groups'> {
  readonly currency: string | null;
  readonly unit: string;
  readonly requested: string;
  readonly committed: string;
  readonly waived: string;
  readonly minimum: string | null;
  readonly groups: AreaGroup[];
}

interface OfferRow extends Omit<
  OfferFacts,
  'measure' | 'capacity' | 'committed' | 'minimumLot' | 'maximumPerRecipient' | 'givenTo'
> {
  readonly currency: string | null;
  readonly unit: string;
  readonly capacity: string;
  readonly committed: string;
  readonly minimumLot: string | null;
  readonly maximumPerRecipient: string | null;
  readonly givenTo: Readonly<Record<string, string>> | null;
}

const ITEMS = `
  SELECT n.id AS "needId", n.revision AS "needRevision", i.id AS "itemId", n.organization_id AS "organizationId", n.state AS "needState",
         n.visibility, n.priority, n.needed_by AS "neededBy", n.valid_until AS "validUntil", n.area_iso2 AS area,
         array_remove(ARRAY[a.region_code, a.subregion_code, a.intermediate_region_code], NULL) AS regions,
         ARRAY(SELECT g.name FROM area_groups_on($2) g WHERE g.area_iso2 = a.iso2 ORDER BY g.name) AS groups,
         i.category_code AS category, c.never_matches AS "categoryNeverMatches", i.type_code AS type,
         jsonb_build_object('id', g.id, 'name', g.name, 'kind', g.kind) AS implementer,
         i.currency, i.unit_code AS unit, i.requested, i.committed, i.waived, i.minimum
    FROM need_items i
    JOIN needs n ON n.id = i.need_id
    JOIN assistance_categories c ON c.code = i.category_code
    JOIN areas a ON a.iso2 = n.area_iso2
    JOIN organizations g ON g.id = coalesce(i.through_organization_id, n.organization_id)`;

const OFFERS = `
  SELECT o.id AS "offerId", o.organization_id AS "organizationId", o.state AS "offerState",
         o.visibility = 'public' AS "isPublic", ${isOfStates('o.organization_id')} AS "isOfStates",
         o.category_codes AS categories, o.type_codes AS types, o.currency, o.unit_code AS unit, o.capacity, o.committed,
         o.earmark_level AS "earmarkLevel", o.earmark_areas AS "earmarkAreas", o.earmark_regions AS "earmarkRegions",
         o.earmark_groups AS "earmarkGroups", o.excluded_areas AS "excludedAreas",
         o.excluded_categories AS "excludedCategories", o.excluded_types AS "excludedTypes",
         CASE WHEN b.id IS NOT NULL THEN jsonb_build_object('id', b.id, 'name', b.name) END AS implementer,
         o.implementer_kinds AS "implementerKinds", o.minimum_lot AS "minimumLot",
         o.maximum_per_recipient AS "maximumPerRecipient", o.maximum_share_bp AS "maximumShareBp",
         o.valid_from AS "validFrom", o.valid_until AS "validUntil",
         o.usable_from AS "usableFrom", o.usable_until AS "usableUntil",
         (SELECT DISTINCT m.need_item_id FROM matches m WHERE m.offer_id = o.id AND m.origin = 'pledge') AS "pledgedTo",
         (SELECT jsonb_object_agg(given.area, given.amount)
            FROM (SELECT n.area_iso2 AS area, sum(m.amount)::text AS amount
                    FROM matches m JOIN needs n ON n.id = m.need_id
                   WHERE m.offer_id = o.id AND m.state = ANY($1)
                   GROUP BY n.area_iso2) given) AS "givenTo"
    FROM offers o LEFT JOIN organizations b ON b.id = o.implementer_id`;

/**
 * An SQL condition: the organization of a focal point is the State side of a need. That is who filed it; for an imported
 * need, which nobody here filed, also the State that it is for.
 */
export function isStateSide(need: string, organization: string): string {
  return `(${need}.organization_id = ${organization}
    OR ${need}.source IS NOT NULL AND EXISTS (SELECT FROM organizations state WHERE state.id = ${organization}
                                                 AND state.kind = 'state' AND state.area_iso2 = ${need}.area_iso2))`;
}

/** What the rules need to know, read from the tables of needs, offers and reference data. */
@Injectable()
export class PairQueries {
  /** What matching knows of each of these pairs, in their order. Both sides are known to be there. */
  async pairs(
    tx: ReadTx,
    of: readonly { readonly itemId: string; readonly offerId: string }[],
    today: CalendarDate,
  ): Promise<Pair[]> {
    const itemIds = [...new Set(of.map(({ itemId }) => itemId))];
    const offerIds = [...new Set(of.map(({ offerId }) => offerId))];
    const items = new Map((await this.items(tx, itemIds, today)).map((item) => [item.itemId, item]));
    const offers = new Map((await this.offers(tx, offerIds)).map((offer) => [offer.offerId, offer]));
    return of.map(({ itemId, offerId }) => {
      const item = items.get(itemId);
      const offer = offers.get(offerId);
      if (!item || !offer) throw new Error(`Item ${itemId} or offer ${offerId} vanished within one transaction.`);
      return { item, offer, today };
    });
  }

  /** With the groups of countries that each belongs to on the day. */
  async items(tx: ReadTx, itemIds: readonly string[], today: CalendarDate): Promise<ItemFacts[]> {
    const rows = await tx.query<ItemRow[]>(`${ITEMS} WHERE i.id = ANY($1) ORDER BY i.id`, [itemIds, today]);
    return rows.map(({ currency, unit, ...row }) => ({
      ...row,
      measure: toMeasure(currency, unit),
      requested: BigInt(row.requested),
      committed: BigInt(row.committed),
      waived: BigInt(row.waived),
      minimum: toBigInt(row.minimum),
    }));
  }

  async itemsOfNeed(tx: ReadTx, needId: string, today: CalendarDate): Promise<ItemFacts[]> {
    const rows = await tx.query<{ id: string }[]>('SELECT id FROM need_items WHERE need_id = $1', [needId]);
    return this.items(
      tx,
      rows.map(({ id }) => id),
      today,
    );
  }

  async offers(tx: ReadTx, offerIds: readonly string[]): Promise<OfferFacts[]> {
    return this.readOffers(tx, 'WHERE o.id = ANY($2)', offerIds);
  }

  /** Everything that is on the table, for the question why it does not fit. */
  async publishedOffers(tx: ReadTx): Promise<OfferFacts[]> {
    return this.readOffers(
      tx,
      `WHERE o.state = 'published' AND $2::text IS NULL ORDER BY o.id LIMIT ${OFFERS_MAX}`,
      null,
    );
  }

  /**
   * Pairs that pass the rules that SQL can check, for these items; the pure rules decide. Left out: pairs that a person
   * has already judged, and what was pledged, which its donor brings to its item and nobody else.
   */
  async candidatesOf(tx: ReadTx, itemIds: readonly string[]): Promise<{ itemId: string; offerId: string }[]> {
    return tx.query(
      `SELECT i.id AS "itemId", o.id AS "offerId"
         FROM need_items i
         JOIN needs n ON n.id = i.need_id AND n.state = 'published'
         JOIN offers o ON o.state = 'published' AND o.committed < o.capacity AND o.organization_id <> n.organization_id
                      AND (o.currency = i.currency OR o.unit_code = i.unit_code)
                      AND (o.category_codes = '{}' OR i.category_code = ANY(o.category_codes))
                      AND (o.type_codes = '{}' OR i.type_code = ANY(o.type_codes))
        WHERE i.id = ANY($1) AND i.open > 0
          AND NOT EXISTS (SELECT FROM matches m WHERE m.need_item_id = i.id AND m.offer_id = o.id
                             AND (m.state IN ('declined', 'rescinded') OR m.state = ANY($2) AND m.state <> 'suggested'))
          AND NOT EXISTS (SELECT FROM matches p WHERE p.offer_id = o.id AND p.origin = 'pledge')
        ORDER BY i.id, o.id LIMIT ${PAIRS_MAX}`,
      [itemIds, LIVE_STATES],
    );
  }

  /** Items that an offer may concern: those it could fit by SQL's rules, those it is suggested for now, and the one it was pledged to. */
  async itemsTouchedBy(tx: ReadTx, offerId: string, limit: number): Promise<string[]> {
    const rows = await tx.query<{ id: string }[]>(
      `SELECT i.id
         FROM need_items i
         JOIN needs n ON n.id = i.need_id AND n.state = 'published'
         JOIN offers o ON o.id = $1 AND o.state = 'published'
                      AND (o.currency = i.currency OR o.unit_code = i.unit_code)
                      AND (o.category_codes = '{}' OR i.category_code = ANY(o.category_codes))
                      AND (o.type_codes = '{}' OR i.type_code = ANY(o.type_codes))
        WHERE i.open > 0
        UNION
       SELECT need_item_id FROM matches WHERE offer_id = $1 AND (state = 'suggested' OR origin = 'pledge')
        ORDER BY 1 LIMIT $2`,
      [offerId, limit],
    );
    return rows.map(({ id }) => id);
  }

  /**
   * The organizations that are parties: the one that filed the need, the one that carries the item out, the State that it is
   * for, and the donor.
   * @throws NotFound
   */
  async parties(
    tx: ReadTx,
    itemId: string,
    offerId: string,
  ): Promise<{ needId: string; organizationIds: readonly string[] }> {
    const [parties] = await tx.query<{ needId: string; organizationIds: string[] }[]>(
      `SELECT n.id AS "needId", array_agg(g.id) AS "organizationIds"
         FROM need_items i JOIN needs n ON n.id = coalesce(i.need_id, i.removed_from) JOIN offers o ON o.id = $2
         JOIN organizations g ON g.id IN (n.organization_id, i.through_organization_id, o.organization_id)
                              OR g.kind IN ('state', 'donor-state') AND g.area_iso2 = n.area_iso2
        WHERE i.id = $1 GROUP BY n.id`,
      [itemId, offerId],
    );
    if (!parties) throw new NotFound('need item', itemId);
    return parties;
  }

  async isStateSide(tx: ReadTx, needId: string, organizationId: string): Promise<boolean> {
    const rows = await tx.query<unknown[]>(`SELECT 1 FROM needs n WHERE n.id = $1 AND ${isStateSide('n', '$2')}`, [
      needId,
      organizationId,
    ]);
    return rows.length > 0;
  }

  /** @throws NotFound when there is no such item or offer that the actor may see */
  async requireVisible(tx: ReadTx, itemId: string, offerId: string): Promise<void> {
    await this.requireVisibleItem(tx, itemId);
    const offer = offersVisibleTo(tx.actor, 'o', 2);
    const offers = await tx.query<unknown[]>(`SELECT 1 FROM offers o WHERE o.id = $1 AND ${offer.sql}`, [
      offerId,
      ...offer.params,
    ]);
    if (offers.length === 0) throw new NotFound('offer', offerId);
  }

  /** @throws NotFound when there is no such item of a need that the actor may see */
  async requireVisibleItem(tx: ReadTx, itemId: string): Promise<void> {
    const need = needsVisibleTo(tx.actor, 'n', 2);
    const items = await tx.query<unknown[]>(
      `SELECT 1 FROM need_items i JOIN needs n ON n.id = i.need_id WHERE i.id = $1 AND ${need.sql}`,
      [itemId, ...need.params],
    );
    if (items.length === 0) throw new NotFound('need item', itemId);
  }

  private async readOffers(tx: ReadTx, where: string, param: readonly string[] | null): Promise<OfferFacts[]> {
    const rows = await tx.query<OfferRow[]>(`${OFFERS} ${where}`, [COMMITTED_STATES, param]);
    return rows.map(({ currency, unit, ...row }) => ({
      ...row,
      measure: toMeasure(currency, unit),
      capacity: BigInt(row.capacity),
      committed: BigInt(row.committed),
      minimumLot: toBigInt(row.minimumLot),
      maximumPerRecipient: toBigInt(row.maximumPerRecipient),
      givenTo: new Map(Object.entries(row.givenTo ?? {}).map(([area, amount]) => [area, BigInt(amount)])),
    }));
  }
}

function toMeasure(currency: string | null, unit: string): Measure {
  return currency === null ? { unit } : { currency };
}

function toBigInt(text: string | null): bigint | null {
  return text === null ? null : BigInt(text);
}
