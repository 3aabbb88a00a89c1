import { Injectable } from '@nestjs/common';
import { InvalidInput, isId, NotFound, type CalendarDate } from '#libs/kernel';
import { keysetPage, readSortedCursor, type Page, type ReadTx } from '#libs/platform';
import { searchWords, WITH_RATES } from '#libs/reference';
import { completenessOf, type Completeness } from './completeness.rules.js';
import { reportsVisibleTo } from './national-reports.visibility.js';
import { measureOf, type Language, type Measure, type OtherChannel } from './need.rules.js';
import type { Coverage, NeedState, Visibility } from './need.states.js';
import { conditionOf, IN_DELIVERY, narrow, RECONFIRMATION_DUE, type NeedFilter } from './needs.filter.js';
import { SORTINGS, type NeedSort } from './needs.sorting.js';
import { insideOf, needsVisibleTo, offeredTo, sitesVisibleTo } from './needs.visibility.js';

export interface Named {
  readonly id: string;
  readonly name: string;
}

/** What lists show of an item. Quantities are decimal texts: minor units of the currency, or whole units. */
export interface NeedLineView {
  readonly id: string;
  readonly position: number;
  readonly categoryCode: string;
  /** Null: not chosen yet, in a draft. */
  readonly typeCode: string | null;
  readonly measure: Measure;
  readonly requested: string;
  readonly minimum: string | null;
  readonly committed: string;
  readonly delivered: string;
  readonly accepted: string;
  readonly waived: string;
  readonly open: string;
}

export interface NeedItemView extends NeedLineView {
  readonly description: string;
  readonly unitCost: { readonly minor: string; readonly currency: string } | null;
  readonly neededBy: CalendarDate | null;
  readonly place: string | null;
  /** Null also to who may not know it. */
  readonly site: string | null;
  readonly prerequisites: string | null;
  readonly ownContribution: string | null;
  readonly isEssential: boolean;
  /** By pledges and proposals that are not committed; null to who is not told. */
  readonly offered: string | null;
  /** Of the money that was delivered; null to who is not told. */
  readonly paidByFund: string | null;
  readonly throughOrganization: Named | null;
  readonly externalRef: string | null;
  readonly sourceSector: string | null;
}

export interface NeedSummaryView<Item = NeedLineView> {
  readonly id: string;
  readonly organization: Named;
  readonly areaIso2: string;
  readonly title: string;
  readonly language: Language;
  readonly state: NeedState;
  readonly coverage: Coverage;
  /** It still stands, and what it asks for has begun to arrive. */
  readonly isInDelivery: boolean;
  readonly visibility: Visibility;
  readonly siteVisibility: Visibility;
  readonly priority: number | null;
  readonly neededFrom: CalendarDate | null;
  readonly neededBy: CalendarDate | null;
  readonly validUntil: CalendarDate | null;
  readonly source: string | null;
  readonly externalRef: string | null;
  readonly tags: string[];
  readonly createdAt: Date;
  readonly submittedAt: Date | null;
  readonly publishedAt: Date | null;
  readonly confirmedOn: CalendarDate | null;
  /** Its organization is asked to confirm it: a reporting cycle has begun since it last did. */
  readonly reconfirmationDue: boolean;
  readonly version: number;
  readonly items: Item[];
}

interface SourceReportView {
  readonly id: string;
  readonly title: string;
  readonly language: Language;
  /** Code of the meeting that its cycle leads to. */
  readonly cycle: string;
  readonly paragraph: string | null;
}

export interface NeedView extends NeedSummaryView<NeedItemView> {
  readonly summary: string;
  /** Null also to who is not told, as is the next. */
  readonly endReason: string | null;
  /** The widest circle that its organization agreed to. */
  readonly agreedVisibility: Visibility | null;
  readonly answeredAt: Date | null;
  readonly actionPlan: string | null;
  readonly actionPlanRank: number | null;
  readonly alreadyDone: string | null;
  readonly paragraphs: string[];
  readonly alsoSubmittedTo: OtherChannel[];
  readonly alsoSubmittedNote: string | null;
  /** The national report that it comes from; null also where the reader may not see that. */
  readonly report: SourceReportView | null;
  readonly completeness: Completeness;
  /** The need that it was merged into, and those that were merged into it, of which the reader may know. */
  readonly mergedInto: Titled | null;
  readonly mergedFrom: Titled[];
}

