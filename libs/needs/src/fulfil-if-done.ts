import type { Audit } from '#libs/audit';
import type { Tx } from '#libs/platform';
import { moveNeed } from './move-need.js';
import { Need, NeedItem } from './need.entity.js';
import { isFulfilled } from './need.rules.js';

/** A locked, published need of which all is delivered that it still asks for is fulfilled: nobody has to say so. */
export async function fulfilIfDone(tx: Tx, audit: Audit, needId: string): Promise<void> {
  const need = await tx.findOneByOrFail(Need, { id: needId });
  if (need.state !== 'published') return;
  if (isFulfilled(await tx.findBy(NeedItem, { needId }))) await moveNeed(tx, audit, need, 'fulfil');
}
