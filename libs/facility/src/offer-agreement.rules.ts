import type { Earmark } from '#libs/funds';
import type { Offer } from '#libs/offers';

type OfferEarmark = Pick<
  Offer,
  'earmarkLevel' | 'earmarkAreas' | 'earmarkRegions' | 'earmarkGroups' | 'categoryCodes' | 'excludedAreas'
>;

/** What the money of an offer may be used for once it is an agreement; its level says whether there is any condition. */
export function earmarkOf(offer: OfferEarmark): Earmark {
  const conditions = {
    areas: offer.earmarkAreas,
    regions: offer.earmarkRegions,
    groups: offer.earmarkGroups,
    categories: offer.categoryCodes,
    excludedAreas: offer.excludedAreas,
  };
  const isBound = Object.values(conditions).some(({ length }) => length > 0);
  const tightness = Math.max(2, offer.earmarkLevel) as 2 | 3 | 4;
  return { level: isBound ? tightness : 1, ...conditions };
}

type OfferConditions = Pick<
  Offer,
  | 'typeCodes'
  | 'excludedCategories'
  | 'excludedTypes'
  | 'implementerId'
  | 'implementerKinds'
  | 'maximumShareBp'
  | 'usableFrom'
>;

/** True when the offer asks for something that no earmark can say: only its own matches were checked against it. */
export function asksForMore(offer: OfferConditions): boolean {
  const lists = [offer.typeCodes, offer.excludedCategories, offer.excludedTypes, offer.implementerKinds];
  return (
    lists.some(({ length }) => length > 0) ||
    [offer.implementerId, offer.maximumShareBp, offer.usableFrom].some((one) => one !== null)
  );
}

/**
 * How much is agreed, in minor units: the whole of an offer that is open, and what is committed of one that has ended since.
 */
export function amountToAgree({ state, capacity, committed }: Pick<Offer, 'state' | 'capacity' | 'committed'>): bigint {
  return state === 'withdrawn' || state === 'expired' ? committed : capacity;
}
