import { readCompared } from '../shortlist/compared.js';

/** The needs list as its address says it: `?category=MARK&category=TRACE&area=HT&state=published&sort=needed-by`. */
export interface NeedFilters {
  /** Which needs it is about, where it is not what the reader sees first. */
  readonly view?: View;
  readonly category?: readonly string[];
  readonly type?: readonly string[];
  readonly coverage?: readonly Coverage[];
  /** It still stands, and something of it came already. */
  readonly inDelivery?: 'true' | 'false';
  readonly group?: readonly Group[];
  readonly area?: string;
  readonly region?: string;
  readonly state?: NeedStateFilter;
  readonly priority?: string;
  /** Id of the organization that asks. */
  readonly organization?: string;
  /** Whole US dollars. */
  readonly openFrom?: string;
  readonly openTo?: string;
  readonly neededByFrom?: string;
  readonly neededByTo?: string;
  /** To be confirmed again in this reporting cycle. */
  readonly reconfirmation?: 'true' | 'false';
  readonly q?: string;
  readonly sort?: Sort;
  /** How many rows are open, so that a pasted link shows the same list. */
  readonly shown?: number;
  /** Ids of needs that are chosen to be put side by side: they stay while the list changes. */
  readonly compare?: readonly string[];
}

const VIEWS = ['looking', 'ours', 'to-review', 'all'] as const;
export type View = (typeof VIEWS)[number];
export const COVERAGES = ['open', 'partly', 'full'] as const;
export const GROUPS = ['ldc', 'lldc', 'sids'] as const;
export const NEED_STATES = [
  'draft',
  'submitted',
  'under-review',
  'returned',
  'validated',
  'published',
  'fulfilled',
  'closed-partly',
  'withdrawn',
  'expired',
  'rejected',
  'merged',
] as const;
export const PRIORITIES = ['5', '4', '3', '2', '1'] as const;
export const YES_OR_NO = ['true', 'false'] as const;
export const SORTS = ['newest', 'needed-by', 'largest-gap', 'best-match'] as const;
type Coverage = (typeof COVERAGES)[number];
type Group = (typeof GROUPS)[number];
export type NeedStateFilter = (typeof NEED_STATES)[number];
type Sort = (typeof SORTS)[number];

/** Filters of which any one value must hold, in the order in which they are shown; the others have one value. */
const LISTS = ['category', 'type', 'coverage', 'group'] as const;
type ListFilter = (typeof LISTS)[number];
const SINGLES = [
  ...([
    'area',
    'region',
    'state',
    'priority',
    'organization',
    'openFrom',
    'openTo',
    'neededByFrom',
    'neededByTo',
    'inDelivery',
    'reconfirmation',
  ] as const),
  'q',
] as const;
export type FilterName = ListFilter | (typeof SINGLES)[number];

export const PAGE_SIZE = 25;
export const SHOWN_MAX = 500;

/** Reads an address; what it does not know it leaves out, so that a mistyped link still shows a list. */
export function readFilters(search: Readonly<Record<string, unknown>>): NeedFilters {
  const one = (name: string) => listOf(search[name])[0];
  const several = <T extends string>(name: string, isKnown: (value: string) => boolean) => {
    const values = [...new Set(listOf(search[name]).filter(isKnown))].sort() as T[];
    return values.length > 0 ? values : undefined;
  };
  const ends = <T extends string>(from: T | undefined, to: T | undefined, place: (end: T) => number) =>
    from !== undefined && to !== undefined && place(from) > place(to) ? [from, undefined] : [from, to];
  const usd = (name: string) => matching(one(name), /^\d{1,12}$/);
  const [openFrom, openTo] = ends(usd('openFrom'), usd('openTo'), Number);
  const [neededByFrom, neededByTo] = ends(day(one('neededByFrom')), day(one('neededByTo')), Date.parse);
  const shown = Number(one('shown'));
  const q = one('q')?.trim().slice(0, 200) || undefined;
  const sort = known(one('sort'), SORTS);
  return drop({
    view: known(one('view'), VIEWS),
    category: several('category', (code) => /^[A-Z]{2,12}$/.test(code)),
    type: several('type', (code) => /^[a-z]+(-[a-z]+)*$/.test(code)),
    coverage: several('coverage', isOneOf(COVERAGES)),
    group: several('group', isOneOf(GROUPS)),
    area: matching(one('area'), /^[A-Z]{2}$/),
    region: matching(one('region'), /^\d{3}$/),
    state: known(one('state'), NEED_STATES),
    priority: known(one('priority'), PRIORITIES),
    organization: matching(one('organization'), /^org_[0-9a-z]{26}$/),
    openFrom,
    openTo,
    neededByFrom,
    neededByTo,
    inDelivery: known(one('inDelivery'), YES_OR_NO),
    reconfirmation: known(one('reconfirmation'), YES_OR_NO),
    q,
    // Without words there is nothing to match.
    sort: sort === 'best-match' && q === undefined ? undefined : sort,
    shown: Number.isInteger(shown) && shown > PAGE_SIZE ? Math.min(shown, SHOWN_MAX) : undefined,
    compare: readCompared(search.compare),
  });
}

/** Reads the filter form. */
export function filtersOf(form: FormData): NeedFilters {
  const fields: Record<string, unknown> = {};
  for (const name of new Set(form.keys())) fields[name] = form.getAll(name);
  const filters = readFilters(fields);
  return drop({ ...filters, sort: filters.sort === 'newest' ? undefined : filters.sort });
}

/** Filters that narrow the list, each as it stands in the address. */
export function activeFilters(filters: NeedFilters): { name: FilterName; value: string }[] {
  const lists = LISTS.flatMap((name) => (filters[name] ?? []).map((value) => ({ name, value })));
  const singles = SINGLES.flatMap((name) => ({ name, value: filters[name] ?? '' })).filter(({ value }) => value !== '');
  return [...lists, ...singles];
}

/** The filters without one of them; the list starts at its beginning again. */
export function without(filters: NeedFilters, name: FilterName, value: string): NeedFilters {
  const left = isOneOf(LISTS)(name) ? (filters[name as ListFilter] ?? []).filter((other) => other !== value) : [];
  return readFilters({ ...filters, shown: undefined, [name]: left.length > 0 ? left : undefined });
}

/** Nothing narrows the view any more. */
export function cleared({ view, sort, compare }: NeedFilters): NeedFilters {
  return readFilters({ view, sort: sort === 'best-match' ? undefined : sort, compare });
}

function listOf(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).flatMap((one) => (one === undefined ? [] : [String(one)]));
}

const isOneOf =
  (values: readonly string[]) =>
  (value: string): boolean =>
    values.includes(value);

/** A day that there is, as YYYY-MM-DD. */
function day(value: string | undefined): string | undefined {
  const time = Date.parse(`${value}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(`${value}T`) ? value : undefined;
}

function matching(value: string | undefined, pattern: RegExp): string | undefined {
  return value !== undefined && pattern.test(value) ? value : undefined;
}

function known<T extends string>(value: string | undefined, values: readonly T[]): T | undefined {
  return values.find((one) => one === value);
}

/** Left-out keys instead of `undefined`, so that they do not show in the address. */
function drop(filters: NeedFilters): NeedFilters {
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined));
}
