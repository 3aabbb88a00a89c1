import { Denied, isId, MoveNotAllowed, NotFound, Stale, type Actor } from '#libs/kernel';
import type { Tx } from '#libs/platform';
import { Match } from './match.entity.js';
import { matchStates, type MatchState } from './match.states.js';

/** A match as the caller last saw it. */
export interface Seen {
  readonly matchId: string;
  /** From If-Match. */
  readonly version: number;
}

/** The match, locked until the transaction ends. @throws NotFound */
export async function lockMatch(tx: Tx, matchId: string): Promise<Match> {
  if (!isId('match', matchId)) throw new NotFound('match', matchId);
  const match = await tx.findOne(Match, { where: { id: matchId }, lock: { mode: 'pessimistic_write' } });
  if (!match) throw new NotFound('match', matchId);
  return match;
}

export function requireCoordinator(actor: Actor): void {
  if (actor.role !== 'coordinator') throw new Denied('Only a coordinator may do this.');
}

export function requireVersion(match: Match, { version }: Seen): void {
  if (match.version !== version) throw new Stale('match', match.id);
}

export function requireMove(match: Match, to: MatchState): void {
  if (!matchStates.canMove(match.state, to)) throw new MoveNotAllowed('match', match.id, match.state, to);
}
