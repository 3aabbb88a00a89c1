import { Injectable } from '@nestjs/common';
import { isCalendarDate, isId, NotFound, type Actor, type CalendarDate } from '#libs/kernel';
import { keysetPage, readSortedCursor, type Page, type ReadTx } from '#libs/platform';
import type { StatedKind } from '#libs/identity';
import { GRACE_DAYS } from '#libs/reference';
import type { AreaGroup, CooperationMode, Measure, OfferKind } from './offer.rules.js';
import type { OfferVisibility, PledgeCircle, ShownState } from './offer.states.js';
import { conditionOf, IS_PAST, narrow, type OfferFilter } from './offers.filter.js';
import { toldOfOffers, type ToldOfOffer } from './offers.told.js';
import { offersVisibleTo } from './offers.visibility.js';

/** An offer as others read it. Quantities are decimal texts: minor units of the currency, or whole units. */
export interface OfferView {
  readonly id: string;
  readonly organization: { readonly id: string; readonly name: string };
  readonly title: string;
  readonly description: string;
  readonly kind: OfferKind;
  readonly categoryCodes: string[];
  readonly typeCodes: string[];
  readonly measure: Measure;
  readonly capacity: string;
  /** To all confirmed matches for who is inside; for all others, as the next ones, to those with needs that everybody reads. */
  readonly committed: string;
  /** In kind; money is told of by its agreement. */
  readonly delivered: string;
  readonly accepted: string;
  /** Nothing of one that has ended or became an agreement. */
  readonly left: string;
  readonly earmarkLevel: number;
  readonly earmarkAreas: string[];
  readonly earmarkRegions: string[];
  readonly earmarkGroups: AreaGroup[];
  readonly excludedAreas: string[];
  readonly excludedCategories: string[];
  readonly excludedTypes: string[];
  readonly implementer: { readonly id: string; readonly name: string } | null;
  readonly implementerKinds: StatedKind[];
  readonly minimumLot: string | null;
  readonly maximumPerRecipient: string | null;
  readonly maximumShareBp: number | null;
  readonly validFrom: CalendarDate;
  readonly validUntil: CalendarDate | null;
  /** Its last day is past: nothing more is committed of it, and until this day, inclusive, its donor can give it a later one. Else null. */
  readonly extendableUntil: CalendarDate | null;
  readonly usableFrom: CalendarDate | null;
  readonly usableUntil: CalendarDate | null;
  readonly state: ShownState;
  readonly visibility: OfferVisibility;
  /** Of a pledge: it is shown to nobody who may not see its need. Null: no pledge. */
  readonly pledgeCircle: PledgeCircle | null;
  readonly conditions: string;
  /** Empty for who is not signed in. */
  readonly contact: string;
  readonly cooperationMode: CooperationMode | null;
  readonly tags: string[];
  readonly source: string | null;
  readonly externalRef: string | null;
  readonly createdAt: Date;
  readonly publishedAt: Date | null;
  readonly version: number;
}

export const OFFER_SORTS = ['newest', 'ending'] as const;
export type OfferSort = (typeof OFFER_SORTS)[number];

export interface OfferListing extends OfferFilter {
  readonly sort?: OfferSort;
  readonly cursor?: string;
  readonly limit: number;
  /** Also counts all rows that fit. */
  readonly total?: boolean;
}

interface Sorting {
  /** The value of the sort column as text, for the cursor. */
  readonly key: string;
  readonly order: string;
  /** Rows after a place; takes the two placeholders of the cursor's values. */
  readonly after: (key: string, id: string) => string;
  /** What such a value looks like; anything else is no cursor of ours. */
  readonly isKey: (text: string) => boolean;
}

const LISTED_AT = 'coalesce(o.published_at, o.created_at)';
const ENDING = `coalesce(o.valid_until, 'infinity'::date)`;

/** Each ends with the id, so that no two rows share a place. */
const SORTINGS: Readonly<Record<OfferSort, Sorting>> = {
  newest: {
    // microseconds, exactly; a timestamp as text would depend on the session
    key: `(extract(epoch FROM ${LISTED_AT}) * 1000000)::bigint::text`,
    order: `${LISTED_AT} DESC, o.id DESC`,
    after: (key, id) =>
      `(${LISTED_AT}, o.id) < (timestamptz 'epoch' + ${key}::bigint * interval '1 microsecond', ${id})`,
    isKey: (text) => /^\d{1,16}$/.test(text),
  },
  ending: {
    key: `coalesce(to_char(o.valid_until, 'YYYY-MM-DD'), 'infinity')`,
    order: `${ENDING}, o.id`,
    after: (key, id) => `(${ENDING}, o.id) > (${key}::date, ${id})`,
    isKey: (text) => text === 'infinity' || isCalendarDate(text),
  },
};

