import { Injectable } from '@nestjs/common';
import { isCalendarDate, isId, NotFound, type CalendarDate } from '#libs/kernel';
import { keysetPage, readSortedCursor, type Page, type ReadTx } from '#libs/platform';
import { completenessOf, type Completeness } from './completeness.rules.js';
import { reportsVisibleTo } from './national-reports.visibility.js';
import type { Language, Measure } from './need.rules.js';
import type { NeedState, Visibility } from './need.states.js';
import { needsVisibleTo } from './needs.visibility.js';

interface Named {
  readonly id: string;
  readonly name: string;
}

/** What lists show of an item. Quantities are decimal texts: minor units of the currency, or whole units. */
export interface NeedLineView {
  readonly id: string;
  readonly position: number;
  readonly categoryCode: string;
  readonly typeCode: string;
  readonly measure: Measure;
  readonly requested: string;
  readonly minimum: string | null;
  readonly committed: string;
  readonly delivered: string;
  readonly open: string;
}

export interface NeedItemView extends NeedLineView {
  readonly description: string;
  readonly unitCost: { readonly minor: string; readonly currency: string } | null;
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
  readonly visibility: Visibility;
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
  readonly withdrawnReason: string | null;
  /** The national report that it comes from; null also where the reader may not see that. */
  readonly report: SourceReportView | null;
  readonly completeness: Completeness;
}

export const NEED_SORTS = ['newest', 'needed-by', 'largest-gap'] as const;
export type NeedSort = (typeof NEED_SORTS)[number];

export const AREA_GROUPS = ['ldc', 'lldc', 'sids'] as const;
export type AreaGroup = (typeof AREA_GROUPS)[number];

