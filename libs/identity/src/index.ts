export { ApiTokensService } from './api-tokens.service.js';
export { belongsToAny } from './belongs-to-any.js';
export { roleIn } from './account-mails.js';
export { ACTOR_COLUMNS, actorOf, MAY_ACT } from './credentials.js';
export type { ActorRow, Credential } from './credentials.js';
export { identityEntities, Membership, Organization, Person, STATED_KINDS } from './identity.entities.js';
export type { OrganizationKind, StatedKind } from './identity.entities.js';
export {
  EmailTaken,
  InvitationClosed,
  InvitationExists,
  KindDoesNotFit,
  LastAdministrator,
  LinkNotValid,
  MembershipExists,
  NoFocalPoint,
  PersonDisabled,
  PointOfContactEnded,
  PrimaryContactExists,
  RoleDoesNotFit,
  SignInRefused,
  TooManyApiTokens,
  TooManyResets,
  TooManySignIns,
} from './identity.errors.js';
export { identityInvariants } from './identity.invariants.js';
export { IdentityModule } from './identity.module.js';
export { IdentityQueries } from './identity.queries.js';
export type { FocalPoint, MembershipRow, OrganizationDetail, PersonDetail } from './identity.queries.js';
export { IdentityService } from './identity.service.js';
export type { ForeignOrganization, NewOrganization, NewPerson } from './identity.service.js';
export { mayHold } from './membership.rules.js';
export { isOfStates } from './of-states.js';
export { identityMigrations } from './migrations/index.js';
export { OrganizationAreasService, requestsFor } from './organization-areas.service.js';
export { PASSWORD_COST, Passwords } from './passwords.js';
export type { PasswordCost } from './passwords.js';
export { PointOfContact } from './point-of-contact.entity.js';
export { PointsOfContactQueries } from './points-of-contact.queries.js';
export { PointsOfContactService } from './points-of-contact.service.js';
export { DEMONSTRATION_SOURCE, SessionsService } from './sessions.service.js';
