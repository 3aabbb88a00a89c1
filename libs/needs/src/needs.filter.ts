import { InvalidInput, type Actor, type CalendarDate, type ProblemItem } from '#libs/kernel';
import { searchWords } from '#libs/reference';
import type { Coverage, NeedState } from './need.states.js';
import { needsVisibleTo } from './needs.visibility.js';

export const AREA_GROUPS = ['ldc', 'lldc', 'sids'] as const;
export type AreaGroup = (typeof AREA_GROUPS)[number];

/** Every filter that is given must hold; of a list any one value. */
export interface NeedFilter {
  readonly state?: readonly NeedState[];
  readonly coverage?: readonly Coverage[];
  /** Published, and something of it was delivered or paid already; or not so. */
  readonly inDelivery?: boolean;
  /** Needs with an item of such a category and, where both are given, of such a type. */
  readonly category?: readonly string[];
  readonly type?: readonly string[];
  /** ISO 3166-1 alpha-2. */
  readonly area?: readonly string[];
  /** M49 codes of regions, subregions or intermediate regions. */
  readonly region?: readonly string[];
  readonly group?: readonly AreaGroup[];
  readonly priority?: readonly number[];
  readonly id?: readonly string[];
  /** Id of the organization that asks. */
  readonly organization?: string;
  /** Money that can still be given, in whole US dollars at the latest rates; needs with money that has no rate then do not fit. */
  readonly openFrom?: number;
  readonly openTo?: number;
  /** The first and the last day on which it may be needed; needs without a day then do not fit. */
  readonly neededByFrom?: CalendarDate;
  readonly neededByTo?: CalendarDate;
  /** Its organization is asked to confirm it in this reporting cycle, or is not. */
  readonly reconfirmation?: boolean;
  /**
   * Words in title, summary, the items' descriptions or places, or in a name of the country, a region, a category or a type in any
   * of the six languages, as in a web search; or the whole reference of an imported need.
   */
  readonly q?: string;
}

/** What needs are counted by; each is a filter as well. */
export const FACETS = [
  'state',
  'coverage',
  'inDelivery',
  'category',
  'type',
  'area',
  'region',
  'group',
  'priority',
] as const;
export type Facet = (typeof FACETS)[number];

/** A filter as conditions on the needs `n`, with placeholders for `params`. */
export interface Narrowing {
  /** What the actor may see, and all filters that nothing is counted by. */
  readonly always: readonly string[];
  /** The others, where they are given. */
  readonly facets: ReadonlyMap<Exclude<Facet, 'category' | 'type'>, string>;
  /** Conditions on one and the same item `i` of the need. */
  readonly items: ReadonlyMap<'category' | 'type', string>;
  /** That the need has an item that fits them all; empty where any does. */
  readonly hasItem: string;
  /** A query with these conditions begins with `WITH_RATES`. */
  readonly usesRates: boolean;
}

/** @throws InvalidInput when two of its ends contradict each other */
export function narrow(actor: Actor, filter: NeedFilter, params: unknown[]): Narrowing {
  requireFilter(filter);
  const bind = (value: unknown) => `$${params.push(value)}`;
  const visible = needsVisibleTo(actor, 'n', params.length + 1);
  params.push(...visible.params);

  const always = [visible.sql];
  const { id, organization, openFrom, openTo, neededByFrom, neededByTo, reconfirmation, q } = filter;
  if (id !== undefined) always.push(`n.id = ANY(${bind(id)})`);
  if (organization !== undefined) always.push(`n.organization_id = ${bind(organization)}`);
  if (neededByFrom !== undefined) always.push(`n.needed_by >= ${bind(neededByFrom)}::date`);
  if (neededByTo !== undefined) always.push(`n.needed_by <= ${bind(neededByTo)}::date`);
  if (reconfirmation !== undefined) always.push(reconfirmation ? RECONFIRMATION_DUE : `NOT (${RECONFIRMATION_DUE})`);
  if (q !== undefined) {
    always.push(`(n.search @@ words_query(${bind(searchWords(q))}) OR n.external_ref = btrim(${bind(q)}::text))`);
  }
  const isMoney = openFrom !== undefined || openTo !== undefined;
  if (isMoney) {
    const [from, to] = [bind(openFrom ?? null), bind(openTo ?? null)];
    always.push(`${OPEN_USD} <@ numrange(${from}::numeric, ${to}::numeric, '[]')`);
  }

  const facets = new Map<Exclude<Facet, 'category' | 'type'>, string>();
  const { state, coverage, inDelivery, area, region, group, priority, category, type } = filter;
  if (state) facets.set('state', `n.state = ANY(${bind(state)})`);
  if (coverage) facets.set('coverage', `n.coverage = ANY(${bind(coverage)})`);
  if (inDelivery !== undefined) facets.set('inDelivery', inDelivery ? IN_DELIVERY : `NOT ${IN_DELIVERY}`);
  if (area) facets.set('area', `n.area_iso2 = ANY(${bind(area)})`);
  if (region) {
    const within = `ARRAY[a.region_code, a.subregion_code, a.intermediate_region_code] && ${bind(region)}`;
    facets.set('region', isOneOf(`SELECT a.iso2 FROM areas a WHERE a.iso2 IS NOT NULL AND ${within}`));
  }
  if (group) {
    const members = `SELECT m.area_iso2 FROM area_groups_on() m WHERE m.name = ANY(${bind(group)})`;
    facets.set('group', isOneOf(members));
  }
  if (priority) facets.set('priority', `n.priority = ANY(${bind(priority)})`);

  const items = new Map<'category' | 'type', string>();
  // Of one alone the need itself knows whether an item has it.
  let hasItem = '';
  for (const [facet, codes] of [['category', category] as const, ['type', type] as const]) {
    if (!codes) continue;
    const wanted = bind(codes);
    items.set(facet, `i.${facet}_code = ANY(${wanted})`);
    hasItem = `n.${facet}_codes && ${wanted}`;
  }
  if (items.size > 1) {
    hasItem = `EXISTS (SELECT FROM need_items i WHERE i.need_id = n.id AND ${[...items.values()].join(' AND ')})`;
  }
  return { always, facets, items, hasItem, usesRates: isMoney };
}

