import type { OfferFilter } from '../../api/offers.js';
import type { OfferState } from '../../api/types.js';

/** The list of offers as its address says it: `?state=published&kind=cash&category=MARK&own=true`. */
export interface OfferFilters extends Omit<OfferFilter, 'own'> {
  /** `true` for offers of the reader's own organization. */
  readonly own?: 'true';
}

export const OFFER_STATES: readonly OfferState[] = [
  'draft',
  'published',
  'exhausted',
  'agreed',
  'withdrawn',
  'expired',
];
export const OFFER_KINDS = ['cash', 'in-kind'] as const;
export const OFFER_SORTS = ['newest', 'ending'] as const;

/** Reads an address; what it does not know it leaves out, so that a mistyped link still shows a list. */
export function readOfferFilters(search: Readonly<Record<string, unknown>>): OfferFilters {
  const text = (name: string) => {
    const [value] = [search[name]].flat();
    return value === undefined || value === '' ? undefined : String(value);
  };
  const code = (name: string, pattern: RegExp) => {
    const value = text(name);
    return value !== undefined && pattern.test(value) ? value : undefined;
  };
  const filters: OfferFilters = {
    state: OFFER_STATES.find((one) => one === text('state')),
    kind: OFFER_KINDS.find((one) => one === text('kind')),
    category: code('category', /^[A-Z]{2,12}$/),
    area: code('area', /^[A-Z]{2}$/),
    own: text('own') === 'true' ? 'true' : undefined,
    q: text('q')?.trim().slice(0, 200) || undefined,
    sort: OFFER_SORTS.find((one) => one === text('sort')),
  };
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined));
}
