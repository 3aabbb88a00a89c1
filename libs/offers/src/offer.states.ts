import { defineStates } from '#libs/kernel';
import type { EventType } from '#libs/platform';
import {
  OFFER_AGREED,
  OFFER_EXPIRED,
  OFFER_PUBLISHED,
  OFFER_RETURNED,
  OFFER_UNPUBLISHED,
  OFFER_WITHDRAWN,
} from './offers.events.js';

/**
 * The life of an offer. `agreed`: it became an agreement with a fund, which holds its money from then on. It is open again when
 * that comes to nothing before the donor has signed. What ended is opened again by its donor, unless a fund holds its money;
 * what nobody took anything of goes back to the desk.
 */
export const offerStates = defineStates({
  draft: ['published', 'withdrawn'],
  published: ['agreed', 'withdrawn', 'expired', 'draft'],
  agreed: ['published'],
  withdrawn: ['published', 'draft'],
  expired: ['published'],
});

export type OfferState = (typeof offerStates.all)[number];

interface OfferVerb {
  readonly from: readonly OfferState[];
  readonly to: OfferState;
  /** As the audit names it. */
  readonly act: `offer.${string}`;
  /** The event that tells of it. */
  readonly event: Extract<EventType, `offer.${string}`>;
}

/** Each move is announced. Together they make the table of states. */
export const OFFER_VERBS = {
  publish: { from: ['draft'], to: 'published', act: 'offer.published', event: OFFER_PUBLISHED },
  unpublish: { from: ['published'], to: 'draft', act: 'offer.unpublished', event: OFFER_UNPUBLISHED },
  withdraw: { from: ['draft', 'published'], to: 'withdrawn', act: 'offer.withdrawn', event: OFFER_WITHDRAWN },
  expire: { from: ['published'], to: 'expired', act: 'offer.expired', event: OFFER_EXPIRED },
  agree: { from: ['published'], to: 'agreed', act: 'offer.agreed', event: OFFER_AGREED },
  returnToMarket: { from: ['agreed'], to: 'published', act: 'offer.returned', event: OFFER_RETURNED },
  reopen: { from: ['withdrawn', 'expired'], to: 'published', act: 'offer.reopened', event: OFFER_PUBLISHED },
  reopenDraft: { from: ['withdrawn'], to: 'draft', act: 'offer.reopened', event: OFFER_UNPUBLISHED },
} as const satisfies Record<string, OfferVerb>;

export type OfferVerbName = keyof typeof OFFER_VERBS;

/** What is shown: a published offer of which nothing is left is `exhausted`. It follows from the quantities. */
export const SHOWN_STATES = [...offerStates.all, 'exhausted'] as const;
export type ShownState = OfferState | 'exhausted';

/** `private`: only its organization, coordinators and auditors know of it; matches may still name it to their parties. */
export const OFFER_VISIBILITIES = ['public', 'private'] as const;
export type OfferVisibility = (typeof OFFER_VISIBILITIES)[number];

/** Who may know of a pledge at the most: everybody, who is signed in, nobody but the house and its donor. */
export const PLEDGE_CIRCLES = ['public', 'states-only', 'closed'] as const;
export type PledgeCircle = (typeof PLEDGE_CIRCLES)[number];
