import { Module } from '@nestjs/common';
import { Authenticator } from '#libs/platform/http';
import { IdentityModule } from '../identity.module.js';
import { AttemptLimiters } from '../attempt-limiters.js';
import { LinkLimiter } from '../link-limiter.js';
import { AcceptInvitation } from './accept-invitation.js';
import { AccountController } from './account.controller.js';
import { ApiTokensController } from './api-tokens.controller.js';
import { ContactVerificationController } from './contact-verification.controller.js';
import { EmailChangesController } from './email-changes.controller.js';
import { InvitationsController } from './invitations.controller.js';
import { JoinController } from './join.controller.js';
import { OrganizationsController } from './organizations.controller.js';
import { PasswordResetsController } from './password-resets.controller.js';
import { PeopleController } from './people.controller.js';
import { PointsOfContactController } from './points-of-contact.controller.js';
import { SessionAuthenticator } from './session-authenticator.js';
import { SessionCookie } from './session-cookie.js';
import { SessionController } from './session.controller.js';
import { SignIn } from './sign-in.js';

@Module({
  imports: [IdentityModule],
  controllers: [
    AccountController,
    ApiTokensController,
    ContactVerificationController,
    EmailChangesController,
    InvitationsController,
    JoinController,
    OrganizationsController,
    PasswordResetsController,
    PeopleController,
    PointsOfContactController,
    SessionController,
  ],
  providers: [
    { provide: Authenticator, useClass: SessionAuthenticator },
    AcceptInvitation,
    AttemptLimiters,
    LinkLimiter,
    SessionCookie,
    SignIn,
  ],
  exports: [Authenticator],
})
export class IdentityHttpModule {}
