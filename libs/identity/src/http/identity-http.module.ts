import { Module } from '@nestjs/common';
import { Authenticator } from '#libs/platform/http';
import { IdentityModule } from '../identity.module.js';
import { SignInLimiter } from '../sign-in-limiter.js';
import { ApiTokensController } from './api-tokens.controller.js';
import { OrganizationsController } from './organizations.controller.js';
import { PeopleController } from './people.controller.js';
import { PointsOfContactController } from './points-of-contact.controller.js';
import { SessionAuthenticator } from './session-authenticator.js';
import { SessionCookie } from './session-cookie.js';
import { SessionController } from './session.controller.js';
import { SignIn } from './sign-in.js';

@Module({
  imports: [IdentityModule],
  controllers: [
    ApiTokensController,
    OrganizationsController,
    PeopleController,
    PointsOfContactController,
    SessionController,
  ],
  providers: [{ provide: Authenticator, useClass: SessionAuthenticator }, SessionCookie, SignIn, SignInLimiter],
  exports: [Authenticator],
})
export class IdentityHttpModule {}
