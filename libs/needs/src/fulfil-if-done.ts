import type { Audit } from '#libs/audit';
import type { Outbox, Tx } from '#libs/platform';
import { moveNeed } from './move-need.js';
import { Need, NeedItem } from './need.entity.js';
import { isFulfilled } from './need.rules.js';
import { NEED_FULFILLED } from './needs.events.js';

/** A locked, published need of which all is delivered that it still asks for is fulfilled: nobody has to say so. */
export async function fulfilIfDone(
  tx: Tx,
  { audit, outbox }: { readonly audit: Audit; readonly outbox: Outbox },
  needId: string,
): Promise<void> {
  const need = await tx.findOneByOrFail(Need, { id: needId });
  if (need.state !== 'published' || !isFulfilled(await tx.findBy(NeedItem, { needId }))) return;
  await moveNeed(tx, audit, need, 'fulfil');
  await outbox.add(tx, { type: NEED_FULFILLED, refId: needId });
}
