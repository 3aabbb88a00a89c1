export { identityEntities, Membership, Organization, ORGANIZATION_KINDS, Person } from './identity.entities.js';
export type { OrganizationKind } from './identity.entities.js';
export { identityMigrations } from './migrations/index.js';
