import type { NeedSummary } from '../api/types.js';

/** A need in its days of grace: its last day (UTC) is past, and its organization may still say that it stands. */
export function isLastDayPast({ state, validUntil }: Pick<NeedSummary, 'state' | 'validUntil'>): boolean {
  return state === 'published' && validUntil !== null && validUntil < new Date().toISOString().slice(0, 10);
}
