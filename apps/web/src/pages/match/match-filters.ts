import type { MatchState, Role } from '../../api/types.js';

const MATCH_STATES: readonly MatchState[] = [
  'suggested',
  'reviewed',
  'confirmed',
  'delivering',
  'completed',
  'declined',
  'rescinded',
  'superseded',
];

/** Before its review a match is for coordinators and auditors, and a pledge for its donor. */
export const statesShownTo = (role: Role | null): readonly MatchState[] =>
  role === 'coordinator' || role === 'auditor' || role === 'donor'
    ? MATCH_STATES
    : MATCH_STATES.filter((state) => state !== 'suggested');

/** Both parties consented and nobody took it back: the amount is committed. */
export function isGiven(state: MatchState): boolean {
  return state === 'confirmed' || state === 'delivering' || state === 'completed';
}

/** Somebody refused it or took it back, or another one took its place: nothing follows. */
export function isOver(state: MatchState): boolean {
  return state === 'declined' || state === 'rescinded' || state === 'superseded';
}

export interface MatchFilters {
  readonly state?: MatchState;
}

/** Reads `?state=suggested`; an unknown state shows all. */
export function readMatchFilters(search: Readonly<Record<string, unknown>>): MatchFilters {
  const state = MATCH_STATES.find((one) => one === search.state);
  return state === undefined ? {} : { state };
}
