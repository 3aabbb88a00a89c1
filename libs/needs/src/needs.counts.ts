import { Injectable } from '@nestjs/common';
import type { ReadTx } from '#libs/platform';
import { WITH_RATES } from '#libs/reference';
import {
  conditionOf,
  FACETS,
  HAS_NO_RATE,
  IN_DELIVERY,
  inUsd,
  narrow,
  OPEN,
  type Facet,
  type NeedFilter,
  type Narrowing,
} from './needs.filter.js';

export interface FacetCount {
  readonly value: string;
  readonly needs: number;
}

export type FacetCounts = Readonly<Record<Facet, FacetCount[]>>;

/**
 * Money in whole US dollars at the latest rates, as text. What has no cost is no money; what has no rate is in no sum, and the
 * needs that say such money are counted beside it. Open is what needs that look for help now still want.
 */
export interface AreaSum {
  readonly areaIso2: string;
  readonly needs: number;
  readonly requestedUsd: string;
  readonly openUsd: string;
  /** Of the needs, those with money that has no rate. */
  readonly needsWithoutRate: number;
}

export interface CategoryInRegion {
  readonly categoryCode: string;
  /** M49 code; null for areas in no region. */
  readonly regionCode: string | null;
  readonly needs: number;
  readonly openUsd: string;
  readonly needsWithoutRate: number;
}

const WITHOUT_RATE = `count(DISTINCT n.id) FILTER (WHERE ${HAS_NO_RATE})::integer AS "needsWithoutRate"`;

/** Facets of the needs themselves, each with its column. */
const COLUMNS = {
  state: 'state',
  coverage: 'coverage',
  inDelivery: 'in_delivery',
  area: 'area_iso2',
  priority: 'priority',
} as const;

/**
 * Numbers about needs. All of them count rows that the actor may see and open one by one, and no others: nothing that is
 * hidden shows in them, so that small numbers need no veil either (docs/adr/0008-small-numbers-are-shown.md).
 */
@Injectable()
export class NeedsCounts {
  /** How many needs each value of a filter would leave, if all other filters stay as they are. */
  async facets(tx: ReadTx, filter: NeedFilter): Promise<FacetCounts> {
    const params: unknown[] = [];
    const narrowing = narrow(tx.actor, filter, params);
    const rows = await tx.query<{ facet: Facet; value: string; needs: number }[]>(facetsSql(narrowing), params);
    const of = (facet: Facet) =>
      rows
        .filter((row) => row.facet === facet)
        .map(({ value, needs }) => ({ value, needs }))
        .sort((a, b) => b.needs - a.needs || (a.value < b.value ? -1 : 1));
    return Object.fromEntries(FACETS.map((facet) => [facet, of(facet)])) as unknown as FacetCounts;
  }

  /** Needs per country or area, and the money of those of their items that fit. */
  async map(tx: ReadTx, filter: NeedFilter): Promise<AreaSum[]> {
    const params: unknown[] = [];
    const narrowing = narrow(tx.actor, filter, params);
    return tx.query<AreaSum[]>(
      `${WITH_RATES}
       SELECT n.area_iso2 AS "areaIso2", count(DISTINCT n.id)::integer AS needs,
              coalesce(round(sum(${inUsd('i.requested')})), 0)::text AS "requestedUsd",
              coalesce(round(sum(${inUsd(OPEN)})), 0)::text AS "openUsd", ${WITHOUT_RATE}
         FROM needs n LEFT JOIN need_items i ON ${itemsThatFit(narrowing)}
        WHERE ${conditionOf(narrowing)} GROUP BY n.area_iso2 ORDER BY n.area_iso2`,
      params,
    );
  }

