import type { StatedKind } from '#libs/identity';
import type { BrokenRule, CalendarDate, ProblemItem } from '#libs/kernel';
import type { OfferVisibility } from './offer.states.js';

export const OFFER_KINDS = ['cash', 'in-kind'] as const;
export type OfferKind = (typeof OFFER_KINDS)[number];

/** Groups of countries that an offer can be for: least developed, landlocked developing, small island developing. */
export const AREA_GROUPS = ['ldc', 'lldc', 'sids'] as const;
export type AreaGroup = (typeof AREA_GROUPS)[number];

/** Who cooperates with whom, as in the 2012 outcome, PoA D.24. Said by the donor; it restricts nothing. */
export const COOPERATION_MODES = ['north-south', 'south-south', 'triangular'] as const;
export type CooperationMode = (typeof COOPERATION_MODES)[number];

/** All of an item, in basis points. */
export const WHOLE_BP = 10_000;

/** What an offer counts: money of one currency (ISO 4217), or units of one kind. Exactly one of the two is there. */
export interface Measure {
  readonly currency?: string;
  readonly unit?: string;
}

/** To whom and for what an offer may be given. Empty lists restrict nothing. */
interface Earmark {
  /** 1 (not earmarked) to 4 (tightly earmarked), as in IATI aid-type vocabulary 2. */
  readonly earmarkLevel: number;
  /** ISO 3166-1 alpha-2. Areas and regions name places: one of them is enough. */
  readonly earmarkAreas: readonly string[];
  /** M49 codes of regions and subregions. */
  readonly earmarkRegions: readonly string[];
  readonly earmarkGroups: readonly AreaGroup[];
  /** Only what this organization carries out, `org_…`. With `implementerKinds`: one of all of them is enough. */
  readonly implementerId: string | null;
  /** Only what an organization of one of these kinds carries out. */
  readonly implementerKinds: readonly StatedKind[];
}

/** An offer as its organization writes it. Quantities are minor units of the currency, or whole units. */
export interface OfferContent extends Earmark {
  readonly title: string;
  readonly description: string;
  readonly kind: OfferKind;
  /** Empty: any. */
  readonly categoryCodes: readonly string[];
  /** Empty: any. */
  readonly typeCodes: readonly string[];
  readonly measure: Measure;
  readonly capacity: bigint;
  /** ISO 3166-1 alpha-2. */
  readonly excludedAreas: readonly string[];
  readonly excludedCategories: readonly string[];
  readonly excludedTypes: readonly string[];
  /** Less than this is not given at once. */
  readonly minimumLot: bigint | null;
  /** More than this is not given to one country or area in all. */
  readonly maximumPerRecipient: bigint | null;
  /** More than this share of one item is not given, in basis points from 1 to {@link WHOLE_BP}: others give the rest. */
  readonly maximumShareBp: number | null;
  /** Days on which it stands, so that it can be committed; it is suggested and reviewed before, too. */
  readonly validFrom: CalendarDate;
  readonly validUntil: CalendarDate | null;
  /** Days on which what is committed may be used; where nothing is said, those on which it stands. */
  readonly usableFrom: CalendarDate | null;
  readonly usableUntil: CalendarDate | null;
  readonly visibility: OfferVisibility;
  readonly conditions: string;
  /** Whom to write or call about it, in words; for people who are signed in. */
  readonly contact: string;
  readonly cooperationMode: CooperationMode | null;
  readonly tags: readonly string[];
}

/** An offer that says nothing of what is seldom said, and what no file has a column for. */
export const UNSTATED = {
  implementerId: null,
  implementerKinds: [],
  excludedCategories: [],
  excludedTypes: [],
  maximumShareBp: null,
  usableFrom: null,
  usableUntil: null,
  contact: '',
  cooperationMode: null,
  tags: [],
} as const satisfies Partial<OfferContent>;