/** Every filter that is given must hold; of a list any one value. */
export interface NeedFilter {
  readonly state?: readonly NeedState[];
  /** Needs with an item of such a category. */
  readonly category?: readonly string[];
  /** ISO 3166-1 alpha-2. */
  readonly area?: readonly string[];
  /** M49 code of a region, subregion or intermediate region. */
  readonly region?: string;
  readonly group?: AreaGroup;
  /** Words in title, summary or the items' descriptions, as in a web search; or the whole reference of an imported need. */
  readonly q?: string;
  readonly sort?: NeedSort;
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

/**
 * The money that is still open in whole US dollars at the latest rates, to put needs in an order and for nothing else;
 * units count at their indicative cost. What has no rate or no cost counts nothing.
 */
const GAP = `
  (SELECT coalesce(round(sum(
            greatest(0, i.requested - i.committed)::numeric * coalesce(i.unit_cost_minor, CASE WHEN i.currency IS NOT NULL THEN 1 END)
            / power(10::numeric, c.exponent) / CASE WHEN c.code = 'USD' THEN 1 ELSE
              (SELECT r.units_per_usd FROM exchange_rates r WHERE r.currency = c.code AND r.effective_on <= current_date
                ORDER BY r.effective_on DESC LIMIT 1) END)), 0)
     FROM need_items i JOIN currencies c ON c.code = coalesce(i.currency, i.unit_cost_currency)
    WHERE i.need_id = n.id)`;

const LISTED_AT = 'coalesce(n.published_at, n.created_at)';
const NEEDED_BY = `coalesce(n.needed_by, 'infinity'::date)`;

/** Each ends with the id, so that no two rows share a place. */
const SORTINGS: Readonly<Record<NeedSort, Sorting>> = {
  newest: {
    // microseconds, exactly; a timestamp as text would depend on the session
    key: `(extract(epoch FROM ${LISTED_AT}) * 1000000)::bigint::text`,
    order: `${LISTED_AT} DESC, n.id DESC`,
    after: (key, id) =>
      `(${LISTED_AT}, n.id) < (timestamptz 'epoch' + ${key}::bigint * interval '1 microsecond', ${id})`,
    isKey: (text) => /^\d{1,16}$/.test(text),
  },
  'needed-by': {
    key: `coalesce(to_char(n.needed_by, 'YYYY-MM-DD'), 'infinity')`,
    order: `${NEEDED_BY}, n.id`,
    after: (key, id) => `(${NEEDED_BY}, n.id) > (${key}::date, ${id})`,
    isKey: (text) => text === 'infinity' || isCalendarDate(text),
  },
  'largest-gap': {
    key: 'gap.usd::text',
    order: 'gap.usd DESC, n.id DESC',
    after: (key, id) => `(gap.usd, n.id) < (${key}::numeric, ${id})`,
    isKey: (text) => /^\d{1,60}$/.test(text),
  },
};

const LINE = `jsonb_build_object(
  'id', i.id, 'position', i.position, 'categoryCode', i.category_code, 'typeCode', i.type_code,
  'measure', CASE WHEN i.currency IS NULL THEN jsonb_build_object('unit', i.unit_code)
                  ELSE jsonb_build_object('currency', i.currency) END,
  'requested', i.requested::text, 'minimum', i.minimum::text, 'committed', i.committed::text,
  'delivered', i.delivered::text, 'open', greatest(0, i.requested - i.committed)::text)`;

const ITEM = `${LINE} || jsonb_build_object(
  'description', i.description, 'externalRef', i.external_ref, 'sourceSector', i.source_sector,
  'unitCost', CASE WHEN i.unit_cost_minor IS NOT NULL
                   THEN jsonb_build_object('minor', i.unit_cost_minor::text, 'currency', i.unit_cost_currency) END,
  'throughOrganization', CASE WHEN t.id IS NOT NULL THEN jsonb_build_object('id', t.id, 'name', t.name) END,
  'unsorted', c.never_matches)`;

const SUMMARY = `
  n.id, jsonb_build_object('id', o.id, 'name', o.name) AS organization, n.area_iso2 AS "areaIso2", n.title, n.language,
  n.state, n.visibility, n.priority, n.needed_from AS "neededFrom", n.needed_by AS "neededBy",
  n.valid_until AS "validUntil", n.source, n.external_ref AS "externalRef", n.tags, n.created_at AS "createdAt",
  n.submitted_at AS "submittedAt", n.published_at AS "publishedAt", n.version`;

@Injectable()
export class NeedsQueries {
  /** Needs that the actor may see, the newest first unless sorted otherwise. */
  async list(tx: ReadTx, filter: NeedFilter): Promise<Page<NeedSummaryView> & { readonly total?: number }> {
    const sort = filter.sort ?? 'newest';
    const { key, order, after, isKey } = SORTINGS[sort];
    const from = `FROM needs n JOIN organizations o ON o.id = n.organization_id JOIN areas a ON a.iso2 = n.area_iso2
      ${sort === 'largest-gap' ? `CROSS JOIN LATERAL (SELECT ${GAP} AS usd) gap` : ''}`;
    const params: unknown[] = [];
    const bind = (value: unknown) => `$${params.push(value)}`;
    const where = conditionsOf(tx, filter, params, bind).join(' AND ');
    const total = filter.total ? await countOf(tx, where, params) : undefined;

    const place = readSortedCursor(filter.cursor, sort, isKey);
    const rest = place ? `AND ${after(bind(place.key), bind(place.id))}` : '';
    const rows = await tx.query<(NeedSummaryView & { sortKey: string })[]>(
      `SELECT ${SUMMARY}, ${key} AS "sortKey",
              (SELECT coalesce(jsonb_agg(${LINE} ORDER BY i.position), '[]') FROM need_items i WHERE i.need_id = n.id) AS items
         ${from} WHERE ${where} ${rest} ORDER BY ${order} LIMIT ${bind(filter.limit + 1)}`,
      params,
    );
    const { items, nextCursor } = keysetPage(rows, filter.limit, (row) => [sort, row.sortKey, row.id]);
    return { items: items.map(({ sortKey: _, ...need }) => need), nextCursor, ...(total !== undefined && { total }) };
  }

