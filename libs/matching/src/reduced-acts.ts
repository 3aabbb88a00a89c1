import type { Act } from '#libs/audit';

/** Keeps on record that a pledge that nobody has confirmed gives less, as its offer does: `from` and `to` as decimal texts. */
export function reducedActs(
  matchId: string,
  { from, to }: { readonly from: string; readonly to: string },
): readonly Act[] {
  if (from === to) return [];
  return [{ act: 'match.reduced', refId: matchId, payload: { from, to, because: 'offer-reduced' } }];
}
