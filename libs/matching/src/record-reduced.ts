import type { Audit } from '#libs/audit';
import type { Tx } from '#libs/platform';

/** Keeps on record that a pledge that nobody has confirmed gives less, as its offer does: `from` and `to` as decimal texts. */
export async function recordReduced(
  tx: Tx,
  audit: Audit,
  matchId: string,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<void> {
  if (from === to) return;
  await audit.record(tx, { act: 'match.reduced', refId: matchId, payload: { from, to, because: 'offer-reduced' } });
}