interface Titled {
  readonly id: string;
  readonly title: string;
}

export interface NeedListing extends NeedFilter {
  /** Only with words to match is there a best match. */
  readonly sort?: NeedSort;
  readonly cursor?: string;
  readonly limit: number;
  /** Also counts all rows that fit. */
  readonly total?: boolean;
}

/** The columns of an item in lists as an array, which takes half the time of an object; {@link lineOf} names them. */
const LINE = `json_build_array(
  i.id, i.position, i.category_code, i.type_code, i.currency, i.unit_code, i.requested, i.minimum, i.committed, i.delivered,
  i.accepted, i.waived, i.open)`;

/** Quantities are numbers in it: a constraint of the table keeps them below 2^53. */
type Line = [
  id: string,
  position: number,
  categoryCode: string,
  typeCode: string | null,
  currency: string | null,
  unit: string | null,
  requested: number,
  minimum: number | null,
  committed: number,
  delivered: number,
  accepted: number,
  waived: number,
  open: number,
];

function lineOf([id, position, categoryCode, typeCode, currency, unit, ...quantities]: Line): NeedLineView {
  const [requested, minimum, committed, delivered, accepted, waived, open] = quantities;
  return {
    id,
    position,
    categoryCode,
    typeCode,
    measure: measureOf(currency, unit),
    requested: String(requested),
    minimum: minimum === null ? null : String(minimum),
    committed: String(committed),
    delivered: String(delivered),
    accepted: String(accepted),
    waived: String(waived),
    open: String(open),
  };
}

const item = (seesSite: string, offered: string, isInside: string) => `json_build_object(
  'offered', (${offered})::text, 'paidByFund', CASE WHEN ${isInside} THEN i.paid_by_fund::text END,
  'neededBy', i.needed_by, 'place', i.delivery_place, 'site', CASE WHEN ${seesSite} THEN i.delivery_site END,
  'prerequisites', i.prerequisites, 'ownContribution', i.own_contribution, 'isEssential', i.is_essential, 'line', ${LINE}, 'description', i.description, 'externalRef', i.external_ref, 'sourceSector', i.source_sector,
  'unitCost', CASE WHEN i.unit_cost_minor IS NOT NULL
                   THEN json_build_object('minor', i.unit_cost_minor::text, 'currency', i.unit_cost_currency) END,
  'throughOrganization', CASE WHEN t.id IS NOT NULL THEN json_build_object('id', t.id, 'name', t.name) END,
  'unsorted', c.never_matches)`;

const itemsOf = (
  seesSite: string,
  offered: string,
  isInside: string,
) => `(SELECT coalesce(json_agg(${item(seesSite, offered, isInside)} ORDER BY i.position), '[]')
   FROM need_items i
   JOIN assistance_categories c ON c.code = i.category_code
   LEFT JOIN organizations t ON t.id = i.through_organization_id
  WHERE i.need_id = n.id)`;

interface ItemRow extends Omit<NeedItemView, keyof NeedLineView> {
  readonly line: Line;
  readonly unsorted: boolean;
}

/** Revisions of sites move the version of a need for those alone who are told sites. */
const summary = (seesSite: string) => `
  n.id, (SELECT json_build_object('id', o.id, 'name', o.name) FROM organizations o WHERE o.id = n.organization_id)
        AS organization, n.area_iso2 AS "areaIso2", n.title, n.language,
  n.state, n.coverage, ${IN_DELIVERY} AS "isInDelivery", n.visibility, n.site_visibility AS "siteVisibility", n.priority, n.needed_from AS "neededFrom", n.needed_by AS "neededBy",
  n.valid_until AS "validUntil", n.source, n.external_ref AS "externalRef", n.tags, n.created_at AS "createdAt",
  n.submitted_at AS "submittedAt", n.published_at AS "publishedAt", n.confirmed_on AS "confirmedOn",
  ${RECONFIRMATION_DUE} AS "reconfirmationDue",
  CASE WHEN ${seesSite} THEN n.version
       ELSE n.version - (SELECT count(*)::integer FROM need_revisions s WHERE s.need_id = n.id AND s.sites_only) END AS version`;

