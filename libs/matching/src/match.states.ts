import { defineStates } from '#libs/kernel';

/**
 * The life of a match. `suggested`: found by the engine or proposed by a person, seen by coordinators only. `reviewed`: a
 * coordinator accepted it, so both parties see it and may consent. `confirmed`: both consented; item and offer are committed.
 * `superseded`: no longer waits for a review; it does again when its need, which was merged into another, is taken apart, or its donor opens the pledge again.
 * `delivering`: money is allocated or goods are on the way, so it cannot be rescinded until that stops.
 */
export const matchStates = defineStates({
  suggested: ['reviewed', 'declined', 'superseded'],
  reviewed: ['confirmed', 'declined', 'rescinded'],
  confirmed: ['delivering', 'completed', 'rescinded'],
  delivering: ['completed', 'confirmed'],
  completed: [],
  declined: [],
  rescinded: [],
  superseded: ['suggested'],
});

export type MatchState = (typeof matchStates.all)[number];

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
