import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { ANONYMOUS, type Actor } from '#libs/kernel';
import { UnitOfWork } from '#libs/platform';
import { Authenticator, Unauthenticated } from '#libs/platform/http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ApiTokensService } from '../api-tokens.service.js';
import { OtherMembership } from '../identity.errors.js';
import { SessionsService } from '../sessions.service.js';
import { isApiToken, isSessionToken } from '../tokens.js';
import { SessionCookie } from './session-cookie.js';

const BEARER = /^Bearer ([\x21-\x7e]+)$/i;
const ACTING_MEMBERSHIP = 'acting-membership';

/** Nobody without a live session or API token is anything but anonymous. */
@Injectable()
export class SessionAuthenticator extends Authenticator implements OnModuleInit {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly sessions: SessionsService,
    private readonly tokens: ApiTokensService,
    private readonly cookie: SessionCookie,
    private readonly host: HttpAdapterHost,
  ) {
    super();
  }

  /** A browser whose session is over is told so with whatever answer it gets. */
  onModuleInit(): void {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    fastify.addHook('onSend', async (request, reply) => {
      if (!request.sessionIsOver) return;
      this.cookie.clear(reply);
      // A cache between us must not hand this on to people whose sessions go on.
      void reply.header('Cache-Control', 'no-store');
    });
  }

  /**
   * A token that does not hold is refused: its program should notice. A cookie that does not hold makes the request
   * anonymous: the person can go on reading and sign in again.
   * @throws OtherMembership when the request says that it is meant for another membership than the one that is signed in
   */
  async authenticate(request: FastifyRequest): Promise<Actor> {
    const actor = await this.identify(request);
    const { [ACTING_MEMBERSHIP]: meant } = request.headers;
    if (meant !== undefined && request.credential && request.credential.membershipId !== meant) {
      throw new OtherMembership();
    }
    return actor;
  }

  private identify(request: FastifyRequest): Promise<Actor> | Actor {
    const { authorization } = request.headers;
    if (authorization !== undefined) return this.byToken(request, authorization);
    const token = this.cookie.read(request);
    return token === null ? ANONYMOUS : this.bySession(request, token);
  }

  private async bySession(request: FastifyRequest, token: string): Promise<Actor> {
    const found = isSessionToken(token)
      ? await this.uow.read(ANONYMOUS, (tx) => this.sessions.authenticate(tx, token))
      : null;
    if (found?.credential.kind !== 'session') {
      request.sessionIsOver = true;
      return ANONYMOUS;
    }
    const { actor, credential, stale } = found;
    // A stream that looks again whether it may go on is no sign that the person is still there.
    const isFirstLook = request.credential === undefined;
    if (stale && isFirstLook) await this.uow.run(actor, (tx) => this.sessions.noteUse(tx, credential.tokenSha256));
    request.credential = credential;
    request.inSession = true;
    return actor;
  }

  private async byToken(request: FastifyRequest, authorization: string): Promise<Actor> {
    const token = BEARER.exec(authorization)?.[1] ?? '';
    const found = isApiToken(token)
      ? await this.uow.read(ANONYMOUS, (tx) => this.tokens.authenticate(tx, token))
      : null;
    if (found?.credential.kind !== 'token') {
      throw new Unauthenticated('The API token is not valid, has expired or was revoked. Make a new one.');
    }
    const { actor, credential, stale } = found;
    if (stale) await this.uow.run(actor, (tx) => this.tokens.noteUse(tx, credential.tokenId));
    request.credential = credential;
    return actor;
  }
}
