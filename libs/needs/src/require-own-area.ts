import { requestsFor } from '#libs/identity';
import type { ReadTx } from '#libs/platform';
import type { Need } from './need.entity.js';
import { AreaNotOwn } from './needs.errors.js';

/**
 * The organization still requests for the area of the need: a regional organization may lose one while its need is under way.
 * What was imported asks in nobody's name here.
 * @throws AreaNotOwn
 */
export async function requireOwnArea(tx: ReadTx, { organizationId, areaIso2, source }: Need): Promise<void> {
  if (source === null && !(await requestsFor(tx, organizationId, areaIso2))) throw new AreaNotOwn(areaIso2);
}
