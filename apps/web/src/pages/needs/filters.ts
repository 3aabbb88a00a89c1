/** The needs list as its address says it: `?category=MARK&category=TRACE&area=HT&state=published&sort=needed-by`. */
export interface NeedFilters {
  readonly category?: readonly string[];
  readonly area?: string;
  readonly region?: string;
  readonly group?: Group;
  readonly state?: NeedStateFilter;
  readonly q?: string;
  readonly sort?: Sort;
  /** How many rows are open, so that a pasted link shows the same list. */
  readonly shown?: number;
}

export const GROUPS = ['ldc', 'lldc', 'sids'] as const;
export const NEED_STATES = ['draft', 'submitted', 'published', 'fulfilled', 'withdrawn', 'expired'] as const;
export const SORTS = ['newest', 'needed-by', 'largest-gap'] as const;
type Group = (typeof GROUPS)[number];
type NeedStateFilter = (typeof NEED_STATES)[number];
type Sort = (typeof SORTS)[number];

export const PAGE_SIZE = 25;
export const SHOWN_MAX = 500;

/** Reads an address; what it does not know it leaves out, so that a mistyped link still shows a list. */
export function readFilters(search: Readonly<Record<string, unknown>>): NeedFilters {
  const categories = listOf(search.category).filter((code) => /^[A-Z]{2,12}$/.test(code));
  const shown = Number(oneOf(search.shown));
  return drop({
    category: categories.length > 0 ? [...new Set(categories)].sort() : undefined,
    area: matching(oneOf(search.area), /^[A-Z]{2}$/),
    region: matching(oneOf(search.region), /^\d{3}$/),
    group: known(oneOf(search.group), GROUPS),
    state: known(oneOf(search.state), NEED_STATES),
    q: oneOf(search.q)?.trim().slice(0, 200) || undefined,
    sort: known(oneOf(search.sort), SORTS),
    shown: Number.isInteger(shown) && shown > PAGE_SIZE ? Math.min(shown, SHOWN_MAX) : undefined,
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
export function activeFilters(filters: NeedFilters): { name: keyof NeedFilters; value: string }[] {
  const { category = [], area, region, group, state, q } = filters;
  const single = Object.entries({ area, region, group, state, q }).flatMap(([name, value]) =>
    value === undefined ? [] : [{ name: name as keyof NeedFilters, value }],
  );
  return [...category.map((value) => ({ name: 'category' as const, value })), ...single];
}

/** The filters without one of them; the list starts at its beginning again. */
export function without(filters: NeedFilters, name: keyof NeedFilters, value: string): NeedFilters {
  const rest = { ...filters, shown: undefined };
  if (name !== 'category') return drop({ ...rest, [name]: undefined });
  const category = filters.category?.filter((code) => code !== value) ?? [];
  return drop({ ...rest, category: category.length > 0 ? category : undefined });
}

function listOf(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).flatMap((one) => (one === undefined ? [] : [String(one)]));
}

function oneOf(value: unknown): string | undefined {
  return listOf(value)[0];
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
