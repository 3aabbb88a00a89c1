export { OFFER_COLUMNS } from './import.rules.js';
export { offersMigrations } from './migrations/index.js';
export { Offer, offersEntities } from './offer.entity.js';
export { UNSTATED, useWindowOf, WHOLE_BP } from './offer.rules.js';
export type { Measure, OfferContent, OfferKind } from './offer.rules.js';
export { OFFER_VERBS, offerStates } from './offer.states.js';
export type { OfferState, OfferVisibility, ShownState } from './offer.states.js';
export { MoreThanLeft, MoreThanTaken, OfferNotOpen } from './offers.errors.js';
export {
  OFFER_AGREED,
  OFFER_CHANGED,
  OFFER_EXPIRED,
  OFFER_PUBLISHED,
  OFFER_RETURNED,
  OFFER_UNPUBLISHED,
  OFFER_WITHDRAWN,
} from './offers.events.js';
export { OfferExpiryService } from './offer-expiry.service.js';
export { OfferLifeService } from './offer-life.service.js';
export { OffersImport } from './offers.import.js';
export type { Imported } from './offers.import.js';
export { OffersCounts } from './offers.counts.js';
export { offersInvariants } from './offers.invariants.js';
export { OffersModule } from './offers.module.js';
export { OffersQueries } from './offers.queries.js';
export type { OfferFilter } from './offers.filter.js';
export type { OfferView } from './offers.queries.js';
export { OffersService } from './offers.service.js';
export { OffersSheet } from './offers.sheet.js';
export type { OfferSheetFilter } from './offers.sheet.js';
export type { SeenOffer } from './move-offer.js';
export type { OfferDraft } from './offers.service.js';
export { offersVisibleTo } from './offers.visibility.js';