/** What contradicts itself in an offer. */
export function checkContent(content: OfferContent): BrokenRule[] {
  return [
    ...checkMeasure(content),
    ...checkKind(content),
    ...checkQuantities(content),
    ...checkEarmark(content),
    ...checkExclusions(content),
    ...checkDates(content),
  ];
}

function checkMeasure({ kind, measure }: OfferContent): BrokenRule[] {
  if ((measure.currency === undefined) === (measure.unit === undefined)) {
    return [{ path: 'measure', detail: 'Choose either a currency or a unit.' }];
  }
  if ((kind === 'cash') === (measure.currency !== undefined)) return [];
  return [
    {
      path: 'measure',
      detail: kind === 'cash' ? 'Choose a currency: this is cash.' : 'Choose a unit: this is in kind.',
      reads: ['kind'],
    },
  ];
}

/** "In kind" alone says nothing: a State cannot tell machines from lawyers. */
function checkKind({ kind, typeCodes }: OfferContent): BrokenRule[] {
  if (kind === 'cash' || typeCodes.length > 0) return [];
  return [{ path: 'typeCodes', detail: 'Choose at least one: this is in kind.', reads: ['kind'] }];
}

function checkQuantities({ capacity, minimumLot, maximumPerRecipient, maximumShareBp }: OfferContent): BrokenRule[] {
  const wrong: BrokenRule[] = [];
  if (capacity < 1n) wrong.push({ path: 'capacity', detail: 'Write an amount above 0.' });
  if (minimumLot !== null && (minimumLot < 1n || minimumLot > capacity)) {
    const detail = 'Write an amount above 0, and not more than there is.';
    wrong.push({ path: 'minimumLot', detail, reads: ['capacity'] });
  }
  if (maximumPerRecipient !== null && (maximumPerRecipient < 1n || maximumPerRecipient < (minimumLot ?? 0n))) {
    const detail = 'Write an amount above 0, and no less than what is given at once.';
    wrong.push({ path: 'maximumPerRecipient', detail, reads: ['minimumLot'] });
  }
  if (maximumShareBp !== null && (maximumShareBp < 1 || maximumShareBp > WHOLE_BP)) {
    wrong.push({ path: 'maximumShareBp', detail: `Write from 1 to ${WHOLE_BP} basis points.` });
  }
  return wrong;
}

/** The level says how tightly an offer is bound; what it names says so too, and they must not contradict each other. */
function checkEarmark(content: OfferContent): BrokenRule[] {
  const { least, most } = levelsOf(content);
  if (content.earmarkLevel >= least && content.earmarkLevel <= most) return [];
  const named = {
    1: 'nothing is named that it is bound to',
    2: 'it names a region, a group, a kind of body, a category or a type, but no country and no one body',
    3: 'it names a country or one body',
  }[least];
  const levels = least === most ? `${least}` : `${least} or ${most}`;
  const detail = `Choose ${levels}: ${named}.`;
  return [{ path: 'earmarkLevel', detail, reads: READ_BY_LEVEL }];
}

/** Nothing is both asked for and excluded. */
function checkExclusions(content: OfferContent): BrokenRule[] {
  const lists = [
    { path: 'excludedAreas', named: content.earmarkAreas, excluded: content.excludedAreas },
    { path: 'excludedCategories', named: content.categoryCodes, excluded: content.excludedCategories },
    { path: 'excludedTypes', named: content.typeCodes, excluded: content.excludedTypes },
  ];
  return lists.flatMap(({ path, named, excluded }) => {
    const both = named.filter((code) => excluded.includes(code));
    return both.length === 0 ? [] : [{ path, detail: `Take ${both.join(', ')} out: the offer is for that as well.` }];
  });
}

