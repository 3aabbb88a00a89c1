import type { Role } from '#libs/kernel';
import { STATED_KINDS, type OrganizationKind } from './identity.entities.js';

const HOUSE: readonly OrganizationKind[] = ['un-entity', 'international-organization'];

/**
 * Which kinds of organization give which role. Who runs the house, or reads all of it, never belongs to a State that asks or
 * gives, and a kind that nobody has stated gives no role at all.
 */
export const KINDS_OF_ROLE: Readonly<Record<Role, readonly OrganizationKind[]>> = {
  'focal-point': ['state', 'donor-state', 'regional-organization'],
  donor: STATED_KINDS,
  coordinator: HOUSE,
  approver: HOUSE,
  finance: HOUSE,
  auditor: HOUSE,
  administrator: HOUSE,
};

export function mayHold(kind: OrganizationKind, role: Role): boolean {
  return KINDS_OF_ROLE[role].includes(kind);
}