  /** @throws NotFound when there is no such need that the actor may see */
  async get(tx: ReadTx, needId: string): Promise<NeedView> {
    if (!isId('need', needId)) throw new NotFound('need', needId);
    const visible = needsVisibleTo(tx.actor, 'n', 2);
    const reports = reportsVisibleTo(tx.actor, 'r', 2 + visible.params.length);
    const [row] = await tx.query<(NeedSummaryView<NeedItemView & { unsorted: boolean }> & NeedView)[]>(
      `SELECT ${SUMMARY}, n.summary, n.withdrawn_reason AS "withdrawnReason",
              (SELECT jsonb_build_object('id', r.id, 'title', r.title, 'language', r.language, 'cycle', r.cycle,
                                         'paragraph', n.report_paragraph)
                 FROM national_reports r WHERE r.id = n.report_id AND ${reports.sql}) AS report,
              (SELECT coalesce(jsonb_agg(${ITEM} ORDER BY i.position), '[]')
                 FROM need_items i
                 JOIN assistance_categories c ON c.code = i.category_code
                 LEFT JOIN organizations t ON t.id = i.through_organization_id
                WHERE i.need_id = n.id) AS items
         FROM needs n JOIN organizations o ON o.id = n.organization_id
        WHERE n.id = $1 AND ${visible.sql}`,
      [needId, ...visible.params, ...reports.params],
    );
    if (!row) throw new NotFound('need', needId);
    const facts = row.items.map((item) => ({
      unsorted: item.unsorted,
      description: item.description,
      countsUnits: item.measure.unit !== undefined,
      requested: BigInt(item.requested),
      minimum: item.minimum === null ? null : BigInt(item.minimum),
      hasUnitCost: item.unitCost !== null,
    }));
    return {
      ...row,
      items: row.items.map(({ unsorted: _, ...item }) => item),
      completeness: completenessOf({ ...row, items: facts }),
    };
  }
}

/** Everything but the place in the list; uses only the needs `n` and their area `a`. */
function conditionsOf(tx: ReadTx, filter: NeedFilter, params: unknown[], bind: (value: unknown) => string): string[] {
  const visible = needsVisibleTo(tx.actor, 'n', params.length + 1);
  params.push(...visible.params);
  const conditions = [visible.sql];
  if (filter.state) conditions.push(`n.state = ANY(${bind(filter.state)})`);
  if (filter.area) conditions.push(`n.area_iso2 = ANY(${bind(filter.area)})`);
  if (filter.region !== undefined) {
    conditions.push(`${bind(filter.region)} IN (a.region_code, a.subregion_code, a.intermediate_region_code)`);
  }
  if (filter.group) {
    conditions.push(`n.area_iso2 IN (SELECT m.area_iso2 FROM area_groups_on() m WHERE m.name = ${bind(filter.group)})`);
  }
  if (filter.category) {
    const categories = bind(filter.category);
    conditions.push(
      `EXISTS (SELECT FROM need_items i WHERE i.need_id = n.id AND i.category_code = ANY(${categories}))`,
    );
  }
  if (filter.q !== undefined) {
    const text = bind(filter.q);
    const words = `websearch_to_tsquery('simple', translate(${text}, '/', ' '))`;
    conditions.push(`n.id IN (SELECT s.id FROM needs s WHERE s.search @@ ${words}
                              UNION SELECT i.need_id FROM need_items i WHERE i.search @@ ${words}
                              UNION SELECT r.id FROM needs r WHERE r.external_ref = btrim(${text}::text))`);
  }
  return conditions;
}

async function countOf(tx: ReadTx, where: string, params: readonly unknown[]): Promise<number> {
  const [row] = await tx.query<[{ total: number }]>(
    `SELECT count(*)::integer AS total FROM needs n JOIN areas a ON a.iso2 = n.area_iso2 WHERE ${where}`,
    [...params],
  );
  return row.total;
}
