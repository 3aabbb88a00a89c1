import type { Tx } from '#libs/platform';
import { Need } from './need.entity.js';
import { NeedKeepsOthers } from './needs.errors.js';

/** Others that the refusal names. */
const NAMED_MAX = 20;

/**
 * Passes while no other need is merged into it: they would be lost with it.
 * @throws NeedKeepsOthers
 */
export async function requireKeepsNoOthers(tx: Tx, needId: string): Promise<void> {
  const others = await tx.find(Need, {
    select: { id: true },
    where: { mergedInto: needId },
    order: { id: 'ASC' },
    take: NAMED_MAX,
  });
  if (others.length === 0) return;
  throw new NeedKeepsOthers(
    needId,
    others.map(({ id }) => id),
  );
}
