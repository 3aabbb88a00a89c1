import type {} from '@fastify/cookie';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '#libs/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Credential } from '../credentials.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** How the actor proved who they are; absent for anonymous. */
    credential?: Credential;
    /** The cookie that came names a session that is over. */
    sessionIsOver?: boolean;
  }
}

/**
 * The cookie that carries a session's token. Over https it is bound to this host by its name; over plain http – loopback
 * only, see the configuration – not every browser keeps a `Secure` cookie, so there it has a plain name.
 */
@Injectable()
export class SessionCookie {
  private readonly name: string;
  private readonly options: { path: string; httpOnly: boolean; sameSite: 'lax'; secure: boolean };

  constructor(@Inject(CONFIG) { http }: Config) {
    this.name = http.secureCookies ? '__Host-sid' : 'sid';
    this.options = { path: '/', httpOnly: true, sameSite: 'lax', secure: http.secureCookies };
  }

  read(request: FastifyRequest): string | null {
    return request.cookies[this.name] ?? null;
  }

  set(reply: FastifyReply, token: string): void {
    reply.request.sessionIsOver = false;
    void reply.setCookie(this.name, token, this.options);
  }

  clear(reply: FastifyReply): void {
    reply.request.sessionIsOver = false;
    void reply.clearCookie(this.name, this.options);
  }
}
