import type { OrganizationKind } from './identity.entities.js';

/** States, and the organizations that States founded: who is meant where something is for States only. */
const OF_STATES: readonly OrganizationKind[] = [
  'state',
  'donor-state',
  'regional-organization',
  'international-organization',
  'un-entity',
];

/** An SQL condition: the organization whose id is that expression is a State, or one that States founded. */
export function isOfStates(organizationId: string): string {
  const kinds = OF_STATES.map((kind) => `'${kind}'`).join(', ');
  return `coalesce((SELECT s.kind IN (${kinds}) FROM organizations s WHERE s.id = ${organizationId}), false)`;
}
