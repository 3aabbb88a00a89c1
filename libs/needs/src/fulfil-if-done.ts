import type { Tx } from '#libs/platform';
import { moveNeed, type Books } from './move-need.js';
import { Need, NeedItem } from './need.entity.js';
import { isFulfilled } from './need.rules.js';

/** A locked, published need of which all is delivered that it still asks for is fulfilled: nobody has to say so. */
export async function fulfilIfDone(tx: Tx, books: Books, needId: string): Promise<void> {
  const need = await tx.findOneByOrFail(Need, { id: needId });
  if (need.state !== 'published' || !isFulfilled(await tx.findBy(NeedItem, { needId }))) return;
  await moveNeed(tx, books, need, 'fulfil');
}
