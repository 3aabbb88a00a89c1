import { Injectable } from '@nestjs/common';
import type { ReadTx } from '#libs/platform';
import {
  isFor,
  narrow,
  OFFER_FACETS,
  reachesRegion,
  type OfferFacet,
  type OfferFilter,
  type OfferNarrowing,
} from './offers.filter.js';

/** Values of one facet, those with the most offers; only donors may be so many. */
export const OFFER_COUNTS_MAX = 300;

export interface OfferCount {
  readonly value: string;
  /** Of an organization. */
  readonly name: string | null;
  readonly offers: number;
}

export type OfferCounts = Readonly<Record<OfferFacet, OfferCount[]>>;

/**
 * Numbers about offers. They count rows that the actor may see and open one by one, and no others: a private offer counts for
 * nobody who does not know of it, so that small numbers need no veil.
 */
@Injectable()
export class OffersCounts {
  /** How many offers each value of a filter would leave, if all other filters stay as they are. */
  async facets(tx: ReadTx, filter: OfferFilter): Promise<OfferCounts> {
    const params: unknown[] = [];
    const narrowing = narrow(tx.actor, filter, params);
    const rows = await tx.query<(OfferCount & { facet: OfferFacet })[]>(facetsSql(narrowing), params);
    const of = (facet: OfferFacet) =>
      rows
        .filter((row) => row.facet === facet)
        .map(({ facet: _, ...count }) => count)
        .sort((a, b) => b.offers - a.offers || (a.value < b.value ? -1 : 1))
        .slice(0, OFFER_COUNTS_MAX);
    return Object.fromEntries(OFFER_FACETS.map((facet) => [facet, of(facet)])) as unknown as OfferCounts;
  }
}

/** Facets of the offers themselves, each with its column of `base`. */
const COLUMNS = { state: 'state', kind: 'kind', earmarkLevel: 'earmark_level' } as const;

/**
 * Reads the offers once. Of each it notes, as one bit per filter that it does not fit, which facets may still count it: those
 * whose own filter is the only one.
 */
function facetsSql({ always, facets, told }: OfferNarrowing): string {
  const misses = [...facets];
  const bits = misses.map(([, condition], index) => `CASE WHEN ${condition} THEN 0 ELSE ${1 << index} END`);
  const missed = bits.length > 0 ? bits.join(' + ') : '0';
  /** That an offer fits every filter but, at most, the facet's own. */
  const fits = (facet: OfferFacet) => {
    const own = misses.findIndex(([name]) => name === facet);
    return own < 0 ? 'b.missed = 0' : `b.missed IN (0, ${1 << own})`;
  };
  const byColumn = Object.entries(COLUMNS).map(
    ([facet, column]) => `
      SELECT '${facet}' AS facet, b.${column}::text AS value, NULL AS name, count(*)::integer AS offers
        FROM base b WHERE ${fits(facet as OfferFacet)} GROUP BY b.${column}`,
  );
  const byOrganization = `
      SELECT 'organization', g.id, g.name, count(*)::integer
        FROM base b JOIN organizations g ON g.id = b.organization_id WHERE ${fits('organization')} GROUP BY g.id`;
  const byCode = [
    ['category', 'assistance_categories v', isFor('category', 'b', 'v.code')] as const,
    ['type', 'assistance_types v', isFor('type', 'b', 'v.code')] as const,
  ].map(
    ([facet, values, reaches]) => `
      SELECT '${facet}', v.code, NULL, count(*)::integer
        FROM base b JOIN ${values} ON ${reaches} WHERE ${fits(facet)} GROUP BY v.code`,
  );
  // Few lists of places are on many offers: each is compared with the regions once.
  const byRegion = `
      SELECT 'region', v.code, NULL, sum(p.offers)::integer
        FROM (SELECT b.earmark_areas, b.earmark_regions, count(*) AS offers FROM base b WHERE ${fits('region')}
               GROUP BY b.earmark_areas, b.earmark_regions) p
        JOIN areas v ON v.kind NOT IN ('world', 'country') AND ${reachesRegion('p', 'v.code')} GROUP BY v.code`;
  return `
    WITH base AS MATERIALIZED (
      SELECT o.id, ${told.state} AS state, o.kind, o.organization_id, o.category_codes, o.excluded_categories, o.type_codes,
             o.excluded_types, o.earmark_level, o.earmark_areas, o.earmark_regions, ${missed} AS missed
        FROM offers o WHERE ${always.join(' AND ')})
    ${[...byColumn, byOrganization, ...byCode, byRegion].join(' UNION ALL ')}`;
}
