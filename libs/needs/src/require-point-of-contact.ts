import type { PointsOfContactQueries } from '#libs/identity';
import type { CalendarDate } from '#libs/kernel';
import type { ReadTx } from '#libs/platform';
import type { Need } from './need.entity.js';
import { PointOfContactRequired } from './needs.errors.js';

/**
 * In the name of an organization – also of a regional one, which may request for its members – speaks who may hand in its
 * requests; of a State its national reports, too. Drafts every focal point writes; coordinators speak for what was imported,
 * and record what a State reported elsewhere.
 * @throws PointOfContactRequired
 */
export async function requirePointOfContact(
  tx: ReadTx,
  contacts: PointsOfContactQueries,
  { organizationId }: Pick<Need, 'organizationId'>,
  today: CalendarDate,
): Promise<void> {
  const { role, personId } = tx.actor;
  if (role === 'coordinator') return;
  if (!(await contacts.maySubmitFor(tx, personId, organizationId, today))) throw new PointOfContactRequired();
}
