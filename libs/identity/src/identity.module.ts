import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '#libs/audit';
import { AccountService } from './account.service.js';
import { ApiTokensService } from './api-tokens.service.js';
import { ContactVerificationService } from './contact-verification.service.js';
import { identityEntities } from './identity.entities.js';
import { IdentityQueries } from './identity.queries.js';
import { IdentityService } from './identity.service.js';
import { InvitationsQueries } from './invitations.queries.js';
import { InvitationsService } from './invitations.service.js';
import { OrganizationAreasService } from './organization-areas.service.js';
import { PASSWORD_COST, Passwords, USUAL_PASSWORD_COST } from './passwords.js';
import { PasswordResetsService } from './password-resets.service.js';
import { PointsOfContactQueries } from './points-of-contact.queries.js';
import { PointsOfContactService } from './points-of-contact.service.js';
import { SessionsService } from './sessions.service.js';

@Module({
  imports: [TypeOrmModule.forFeature(identityEntities), AuditModule],
  providers: [
    { provide: PASSWORD_COST, useValue: USUAL_PASSWORD_COST },
    AccountService,
    ApiTokensService,
    ContactVerificationService,
    IdentityQueries,
    IdentityService,
    InvitationsQueries,
    InvitationsService,
    OrganizationAreasService,
    PasswordResetsService,
    Passwords,
    PointsOfContactQueries,
    PointsOfContactService,
    SessionsService,
  ],
  exports: [
    AccountService,
    ApiTokensService,
    ContactVerificationService,
    IdentityQueries,
    IdentityService,
    InvitationsQueries,
    InvitationsService,
    OrganizationAreasService,
    PasswordResetsService,
    Passwords,
    PointsOfContactQueries,
    PointsOfContactService,
    SessionsService,
  ],
})
export class IdentityModule {}