  /** Needs and open money per category and region; a need with items of two categories is in both. */
  async matrix(tx: ReadTx, filter: NeedFilter): Promise<CategoryInRegion[]> {
    const params: unknown[] = [];
    const narrowing = narrow(tx.actor, filter, params);
    return tx.query<CategoryInRegion[]>(
      `${WITH_RATES}
       SELECT i.category_code AS "categoryCode", a.region_code AS "regionCode", count(DISTINCT n.id)::integer AS needs,
              coalesce(round(sum(${inUsd(OPEN)})), 0)::text AS "openUsd", ${WITHOUT_RATE}
         FROM needs n JOIN areas a ON a.iso2 = n.area_iso2 JOIN need_items i ON ${itemsThatFit(narrowing)}
        WHERE ${conditionOf(narrowing)} GROUP BY i.category_code, a.region_code
        ORDER BY i.category_code, a.region_code`,
      params,
    );
  }
}

const itemsThatFit = ({ items }: Narrowing) => ['i.need_id = n.id', ...items.values()].join(' AND ');

/**
 * Reads the needs once. Of each it notes, as one bit per filter that it does not fit, which facets may still count it: those
 * whose own filter is the only one.
 */
function facetsSql(narrowing: Narrowing): string {
  const misses = [...narrowing.facets, ...(narrowing.hasItem ? [['items', narrowing.hasItem]] : [])];
  const bits = misses.map(([, condition], index) => `CASE WHEN ${condition} THEN 0 ELSE ${1 << index} END`);
  const missed = bits.length > 0 ? bits.join(' + ') : '0';
  const allowed = [0, ...misses.map((_, index) => 1 << index)].join(', ');
  /** That a need fits every filter but, at most, the facet's own. */
  const fits = (facet: string, row: string) => {
    const own = misses.findIndex(([name]) => name === facet);
    return own < 0 ? `${row}.missed = 0` : `${row}.missed IN (0, ${1 << own})`;
  };
  const byColumn = Object.entries(COLUMNS).map(
    ([facet, column]) => `
      SELECT '${facet}' AS facet, c.${column}::text AS value, sum(c.needs)::integer AS needs FROM counted c
       WHERE c.${column} IS NOT NULL AND ${fits(facet, 'c')} GROUP BY c.${column}`,
  );
  const byPlace = [
    ['region', 'unnest(ARRAY[a.region_code, a.subregion_code, a.intermediate_region_code])', 'areas a ON a.iso2'],
    ['group', 'a.name', 'area_groups_on() a ON a.area_iso2'],
  ].map(
    ([facet, value, place]) => `
      SELECT '${facet}', value, sum(needs)::integer
        FROM (SELECT ${value} AS value, c.needs FROM counted c JOIN ${place} = c.area_iso2 WHERE ${fits(facet!, 'c')}) placed
       WHERE value IS NOT NULL GROUP BY value`,
  );
  const byItem = (['category', 'type'] as const).map((facet) => {
    const others = [...narrowing.items].filter(([name]) => name !== facet).map(([, condition]) => ` AND ${condition}`);
    // Of the values of one item only those count whose item fits the other filter too.
    const values =
      others.length === 0
        ? `SELECT unnest(b.${facet}_codes) AS value FROM base b`
        : `SELECT DISTINCT b.id, i.${facet}_code AS value FROM base b JOIN need_items i ON i.need_id = b.id${others.join('')}`;
    return `
      SELECT '${facet}', value, count(*)::integer FROM (${values} WHERE ${fits('items', 'b')}) asked GROUP BY value`;
  });
  return `
    ${narrowing.usesRates ? `${WITH_RATES},` : 'WITH'} base AS MATERIALIZED (
      SELECT n.id, n.state, n.coverage, ${IN_DELIVERY} AS in_delivery, n.area_iso2, n.priority, n.category_codes, n.type_codes, ${missed} AS missed
        FROM needs n WHERE ${narrowing.always.join(' AND ')}${misses.length > 1 ? ` AND ${missed} IN (${allowed})` : ''}),
    counted AS (
      SELECT state, coverage, in_delivery, area_iso2, priority, missed, count(*) AS needs FROM base
       GROUP BY GROUPING SETS ((state, missed), (coverage, missed), (in_delivery, missed), (area_iso2, missed), (priority, missed)))
    ${[...byColumn, ...byPlace, ...byItem].join(' UNION ALL ')}`;
}