/** Whom to call is for people who can be known. */
const view = ({ role }: Actor, told: ToldOfOffer) => `
  o.id, jsonb_build_object('id', g.id, 'name', g.name) AS organization, o.title, o.description, o.kind,
  o.category_codes AS "categoryCodes", o.type_codes AS "typeCodes",
  CASE WHEN o.currency IS NULL THEN jsonb_build_object('unit', o.unit_code)
       ELSE jsonb_build_object('currency', o.currency) END AS measure,
  o.capacity::text AS capacity, (${told.committed})::text AS committed, (${told.delivered})::text AS delivered,
  (${told.accepted})::text AS accepted, (${told.left})::text AS left,
  o.earmark_level AS "earmarkLevel", o.earmark_areas AS "earmarkAreas", o.earmark_regions AS "earmarkRegions",
  o.earmark_groups AS "earmarkGroups", o.excluded_areas AS "excludedAreas",
  o.excluded_categories AS "excludedCategories", o.excluded_types AS "excludedTypes",
  CASE WHEN b.id IS NOT NULL THEN jsonb_build_object('id', b.id, 'name', b.name) END AS implementer,
  o.implementer_kinds AS "implementerKinds", o.maximum_share_bp AS "maximumShareBp",
  o.minimum_lot::text AS "minimumLot", o.usable_from AS "usableFrom", o.usable_until AS "usableUntil",
  ${role === 'anonymous' ? "''" : 'o.contact'} AS contact, o.cooperation_mode AS "cooperationMode", o.tags,
  o.maximum_per_recipient::text AS "maximumPerRecipient", o.valid_from AS "validFrom", o.valid_until AS "validUntil",
  CASE WHEN ${told.state} IN ('published', 'exhausted') AND ${IS_PAST} THEN o.valid_until + ${GRACE_DAYS} END AS "extendableUntil",
  ${told.state} AS state, o.visibility, o.pledge_circle AS "pledgeCircle", o.conditions, o.source, o.external_ref AS "externalRef", o.created_at AS "createdAt",
  o.published_at AS "publishedAt", o.version`;

const FROM = `FROM offers o JOIN organizations g ON g.id = o.organization_id
  LEFT JOIN organizations b ON b.id = o.implementer_id`;

@Injectable()
export class OffersQueries {
  /** Offers that the actor may see, the newest first unless sorted otherwise. */
  async list(tx: ReadTx, filter: OfferListing): Promise<Page<OfferView> & { readonly total?: number }> {
    const sort = filter.sort ?? 'newest';
    const { key, order, after, isKey } = SORTINGS[sort];
    const params: unknown[] = [];
    const bind = (value: unknown) => `$${params.push(value)}`;
    const narrowing = narrow(tx.actor, filter, params);
    const where = conditionOf(narrowing);
    const total = filter.total ? await countOf(tx, where, params) : undefined;

    const place = readSortedCursor(filter.cursor, sort, isKey);
    const rest = place ? `AND ${after(bind(place.key), bind(place.id))}` : '';
    const rows = await tx.query<(OfferView & { sortKey: string })[]>(
      `SELECT ${view(tx.actor, narrowing.told)}, ${key} AS "sortKey" ${FROM} WHERE ${where} ${rest} ORDER BY ${order} LIMIT ${bind(filter.limit + 1)}`,
      params,
    );
    const { items, nextCursor } = keysetPage(rows, filter.limit, (row) => [sort, row.sortKey, row.id]);
    return { items: items.map(({ sortKey: _, ...offer }) => offer), nextCursor, ...(total !== undefined && { total }) };
  }

  /** Offers that the actor may see, from the newest id on after one: an order that nothing changes. */
  async inOrderOfIds(
    tx: ReadTx,
    filter: OfferFilter & { readonly id?: string },
    { after, limit }: { after: string | null; limit: number },
  ): Promise<OfferView[]> {
    const params: unknown[] = [];
    const bind = (value: unknown) => `$${params.push(value)}`;
    const narrowing = narrow(tx.actor, filter, params);
    const conditions = [conditionOf(narrowing)];
    if (filter.id !== undefined) conditions.push(`o.id = ${bind(filter.id)}`);
    if (after !== null) conditions.push(`o.id < ${bind(after)}`);
    return tx.query<OfferView[]>(
      `SELECT ${view(tx.actor, narrowing.told)} ${FROM} WHERE ${conditions.join(' AND ')} ORDER BY o.id DESC LIMIT ${bind(limit)}`,
      params,
    );
  }

  /** @throws NotFound when there is no such offer that the actor may see */
  async get(tx: ReadTx, offerId: string): Promise<OfferView> {
    if (!isId('offer', offerId)) throw new NotFound('offer', offerId);
    const visible = offersVisibleTo(tx.actor, 'o', 2);
    const [row] = await tx.query<OfferView[]>(
      `SELECT ${view(tx.actor, toldOfOffers(tx.actor, 2))} ${FROM} WHERE o.id = $1 AND ${visible.sql}`,
      [offerId, ...visible.params],
    );
    if (!row) throw new NotFound('offer', offerId);
    return row;
  }
}

async function countOf(tx: ReadTx, where: string, params: readonly unknown[]): Promise<number> {
  const [row] = await tx.query<[{ total: number }]>(`SELECT count(*)::integer AS total FROM offers o WHERE ${where}`, [
    ...params,
  ]);
  return row.total;
}
