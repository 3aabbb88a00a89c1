import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { isDatabaseAway, sqlState } from '../database/unit-of-work.js';
import { Problem, type ProblemKind } from '#libs/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';

/** One table: what kind of outcome is which status. */
export const STATUS_OF_KIND: Readonly<Record<ProblemKind, number>> = {
  invalid: 400,
  unauthenticated: 401,
  denied: 403,
  missing: 404,
  conflict: 409,
  stale: 412,
  'too-large': 413,
  'unsupported-media': 415,
  replayed: 422,
  'precondition-required': 428,
  'too-many': 429,
  unavailable: 503,
};

declare module 'fastify' {
  interface FastifyRequest {
    /** Why it was refused. */
    problem?: Problem;
  }
}

const RETRY_AFTER_SECONDS = 5;

interface ProblemDocument {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance: string;
  errors?: readonly { path: string; detail: string }[];
}

/** Turns everything thrown into `application/problem+json` (RFC 9457). What is no {@link Problem} is a bug: 500, logged. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  answer(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    if (error instanceof Problem) request.problem = error;
    const document = this.documentOf(error, request);
    if (document.status === 429 || document.status === 503) {
      const seconds = error instanceof Problem ? error.retryAfterSeconds : undefined;
      void reply.header('Retry-After', String(seconds ?? RETRY_AFTER_SECONDS));
    }
    if (document.status === 401) void reply.header('WWW-Authenticate', 'Bearer');
    void reply
      .status(document.status)
      .header('Content-Type', 'application/problem+json; charset=utf-8')
      .header('Cache-Control', 'no-store')
      .send(JSON.stringify(document));
  }

  private documentOf(error: unknown, request: FastifyRequest): ProblemDocument {
    const instance = request.id;
    if (error instanceof Problem) {
      return {
        type: `/problems/${error.code}`,
        title: titleOf(error.code),
        status: STATUS_OF_KIND[error.kind],
        detail: error.message,
        instance,
        ...(error.errors.length > 0 && { errors: error.errors }),
      };
    }
    const status = statusOf(error);
    if (status >= 400 && status < 500) {
      const [code, detail] = clientFault(status, error);
      return { type: `/problems/${code}`, title: titleOf(code), status, detail, instance };
    }
    if (isDatabaseAway(error) || sqlState(error) === '57014') {
      this.log.warn({ err: error, requestId: instance }, 'database away');
      // The connection may have broken after COMMIT was sent.
      const detail =
        'The database does not answer just now. Try again in a moment; if you changed something, look first whether it was taken.';
      return { type: '/problems/unavailable', title: titleOf('unavailable'), status: 503, detail, instance };
    }
    this.log.error({ err: error, requestId: instance, actor: request.actor?.personId }, 'unexpected error');
    const detail = `Something went wrong on our side. Nothing was half done; report ${instance} if it happens again.`;
    return { type: '/problems/internal', title: titleOf('internal'), status: 500, detail, instance };
  }
}

function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  // A part of the address that is longer than any id of ours: there is nothing by that name.
  if (status === 414) return 404;
  return typeof status === 'number' ? status : 500;
}

/** What the HTTP server itself refuses, before any of our code sees it. */
function clientFault(status: number, error: unknown): [code: string, detail: string] {
  switch (status) {
    case 404:
      return ['not-found', 'There is nothing at this address.'];
    case 405:
      return ['method-not-allowed', 'This address does not know that method.'];
    case 413:
      return ['too-large', 'The request is too large. Send less at once.'];
    case 415:
      return ['unsupported-media-type', 'Send the body as application/json, with that Content-Type.'];
    default:
      return ['invalid-input', (error as Error).message];
  }
}

function titleOf(code: string): string {
  const words = code.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
