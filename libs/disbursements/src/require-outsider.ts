import { belongsToAny } from '#libs/identity';
import type { Tx } from '#libs/platform';
import { SeparationOfDuties } from './disbursements.errors.js';

/**
 * Nobody handles a payment to their own organization.
 * @throws SeparationOfDuties
 */
export async function requireOutsider(tx: Tx, payeeOrganizationId: string): Promise<void> {
  if (await belongsToAny(tx, [payeeOrganizationId])) throw new SeparationOfDuties('payee');
}