/** A need with all that its organization wrote, as a spreadsheet shows it. */
export type NeedInFull = Omit<NeedView, 'completeness' | 'endReason' | 'agreedVisibility' | 'answeredAt'>;

/** What the request rests on. */
const BASIS = `n.action_plan AS "actionPlan", n.action_plan_rank AS "actionPlanRank", n.already_done AS "alreadyDone",
  n.paragraphs, n.also_submitted_to AS "alsoSubmittedTo", n.also_submitted_note AS "alsoSubmittedNote"`;

/** The national report behind the need `n`, as far as the reader sees that. */
const reportOf = (seesReport: string) => `
  (SELECT json_build_object('id', r.id, 'title', r.title, 'language', r.language, 'cycle', r.cycle,
                            'paragraph', n.report_paragraph)
     FROM national_reports r WHERE r.id = n.report_id AND ${seesReport}) AS report`;

/** Merged needs that are named in the one that stays, the latest ones. */
const MERGED_MAX = 50;

/** With the visibility of `k` and `m` as that of the need. */
const merged = (kVisible: string, mVisible: string) => `
  (SELECT json_build_object('id', k.id, 'title', k.title) FROM needs k WHERE k.id = n.merged_into AND ${kVisible})
    AS "mergedInto",
  (SELECT coalesce(json_agg(json_build_object('id', t.id, 'title', t.title) ORDER BY t.id), '[]')
     FROM (SELECT m.id, m.title FROM needs m WHERE m.merged_into = n.id AND ${mVisible}
            ORDER BY m.id DESC LIMIT ${MERGED_MAX}) t) AS "mergedFrom"`;

@Injectable()
export class NeedsQueries {
  /** Needs that the actor may see, the newest first unless sorted otherwise. */
  async list(tx: ReadTx, listing: NeedListing): Promise<Page<NeedSummaryView> & { readonly total?: number }> {
    const sort = listing.sort ?? 'newest';
    const { by, direction, text, value, isKey } = SORTINGS[sort];
    const params: unknown[] = sort === 'best-match' ? [wordsToMatch(listing)] : [];
    const bind = (param: unknown) => `$${params.push(param)}`;
    const narrowing = narrow(tx.actor, listing, params);
    const total = listing.total ? await this.count(tx, listing) : undefined;

    const conditions = [conditionOf(narrowing)];
    const place = readSortedCursor(listing.cursor, sort, isKey);
    if (place) {
      const after = direction === 'ASC' ? '>' : '<';
      conditions.push(`(${by}, n.id) ${after} (${value(bind(place.key))}, ${bind(place.id)})`);
    }
    const sites = sitesVisibleTo(tx.actor, 'n', params.length + 1);
    params.push(...sites.params);
    // No joins: what a row shows is looked up after the page is cut, for its rows alone.
    const rows = await tx.query<(NeedSummaryView<Line> & { sortKey: string })[]>(
      `${narrowing.usesRates || sort === 'largest-gap' ? WITH_RATES : ''}
       SELECT ${summary(sites.sql)}, ${text(by)} AS "sortKey",
              (SELECT coalesce(json_agg(${LINE} ORDER BY i.position), '[]') FROM need_items i WHERE i.need_id = n.id) AS items
         FROM needs n WHERE ${conditions.join(' AND ')}
        ORDER BY ${by} ${direction}, n.id ${direction} LIMIT ${bind(listing.limit + 1)}`,
      params,
    );
    const { items, nextCursor } = keysetPage(rows, listing.limit, (row) => [sort, row.sortKey, row.id]);
    return {
      items: items.map(({ sortKey: _, ...need }) => ({ ...need, items: need.items.map(lineOf) })),
      nextCursor,
      ...(total !== undefined && { total }),
    };
  }

  private async count(tx: ReadTx, filter: NeedFilter): Promise<number> {
    const params: unknown[] = [];
    const narrowing = narrow(tx.actor, filter, params);
    const [row] = await tx.query<[{ total: number }]>(
      `${narrowing.usesRates ? WITH_RATES : ''}
       SELECT count(*)::integer AS total FROM needs n WHERE ${conditionOf(narrowing)}`,
      params,
    );
    return row.total;
  }