function checkDates({ validFrom, validUntil, usableFrom, usableUntil }: OfferContent): BrokenRule[] {
  const wrong: BrokenRule[] = [];
  if (validUntil !== null && validUntil < validFrom) {
    const detail = `Choose a day from ${validFrom} on, the first on which it stands.`;
    wrong.push({ path: 'validUntil', detail, reads: ['validFrom'] });
  }
  const window = useWindowOf({ validFrom, validUntil, usableFrom, usableUntil });
  if (window.until !== null && window.until < window.from && (usableFrom !== null || usableUntil !== null)) {
    const detail = `Choose a day from ${window.from} on, the first day of use.`;
    wrong.push({ path: 'usableUntil', detail, reads: ['validFrom', 'validUntil', 'usableFrom'] });
  }
  return wrong;
}

/** The days on which what is committed may be used; without an end, `until` is null. */
export function useWindowOf(offer: Pick<OfferContent, 'validFrom' | 'validUntil' | 'usableFrom' | 'usableUntil'>): {
  readonly from: CalendarDate;
  readonly until: CalendarDate | null;
} {
  return { from: offer.usableFrom ?? offer.validFrom, until: offer.usableUntil ?? offer.validUntil };
}

const READ_BY_LEVEL = [
  ...[
    'categoryCodes',
    'typeCodes',
    'earmarkAreas',
    'earmarkRegions',
    'earmarkGroups',
    'implementerId',
    'implementerKinds',
  ],
  ...['excludedAreas', 'excludedCategories', 'excludedTypes'],
];

type Named = Omit<Earmark, 'earmarkLevel'> &
  Pick<OfferContent, 'categoryCodes' | 'typeCodes' | 'excludedAreas' | 'excludedCategories' | 'excludedTypes'>;

/**
 * The levels that go with what an offer names: nothing 1; only a region, a group, a kind of body, a category, a type or something that
 * is left out 2; a country or one body 3, and also 4 where a category or a type is named with it. The database holds the same.
 */
export function levelsOf(named: Named): { readonly least: 1 | 2 | 3; readonly most: 1 | 2 | 3 | 4 } {
  const some = (...lists: (readonly string[])[]) => lists.some(({ length }) => length > 0);
  const isForSomething = some(named.categoryCodes, named.typeCodes);
  if (some(named.earmarkAreas) || named.implementerId !== null) return { least: 3, most: isForSomething ? 4 : 3 };
  const { earmarkRegions, earmarkGroups, implementerKinds, excludedAreas, excludedCategories, excludedTypes } = named;
  const isBound =
    isForSomething ||
    some(earmarkRegions, earmarkGroups, implementerKinds, excludedAreas, excludedCategories, excludedTypes);
  return isBound ? { least: 2, most: 2 } : { least: 1, most: 1 };
}

/** The level of an offer that does not say one, or said `before` when it named other things. */
export function levelOf(named: Named, before = 1): number {
  const { least, most } = levelsOf(named);
  return Math.min(Math.max(before, least), most);
}

/** What can still be committed; never negative. */
export function leftOf({ capacity, committed }: { readonly capacity: bigint; readonly committed: bigint }): bigint {
  return capacity > committed ? capacity - committed : 0n;
}

/** What is wrong with a smaller capacity than an offer has now. */
export function checkReduced(offer: { readonly capacity: bigint }, capacity: bigint): ProblemItem[] {
  if (capacity < 1n) return [{ path: 'capacity', detail: 'Write an amount above 0, or withdraw the offer instead.' }];
  return capacity < offer.capacity ? [] : [{ path: 'capacity', detail: 'Write less than the offer has now.' }];
}

/** What is wrong with the last day that is written for an offer, where it is another one: on the table it is not dated back. */
export function checkLastDay(
  offer: { readonly state: string; readonly validUntil: CalendarDate | null },
  { validUntil }: { readonly validUntil: CalendarDate | null },
  today: CalendarDate,
): BrokenRule[] {
  if (offer.state !== 'published' || validUntil === offer.validUntil) return [];
  if (validUntil === null || validUntil >= today) return [];
  const detail = `Choose today, ${today}, or a later day. To end the offer before that, withdraw it.`;
  return [{ path: 'validUntil', detail }];
}
