import type { MatchEvent, MatchEventType, Outbox, Tx } from '#libs/platform';
import type { Match } from './match.entity.js';

type Announced = Pick<Match, 'id' | 'needId' | 'needItemId' | 'offerId'>;

/** Tells of a match what it brings together: its two sides are told different things. */
export async function announceMatch(tx: Tx, outbox: Outbox, type: MatchEventType, match: Announced): Promise<void> {
  await outbox.add(tx, eventOf(type, match));
}

/** What {@link announceMatch} announces, for several at once. */
export function eventOf(type: MatchEventType, { id, needId, needItemId, offerId }: Announced): MatchEvent {
  return { type, refId: id, payload: { needId, needItemId, offerId } };
}
