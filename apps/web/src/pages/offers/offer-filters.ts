import type { OfferFilter } from '../../api/offers.js';
import type { OfferState, Role } from '../../api/types.js';

/** The list of offers as its address says it: `?state=published&kind=cash&category=MARK&category=TRACE&own=true`. */
export interface OfferFilters extends Omit<
  OfferFilter,
  'own' | 'state' | 'earmarkLevel' | 'availableFrom' | 'availableTo'
> {
  readonly state?: OfferState;
  readonly earmarkLevel?: readonly string[];
  /** Whole US dollars. */
  readonly availableFrom?: string;
  readonly availableTo?: string;
  /** `true` for offers of the reader's own organization. */
  readonly own?: 'true';
}

const OFFER_STATES: readonly OfferState[] = ['draft', 'published', 'exhausted', 'agreed', 'withdrawn', 'expired'];
export const OFFER_KINDS = ['cash', 'in-kind'] as const;
export const EARMARK_LEVELS = ['1', '2', '3', '4'] as const;
export const OFFER_SORTS = ['newest', 'ending'] as const;

/** The states that a reader can meet: nobody but its donor and auditors know of a draft. */
export function offerStatesFor(role: Role | null): readonly OfferState[] {
  return role === 'donor' || role === 'auditor' ? OFFER_STATES : OFFER_STATES.filter((state) => state !== 'draft');
}

/** Reads an address; what it does not know it leaves out, so that a mistyped link still shows a list. */
export function readOfferFilters(search: Readonly<Record<string, unknown>>): OfferFilters {
  const texts = (name: string) =>
    [search[name]].flat().flatMap((value) => (value === undefined || value === '' ? [] : [String(value)]));
  const text = (name: string) => texts(name)[0];
  const codes = (name: string, pattern: RegExp) => {
    const values = [...new Set(texts(name).filter((value) => pattern.test(value)))].sort();
    return values.length > 0 ? values : undefined;
  };
  const code = (name: string, pattern: RegExp) =>
    [text(name)].find((value) => value !== undefined && pattern.test(value));
  const [availableFrom, availableTo] = ['availableFrom', 'availableTo'].map((name) => code(name, /^\d{1,12}$/));
  const isCrossed = Number(availableFrom) > Number(availableTo);
  const filters: OfferFilters = {
    state: OFFER_STATES.find((one) => one === text('state')),
    kind: OFFER_KINDS.find((one) => one === text('kind')),
    category: codes('category', /^[A-Z]{2,12}$/),
    type: codes('type', /^[a-z]+(-[a-z]+)*$/),
    earmarkLevel: codes('earmarkLevel', /^[1-4]$/),
    availableFrom,
    // One end of two that cross is better than an empty list.
    availableTo: isCrossed ? undefined : availableTo,
    area: code('area', /^[A-Z]{2}$/),
    region: code('region', /^\d{3}$/),
    organization: code('organization', /^org_[0-9a-z]{26}$/),
    own: text('own') === 'true' ? 'true' : undefined,
    q: text('q')?.trim().slice(0, 200) || undefined,
    sort: OFFER_SORTS.find((one) => one === text('sort')),
  };
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined));
}

/** What the api is asked for; offers of their own are asked for by a donor only. */
export function askedOf(
  { own, state, earmarkLevel, availableFrom, availableTo, ...filters }: OfferFilters,
  role: Role | null,
): OfferFilter {
  const usd = (text: string | undefined) => (text === undefined ? undefined : Number(text));
  return {
    ...filters,
    state: state && [state],
    earmarkLevel: earmarkLevel?.map(Number),
    availableFrom: usd(availableFrom),
    availableTo: usd(availableTo),
    own: (own === 'true' && role === 'donor') || undefined,
  };
}
