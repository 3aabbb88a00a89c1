import type { CalendarDate, ProblemItem } from '#libs/kernel';
import type { OfferVisibility } from './offer.states.js';

export const OFFER_KINDS = ['cash', 'in-kind'] as const;
export type OfferKind = (typeof OFFER_KINDS)[number];

/** Groups of countries that an offer can be for: least developed, landlocked developing, small island developing. */
export const AREA_GROUPS = ['ldc', 'lldc', 'sids'] as const;
export type AreaGroup = (typeof AREA_GROUPS)[number];

/** What an offer counts: money of one currency (ISO 4217), or units of one kind. Exactly one of the two is there. */
export interface Measure {
  readonly currency?: string;
  readonly unit?: string;
}

/** To whom and for what an offer may be given. Empty lists restrict nothing. */
export interface Earmark {
  /** 1 (not earmarked) to 4 (tightly earmarked), as in IATI aid-type vocabulary 2. */
  readonly earmarkLevel: number;
  /** ISO 3166-1 alpha-2. Areas and regions name places: one of them is enough. */
  readonly earmarkAreas: readonly string[];
  /** M49 codes of regions and subregions. */
  readonly earmarkRegions: readonly string[];
  readonly earmarkGroups: readonly AreaGroup[];
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
  /** Less than this is not given at once. */
  readonly minimumLot: bigint | null;
  /** More than this is not given to one country or area in all. */
  readonly maximumPerRecipient: bigint | null;
  readonly validFrom: CalendarDate;
  readonly validUntil: CalendarDate | null;
  readonly visibility: OfferVisibility;
  readonly conditions: string;
}

/** What contradicts itself in an offer. */
export function checkContent(content: OfferContent): ProblemItem[] {
  return [...checkMeasure(content), ...checkQuantities(content), ...checkEarmark(content), ...checkDates(content)];
}

function checkMeasure({ kind, measure }: OfferContent): ProblemItem[] {
  if ((measure.currency === undefined) === (measure.unit === undefined)) {
    return [{ path: 'measure', detail: 'must name either a currency or a unit' }];
  }
  if ((kind === 'cash') === (measure.currency !== undefined)) return [];
  return [
    {
      path: 'measure',
      detail: kind === 'cash' ? 'must be a currency: this is cash' : 'must be a unit: this is in kind',
    },
  ];
}

function checkQuantities({ capacity, minimumLot, maximumPerRecipient }: OfferContent): ProblemItem[] {
  const wrong: ProblemItem[] = [];
  if (capacity < 1n) wrong.push({ path: 'capacity', detail: 'must be more than 0' });
  if (minimumLot !== null && (minimumLot < 1n || minimumLot > capacity)) {
    wrong.push({ path: 'minimumLot', detail: 'must be from 1 to the capacity' });
  }
  if (maximumPerRecipient !== null && (maximumPerRecipient < 1n || maximumPerRecipient < (minimumLot ?? 0n))) {
    wrong.push({ path: 'maximumPerRecipient', detail: 'must be at least 1, and at least the minimum lot' });
  }
  return wrong;
}

function checkEarmark(content: OfferContent): ProblemItem[] {
  const { earmarkLevel, earmarkAreas, excludedAreas } = content;
  const wrong: ProblemItem[] = [];
  if (earmarkLevel === 1 && levelOf(content) > 1) {
    wrong.push({ path: 'earmarkLevel', detail: 'is 1, not earmarked, but places or groups are named' });
  }
  const both = earmarkAreas.filter((area) => excludedAreas.includes(area));
  if (both.length > 0)
    wrong.push({ path: 'excludedAreas', detail: `name ${both.join(', ')}, which the earmark names too` });
  return wrong;
}

function checkDates({ validFrom, validUntil }: OfferContent): ProblemItem[] {
  if (validUntil === null || validUntil >= validFrom) return [];
  return [{ path: 'validUntil', detail: `must not be before validFrom, ${validFrom}` }];
}

/** The level that follows from what an offer names: countries 3, only regions or groups 2, nothing 1. */
export function levelOf({ earmarkAreas, earmarkRegions, earmarkGroups }: Omit<Earmark, 'earmarkLevel'>): 1 | 2 | 3 {
  if (earmarkAreas.length > 0) return 3;
  return earmarkRegions.length > 0 || earmarkGroups.length > 0 ? 2 : 1;
}

/** What can still be committed; never negative. */
export function leftOf({ capacity, committed }: { readonly capacity: bigint; readonly committed: bigint }): bigint {
  return capacity > committed ? capacity - committed : 0n;
}
