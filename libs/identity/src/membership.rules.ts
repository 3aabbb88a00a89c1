import type { Role } from '#libs/kernel';
import type { OrganizationKind } from './identity.entities.js';

const ANY: readonly OrganizationKind[] = [
  'state',
  'donor-state',
  'regional-organization',
  'international-organization',
  'ngo',
  'un-entity',
];
const HOUSE: readonly OrganizationKind[] = ['un-entity', 'international-organization'];

/** Which kinds of organization give which role. Who runs the house never belongs to a State that asks or gives. */
export const KINDS_OF_ROLE: Readonly<Record<Role, readonly OrganizationKind[]>> = {
  'focal-point': ['state', 'donor-state', 'regional-organization'],
  donor: ANY,
  coordinator: HOUSE,
  approver: HOUSE,
  finance: HOUSE,
  auditor: ANY,
  administrator: HOUSE,
};

export function mayHold(kind: OrganizationKind, role: Role): boolean {
  return KINDS_OF_ROLE[role].includes(kind);
}
