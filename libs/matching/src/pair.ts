import type { CalendarDate } from '#libs/kernel';
import { WHOLE_BP } from '#libs/offers';

/** What an item asks for or an offer gives: money of one currency (ISO 4217), or units of one kind (`units.code`). */
export type Measure = { readonly currency: string } | { readonly unit: string };

export type AreaGroup = 'ldc' | 'lldc' | 'sids';

/** What the rules may know of a need's item. Quantities are minor units of the currency, or whole units. */
export interface ItemFacts {
  readonly needId: string;
  /** The number of its last published revision. */
  readonly needRevision: number;
  readonly itemId: string;
  readonly organizationId: string;
  readonly needState: string;
  readonly visibility: string;
  /** 1 (lowest) to 5 (highest); null: the requesting side did not say. */
  readonly priority: number | null;
  readonly neededBy: CalendarDate | null;
  readonly validUntil: CalendarDate | null;
  /** ISO 3166-1 alpha-2 of the receiving State or area. */
  readonly area: string;
  /** UN M49 codes of the regions that the area lies in. */
  readonly regions: readonly string[];
  readonly groups: readonly AreaGroup[];
  readonly category: string;
  /** The category is a stand-in (`OTHER`) that waits for a coordinator. */
  readonly categoryNeverMatches: boolean;
  readonly type: string;
  /** Who carries the item out: the organization that it names, else who asks. */
  readonly implementer: { readonly id: string; readonly name: string; readonly kind: string };
  readonly measure: Measure;
  readonly requested: bigint;
  readonly committed: bigint;
  /** No longer asked for. */
  readonly waived: bigint;
  /** The smallest quantity that is of use at all. */
  readonly minimum: bigint | null;
}

/** What the rules may know of an offer. Empty lists restrict nothing. */
export interface OfferFacts {
  readonly offerId: string;
  readonly organizationId: string;
  readonly offerState: string;
  /** Everybody may read its terms. */
  readonly isPublic: boolean;
  /** Its donor is a State, or an organization that States founded. */
  readonly isOfStates: boolean;
  readonly categories: readonly string[];
  readonly types: readonly string[];
  readonly measure: Measure;
  readonly capacity: bigint;
  readonly committed: bigint;
  /** 1 (not earmarked) to 4 (tightly earmarked), as in IATI aid-type vocabulary 2. */
  readonly earmarkLevel: number;
  readonly earmarkAreas: readonly string[];
  readonly earmarkRegions: readonly string[];
  readonly earmarkGroups: readonly string[];
  readonly excludedAreas: readonly string[];
  readonly excludedCategories: readonly string[];
  readonly excludedTypes: readonly string[];
  /** Only what this organization carries out; with the kinds, one of all of them is enough. */
  readonly implementer: { readonly id: string; readonly name: string } | null;
  readonly implementerKinds: readonly string[];
  readonly minimumLot: bigint | null;
  readonly maximumPerRecipient: bigint | null;
  /** The most of one item that it gives, in basis points. */
  readonly maximumShareBp: number | null;
  /** Already committed by this offer, per receiving area. */
  readonly givenTo: ReadonlyMap<string, bigint>;
  readonly validFrom: CalendarDate;
  /** The only item that it is for, where it is a pledge. */
  readonly pledgedTo: string | null;
  readonly validUntil: CalendarDate | null;
  readonly usableFrom: CalendarDate | null;
  readonly usableUntil: CalendarDate | null;
}

/** An item and an offer, looked at on one day. */
export interface Pair {
  readonly item: ItemFacts;
  readonly offer: OfferFacts;
  readonly today: CalendarDate;
  /** What people want to give; without it, the most that the offer can give. */
  readonly amount?: bigint;
}

export function openOf(item: ItemFacts): bigint {
  const taken = item.committed + item.waived;
  return item.requested > taken ? item.requested - taken : 0n;
}

export function leftOf(offer: OfferFacts): bigint {
  return offer.capacity > offer.committed ? offer.capacity - offer.committed : 0n;
}

/** What the offer may still give to the item's State under its per-recipient maximum; null when there is none. */
export function roomForRecipient({ item, offer }: Pair): bigint | null {
  if (offer.maximumPerRecipient === null) return null;
  const given = offer.givenTo.get(item.area) ?? 0n;
  return offer.maximumPerRecipient > given ? offer.maximumPerRecipient - given : 0n;
}

/** The most of the item that the offer gives under its share, rounded down; null when it may give all of it. */
export function shareOf({ item, offer }: Pair): bigint | null {
  if (offer.maximumShareBp === null) return null;
  return (item.requested * BigInt(offer.maximumShareBp)) / BigInt(WHOLE_BP);
}

/** What the rules and the score are asked about. */
export function amountOf(pair: Pair): bigint {
  return pair.amount ?? mostOf(pair);
}

/** What limits what the offer can give to the item, by the rule that asks for more than 0 of it. */
export function limitsOf(pair: Pair) {
  const limits = [
    { rule: 'open-quantity', most: openOf(pair.item) },
    { rule: 'offer-left', most: leftOf(pair.offer) },
    { rule: 'recipient-maximum', most: roomForRecipient(pair) },
    { rule: 'co-funding-share', most: shareOf(pair) },
  ] as const;
  return limits.flatMap(({ rule, most }) => (most === null ? [] : [{ rule, most }]));
}

/** The most that the offer can give to the item: the least of its limits. */
export function mostOf(pair: Pair): bigint {
  if (!sameMeasure(pair.item.measure, pair.offer.measure)) return 0n;
  return limitsOf(pair).reduce((least, { most }) => (most < least ? most : least), openOf(pair.item));
}

export function sameMeasure(a: Measure, b: Measure): boolean {
  return measureKey(a) === measureKey(b);
}

/** `currency USD`, `unit machine`: two measures are the same when their keys are. */
function measureKey(measure: Measure): string {
  return 'currency' in measure ? `currency ${measure.currency}` : `unit ${measure.unit}`;
}
