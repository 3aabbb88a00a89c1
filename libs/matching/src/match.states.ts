import { defineStates } from '#libs/kernel';
import type { MatchEventType } from '#libs/platform';
import {
  MATCH_COMPLETED,
  MATCH_CONFIRMED,
  MATCH_DECLINED,
  MATCH_DELIVERING,
  MATCH_DELIVERY_STOPPED,
  MATCH_DELIVERY_UNACCEPTED,
  MATCH_RESCINDED,
  MATCH_RESTORED,
  MATCH_REVIEWED,
  MATCH_SUPERSEDED,
} from './matching.events.js';

/**
 * The life of a match. `suggested`: found by the engine or proposed by a person, seen by coordinators only. `reviewed`: a
 * coordinator accepted it, so both parties see it and may consent. `confirmed`: both consented; item and offer are committed.
 * `superseded`: nobody waits for it any more, because its need, its item or its offer ended before both had consented or something fits better;
 * a pledge waits for its review again when both are back.
 * `delivering`: money is allocated, or its donor pays or sends it, so it cannot be rescinded until that stops.
 */
export const matchStates = defineStates({
  suggested: ['reviewed', 'declined', 'superseded'],
  reviewed: ['confirmed', 'declined', 'rescinded', 'superseded'],
  confirmed: ['delivering', 'completed', 'rescinded'],
  delivering: ['completed', 'confirmed'],
  completed: ['delivering'],
  declined: [],
  rescinded: [],
  superseded: ['suggested'],
});

export type MatchState = (typeof matchStates.all)[number];

interface MatchVerb {
  readonly from: readonly MatchState[];
  readonly to: MatchState;
  /** The event that tells of it. */
  readonly event: MatchEventType;
}

/** Each move is announced, so that whom it concerns can be told of it. Together they make the table of states. */
export const MATCH_VERBS = {
  review: { from: ['suggested'], to: 'reviewed', event: MATCH_REVIEWED },
  confirm: { from: ['reviewed'], to: 'confirmed', event: MATCH_CONFIRMED },
  decline: { from: ['suggested', 'reviewed'], to: 'declined', event: MATCH_DECLINED },
  rescind: { from: ['reviewed', 'confirmed'], to: 'rescinded', event: MATCH_RESCINDED },
  startDelivery: { from: ['confirmed'], to: 'delivering', event: MATCH_DELIVERING },
  resumeDelivery: { from: ['completed'], to: 'delivering', event: MATCH_DELIVERY_UNACCEPTED },
  stopDelivery: { from: ['delivering'], to: 'confirmed', event: MATCH_DELIVERY_STOPPED },
  complete: { from: ['confirmed', 'delivering'], to: 'completed', event: MATCH_COMPLETED },
  supersede: { from: ['suggested', 'reviewed'], to: 'superseded', event: MATCH_SUPERSEDED },
  restore: { from: ['superseded'], to: 'suggested', event: MATCH_RESTORED },
} as const satisfies Record<string, MatchVerb>;

export type MatchVerbName = keyof typeof MATCH_VERBS;

/** States in which a match holds its pair of item and offer: there is at most one such match per pair. */
export const LIVE_STATES = [
  'suggested',
  'reviewed',
  'confirmed',
  'delivering',
  'completed',
] as const satisfies MatchState[];

/** States in which a match has committed an amount of the item and of the offer. */
export const COMMITTED_STATES = ['confirmed', 'delivering', 'completed'] as const satisfies MatchState[];

/** States in which nothing is agreed yet. */
export const UNCONFIRMED_STATES = ['suggested', 'reviewed'] as const satisfies MatchState[];

/** Why a match ended before both had consented, where the engine did not just find something better. */
export const ENDED_BECAUSE = [
  ...(['need-withdrawn', 'need-unpublished', 'need-closed', 'need-expired', 'need-fulfilled', 'need-merged'] as const),
  ...(['need-hidden', 'offer-withdrawn', 'offer-unpublished', 'offer-expired', 'offer-agreed'] as const),
  ...(['item-waived', 'item-changed'] as const),
] as const;
export type EndedBecause = (typeof ENDED_BECAUSE)[number];

/** What changed since the parties consented, so that they are asked again. */
export const ASKED_AGAIN_BECAUSE = ['need-revised', 'offer-changed'] as const;
export type AskedAgainBecause = (typeof ASKED_AGAIN_BECAUSE)[number];
