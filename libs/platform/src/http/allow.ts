import { createParamDecorator, type ExecutionContext, Injectable, SetMetadata, type CanActivate } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ROLES, type Actor, type ActorRole } from '#libs/kernel';
import type { FastifyRequest } from 'fastify';
import { NotPermitted, SessionRequired, Unauthenticated } from './http.errors.js';

/** Who is signed in. `identity` implements it, the api binds it. */
export abstract class Authenticator {
  /** The actor behind the request's cookie or token; anonymous when it carries none. Says on the request whether it is `inSession`. */
  abstract authenticate(request: FastifyRequest): Promise<Actor>;
}

declare module 'fastify' {
  interface FastifyRequest {
    actor?: Actor;
    /** The actor signed in and is there; not a program with their API token. */
    inSession?: boolean;
    /** Whether who sent the request would still be let in, as the same actor: for an answer that goes on for long. */
    stillAllowed?: () => Promise<boolean>;
  }
}

export const SIGNED_IN: readonly ActorRole[] = ROLES;
export const ANYONE: readonly ActorRole[] = ['anonymous', ...ROLES];

const ALLOWED_ROLES = 'clearing:allowed-roles';
const IN_SESSION = 'clearing:in-session';

/** The roles that may call a route at all. A route without it answers 403 to everyone. */
export const Allow = (...roles: readonly ActorRole[]): MethodDecorator => SetMetadata(ALLOWED_ROLES, roles);

/** What nobody leaves to a program: an API token cannot do it, whatever its person may. */
export const InSession = (): MethodDecorator => SetMetadata(IN_SESSION, true);

/** Who acts in this request. */
export const CurrentActor = createParamDecorator((_: unknown, context: ExecutionContext): Actor => {
  const { actor } = context.switchToHttp().getRequest<FastifyRequest>();
  if (!actor) throw new Error('No actor: the permission guard did not run.');
  return actor;
});

@Injectable()
export class PermissionGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly authenticator: Authenticator,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const roles = this.reflector.get<readonly ActorRole[] | undefined>(ALLOWED_ROLES, context.getHandler()) ?? [];
    const actor = await this.authenticator.authenticate(request);
    request.actor = actor;
    if (!roles.includes(actor.role)) {
      throw actor.role === 'anonymous' ? new Unauthenticated() : new NotPermitted(actor.role);
    }
    if (this.reflector.get<boolean | undefined>(IN_SESSION, context.getHandler()) && !request.inSession) {
      throw new SessionRequired();
    }
    request.stillAllowed = async () => isSame(actor, await this.authenticator.authenticate(request));
    return true;
  }
}

const isSame = (one: Actor, other: Actor): boolean =>
  one.personId === other.personId && one.organizationId === other.organizationId && one.role === other.role;
