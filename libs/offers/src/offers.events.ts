/** Facts that offers announce; who is told stands in platform's table of consumers. `refId` is the offer. */
export const OFFER_PUBLISHED = 'offer.published' as const;
/** Something that matching looks at is different: a constraint, the capacity, how much of it is committed. */
export const OFFER_CHANGED = 'offer.changed' as const;
/** It stands for a few weeks only, unless its donor gives it a later last day. */
export const OFFER_RUNNING_OUT = 'offer.running-out' as const;
/** What it was agreed for came to nothing: it is on the market again. */
export const OFFER_RETURNED = 'offer.returned' as const;
/** It became an agreement with a fund and is off the market. */
export const OFFER_AGREED = 'offer.agreed' as const;
export const OFFER_WITHDRAWN = 'offer.withdrawn' as const;
/** Its last day is past. */
export const OFFER_EXPIRED = 'offer.expired' as const;
/** It is a draft again. */
export const OFFER_UNPUBLISHED = 'offer.unpublished' as const;