/** `IS TRUE` keeps the planner from the index of areas: it takes ten areas for granted, and there may be sixty. */
const isOneOf = (areas: string) => `(n.area_iso2 = ANY(ARRAY(${areas}))) IS TRUE`;

/** All of it as one condition on the needs `n`. */
export function conditionOf({ always, facets, hasItem }: Narrowing): string {
  return [...always, ...facets.values(), ...(hasItem ? [hasItem] : [])].join(' AND ');
}

/** So much of the item `i` in US dollars, in a query that begins with `WITH_RATES`; units at their indicative cost; null where there is no rate or no cost. */
export const inUsd = (quantity: string) =>
  `(${quantity})::numeric * coalesce(i.unit_cost_minor, CASE WHEN i.currency IS NOT NULL THEN 1 END)
   / ((SELECT per_usd FROM rates) -> coalesce(i.currency, i.unit_cost_currency)::text)::numeric`;

/** The item `i` says its money in a currency that has no rate: how much it is, nobody knows. Units without a cost are no money. */
export const HAS_NO_RATE = `(i.currency IS NOT NULL OR i.unit_cost_minor IS NOT NULL)
  AND (SELECT per_usd FROM rates) -> coalesce(i.currency, i.unit_cost_currency)::text IS NULL`;

/** So much of the item `i` of the need `n` can still be given: nothing, unless the need looks for help now. */
export const OPEN = `CASE WHEN n.state = 'published' THEN i.open ELSE 0 END`;

/** The need `n` still stands, and what it asks for is on its way or has begun to arrive. Beside its coverage: it may look for the rest. */
export const IN_DELIVERY = `(n.state = 'published' AND n.delivery_begun)`;

/** The money of the need `n` that can still be given, in whole US dollars at the latest rates; null where some of it has no rate. */
export const OPEN_USD = `
  (SELECT CASE WHEN n.state <> 'published' THEN 0
               WHEN bool_or(i.open > 0 AND ${HAS_NO_RATE}) THEN NULL
               ELSE coalesce(round(sum(${inUsd('i.open')})), 0) END
     FROM need_items i WHERE i.need_id = n.id)`;

/**
 * The published need `n` was last said to stand before the present reporting cycle began: a request older than one cycle asks
 * to be confirmed. False while the calendar knows no meeting that is over.
 */
export const RECONFIRMATION_DUE = `(n.state = 'published' AND coalesce(
  coalesce(n.confirmed_on, (n.published_at AT TIME ZONE 'UTC')::date) < (SELECT reporting_cycle_start()), false))`;

/** `at` is where the filter stands in the input. @throws InvalidInput when two of its ends contradict each other */
export function requireFilter({ openFrom, openTo, neededByFrom, neededByTo }: NeedFilter, at = ''): void {
  const wrong: ProblemItem[] = [];
  if (openFrom !== undefined && openTo !== undefined && openFrom > openTo) {
    wrong.push({ path: `${at}openTo`, detail: `Write ${openFrom} or more.` });
  }
  if (neededByFrom !== undefined && neededByTo !== undefined && neededByFrom > neededByTo) {
    wrong.push({ path: `${at}neededByTo`, detail: `Choose a day from ${neededByFrom} on.` });
  }
  if (wrong.length > 0) throw new InvalidInput(wrong);
}
