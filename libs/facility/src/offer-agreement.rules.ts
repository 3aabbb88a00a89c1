import type { Earmark } from '#libs/funds';
import type { Offer } from '#libs/offers';

type OfferEarmark = Pick<
  Offer,
  | 'earmarkLevel'
  | 'earmarkAreas'
  | 'earmarkRegions'
  | 'earmarkGroups'
  | 'categoryCodes'
  | 'typeCodes'
  | 'excludedAreas'
  | 'excludedCategories'
  | 'excludedTypes'
  | 'implementerId'
  | 'implementerKinds'
>;

/** What the money of an offer may be used for once it is an agreement; its level says whether there is any condition. */
export function earmarkOf(offer: OfferEarmark): Earmark {
  const conditions = {
    areas: offer.earmarkAreas,
    regions: offer.earmarkRegions,
    groups: offer.earmarkGroups,
    categories: offer.categoryCodes,
    types: offer.typeCodes,
    excludedAreas: offer.excludedAreas,
    excludedCategories: offer.excludedCategories,
    excludedTypes: offer.excludedTypes,
    implementerId: offer.implementerId,
    implementerKinds: offer.implementerKinds,
  };
  const isBound = Object.values(conditions).some((condition) => condition !== null && condition.length > 0);
  const tightness = Math.max(2, offer.earmarkLevel) as 2 | 3 | 4;
  return { level: isBound ? tightness : 1, ...conditions };
}

/**
 * How much is agreed, in minor units: the whole of an offer that is open, and what is committed of one that has ended since.
 */
export function amountToAgree({ state, capacity, committed }: Pick<Offer, 'state' | 'capacity' | 'committed'>): bigint {
  return state === 'withdrawn' || state === 'expired' ? committed : capacity;
}
