import type { MatchEventType, Outbox, Tx } from '#libs/platform';
import type { Match } from './match.entity.js';

/** Tells of a match what it brings together: its two sides are told different things. */
export async function announceMatch(
  tx: Tx,
  outbox: Outbox,
  type: MatchEventType,
  { id, needId, needItemId, offerId }: Pick<Match, 'id' | 'needId' | 'needItemId' | 'offerId'>,
): Promise<void> {
  await outbox.add(tx, { type, refId: id, payload: { needId, needItemId, offerId } });
}