  /** Needs that the actor may see with all their items, from the newest id on after one: an order that nothing changes. */
  async inFull(
    tx: ReadTx,
    filter: NeedFilter,
    { after, limit }: { after: string | null; limit: number },
  ): Promise<NeedInFull[]> {
    const params: unknown[] = [];
    const bind = (param: unknown) => `$${params.push(param)}`;
    const narrowing = narrow(tx.actor, filter, params);
    const conditions = [conditionOf(narrowing)];
    if (after !== null) conditions.push(`n.id < ${bind(after)}`);
    const sites = sitesVisibleTo(tx.actor, 'n', params.length + 1);
    params.push(...sites.params);
    const offered = offeredTo(tx.actor, 'n', params.length + 1);
    params.push(...offered.params);
    const reports = reportsVisibleTo(tx.actor, 'r', params.length + 1);
    params.push(...reports.params);
    const rows = await tx.query<(Omit<NeedInFull, 'items'> & { readonly items: ItemRow[] })[]>(
      `${narrowing.usesRates ? WITH_RATES : ''}
       SELECT ${summary(sites.sql)}, n.summary, ${BASIS}, ${reportOf(reports.sql)}, ${itemsOf(sites.sql, offered.sql, 'false')} AS items
         FROM needs n WHERE ${conditions.join(' AND ')} ORDER BY n.id DESC LIMIT ${bind(limit)}`,
      params,
    );
    return rows.map((row) => ({
      ...row,
      items: row.items.map(({ line, unsorted: _, ...item }) => ({ ...lineOf(line), ...item })),
    }));
  }

  /** @throws NotFound when there is no such need that the actor may see */
  async get(tx: ReadTx, needId: string): Promise<NeedView> {
    if (!isId('need', needId)) throw new NotFound('need', needId);
    const visible = needsVisibleTo(tx.actor, 'n', 2);
    const reports = reportsVisibleTo(tx.actor, 'r', 2 + visible.params.length);
    const sites = sitesVisibleTo(tx.actor, 'n', 2 + visible.params.length + reports.params.length);
    const before = [needId, ...visible.params, ...reports.params, ...sites.params];
    const offered = offeredTo(tx.actor, 'n', before.length + 1);
    const inside = insideOf(tx.actor, 'n', before.length + offered.params.length + 1);
    const [row] = await tx.query<(Omit<NeedView, 'items' | 'completeness'> & { readonly items: ItemRow[] })[]>(
      `SELECT ${summary(sites.sql)}, n.summary, ${BASIS}, CASE WHEN ${inside.sql} THEN n.end_reason END AS "endReason",
              CASE WHEN ${inside.sql} THEN coalesce(n.agreed_visibility, n.visibility) END AS "agreedVisibility",
              n.answered_at AS "answeredAt",
              ${merged(needsVisibleTo(tx.actor, 'k', 2).sql, needsVisibleTo(tx.actor, 'm', 2).sql)},
              ${reportOf(reports.sql)},
              ${itemsOf(sites.sql, offered.sql, inside.sql)} AS items
         FROM needs n WHERE n.id = $1 AND ${visible.sql}`,
      [...before, ...offered.params, ...inside.params],
    );
    if (!row) throw new NotFound('need', needId);
    const items = row.items.map(({ line, unsorted, ...item }) => ({ ...lineOf(line), ...item, unsorted }));
    const facts = items.map((item) => ({
      unsorted: item.unsorted,
      hasType: item.typeCode !== null,
      description: item.description,
      measure: item.measure,
      requested: BigInt(item.requested),
      minimum: item.minimum === null ? null : BigInt(item.minimum),
      hasUnitCost: item.unitCost !== null,
      hasPlace: item.place !== null,
      hasOwnContribution: item.ownContribution !== null,
    }));
    return {
      ...row,
      items: items.map(({ unsorted: _, ...item }) => item),
      completeness: completenessOf({ ...row, items: facts }),
    };
  }
}

/** @throws InvalidInput when there are no words to match */
function wordsToMatch({ q }: NeedFilter): string {
  if (q !== undefined) return searchWords(q);
  throw new InvalidInput([{ path: 'sort', detail: 'Give words to search for as q: best-match needs some.' }]);
}
