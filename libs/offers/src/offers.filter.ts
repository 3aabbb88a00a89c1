import { InvalidInput, type Actor } from '#libs/kernel';
import { minorPerUsd, searchWords } from '#libs/reference';
import type { AreaGroup, OfferKind } from './offer.rules.js';
import type { ShownState } from './offer.states.js';
import { toldOfOffers, type ToldOfOffer } from './offers.told.js';
import { offersVisibleTo } from './offers.visibility.js';

/** Every filter that is given must hold; of a list any one value. */
export interface OfferFilter {
  readonly state?: readonly ShownState[];
  readonly kind?: OfferKind;
  /** Offers of the actor's own organization. */
  readonly own?: boolean;
  /** Id of the organization that offers. */
  readonly organization?: string;
  /** Offers that are for one of these categories, or for any and do not exclude it. */
  readonly category?: readonly string[];
  /** Offers of one of these types of assistance, or of any and do not exclude it. */
  readonly type?: readonly string[];
  /** 1 (not earmarked) to 4 (tightly earmarked). */
  readonly earmarkLevel?: readonly number[];
  /** Offers that may go to this country or area (ISO 3166-1 alpha-2): by earmark, groups and exclusions. */
  readonly area?: string;
  /** Offers that may go to some country of this region (M49): earmarked for it, for a region around or in it, for such a country, or for no place. */
  readonly region?: string;
  /** Offers earmarked for this group of countries, or for no group. */
  readonly group?: AreaGroup;
  /** Money that is still available, in whole US dollars at the latest rates; what is in kind or has no rate then does not fit. */
  readonly availableFrom?: number;
  readonly availableTo?: number;
  /** Words in title, description or conditions, or in a name of what or where it is for, as in a web search. */
  readonly q?: string;
}

/** What offers are counted by; each is a filter as well. */
export const OFFER_FACETS = ['state', 'kind', 'organization', 'category', 'type', 'earmarkLevel', 'region'] as const;
export type OfferFacet = (typeof OFFER_FACETS)[number];

/** A filter as conditions on the offers `o`, with placeholders for `params`. */
export interface OfferNarrowing {
  /** What the actor may see, and all filters that nothing is counted by. */
  readonly always: readonly string[];
  /** The others, where they are given. */
  readonly facets: ReadonlyMap<OfferFacet, string>;
  /** The numbers that the actor is told. */
  readonly told: ToldOfOffer;
}

/** @throws InvalidInput when its two amounts contradict each other */
export function narrow(actor: Actor, filter: OfferFilter, params: unknown[]): OfferNarrowing {
  const { availableFrom, availableTo } = filter;
  if (availableFrom !== undefined && availableTo !== undefined && availableFrom > availableTo) {
    const detail = `Write ${availableFrom} or more.`;
    throw new InvalidInput([{ path: 'availableTo', detail }]);
  }
  const bind = (value: unknown) => `$${params.push(value)}`;
  const visible = offersVisibleTo(actor, 'o', params.length + 1);
  const told = toldOfOffers(actor, params.length + 1);
  params.push(...visible.params);

  const always = [visible.sql];
  if (filter.own) always.push(`o.organization_id = ${bind(actor.organizationId)}`);
  if (filter.area !== undefined) always.push(reachesArea(bind(filter.area)));
  if (filter.group) always.push(`(o.earmark_groups = '{}' OR ${bind(filter.group)} = ANY(o.earmark_groups))`);
  if (filter.q !== undefined) {
    always.push(`o.search @@ words_query(${bind(searchWords(filter.q))})`);
  }

  if (availableFrom !== undefined || availableTo !== undefined) {
    const [from, to] = [bind(availableFrom ?? null), bind(availableTo ?? null)];
    always.push(`coalesce(${availableUsd(told)} <@ numrange(${from}::numeric, ${to}::numeric, '[]'), false)`);
  }

  const facets = new Map<OfferFacet, string>();
  const { state, kind, organization, category, type, earmarkLevel, region } = filter;
  if (state) facets.set('state', `${told.state} = ANY(${bind(state)})`);
  if (kind) facets.set('kind', `o.kind = ${bind(kind)}`);
  if (organization !== undefined) facets.set('organization', `o.organization_id = ${bind(organization)}`);
  for (const [facet, wanted] of [['category', category] as const, ['type', type] as const]) {
    if (!wanted) continue;
    const any = `SELECT FROM unnest(${bind(wanted)}::text[]) AS wanted (code) WHERE ${isFor(facet, 'o', 'wanted.code')}`;
    facets.set(facet, `EXISTS (${any})`);
  }
  if (earmarkLevel) facets.set('earmarkLevel', `o.earmark_level = ANY(${bind(earmarkLevel)})`);
  if (region !== undefined) facets.set('region', reachesRegion('o', bind(region)));
  return { always, facets, told };
}

/** That the last day of the offer `o` is past, by the date of the database (UTC). */
export const IS_PAST = `coalesce(o.valid_until < (now() AT TIME ZONE 'UTC')::date, false)`;

/** Of the offer `o`: money that can still be given of it; null where it is in kind, or its currency has no rate. */
const availableUsd = ({ state, left }: ToldOfOffer) => `CASE WHEN o.currency IS NULL THEN NULL
  WHEN ${state} <> 'published' OR ${IS_PAST} THEN 0 ELSE round((${left}) / ${minorPerUsd('o.currency')}) END`;

/** All of it as one condition on the offers `o`. */
export function conditionOf({ always, facets }: OfferNarrowing): string {
  return [...always, ...facets.values()].join(' AND ');
}

const LISTS = {
  category: ['category_codes', 'excluded_categories'],
  type: ['type_codes', 'excluded_types'],
} as const;

/** That the offer `alias` is for the category or the type: it names it or none, and does not exclude it. */
export function isFor(facet: keyof typeof LISTS, alias: string, code: string): string {
  const [named, excluded] = LISTS[facet];
  return `(${alias}.${named} = '{}' OR ${code} = ANY(${alias}.${named})) AND ${code} <> ALL(${alias}.${excluded})`;
}

/** The same question that matching asks of earmarks, for one country or area. */
function reachesArea(area: string): string {
  return `EXISTS (
    SELECT FROM areas a WHERE a.iso2 = ${area} AND a.iso2 <> ALL(o.excluded_areas)
       AND (o.earmark_areas = '{}' AND o.earmark_regions = '{}' OR a.iso2 = ANY(o.earmark_areas)
            OR o.earmark_regions && ARRAY[a.region_code, a.subregion_code, a.intermediate_region_code])
       AND (o.earmark_groups = '{}' OR EXISTS (SELECT FROM area_groups_on() m
                                               WHERE m.area_iso2 = a.iso2 AND m.name = ANY(o.earmark_groups))))`;
}

/** That the offer `alias` is earmarked for some place that overlaps the region, or for no place. */
export function reachesRegion(alias: string, region: string): string {
  return `(${alias}.earmark_areas = '{}' AND ${alias}.earmark_regions = '{}'
    OR EXISTS (SELECT FROM areas a WHERE a.iso2 IS NOT NULL
                  AND ${region} IN (a.region_code, a.subregion_code, a.intermediate_region_code)
                  AND (a.iso2 = ANY(${alias}.earmark_areas)
                       OR ${alias}.earmark_regions && ARRAY[a.region_code, a.subregion_code, a.intermediate_region_code])))`;
}
