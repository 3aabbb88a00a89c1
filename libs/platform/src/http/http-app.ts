import compress from '@fastify/compress';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { InvalidInput } from '#libs/kernel';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { Config } from '../config/config.js';
import { TEXT_BYTES_MAX } from '../files/file-store.js';
import { NestLog } from '../observability/log.js';
import { Metrics } from '../observability/metrics.js';
import { BrokenOff } from './broken-off.js';
import { ForeignOrigin } from './http.errors.js';
import { ProblemFilter } from './problem-filter.js';
import { endStreams } from './sse.js';
import { closerOfUnusedConnections } from './unused-connections.js';
import { strictValidation } from './validation.js';

const BODY_BYTES_MAX = 256 * 1024;
/** More than any body of ours; what reads bodies recurses into them. */
const BODY_DEPTH_MAX = 20;
const REQUEST_ID = /^[\w-]{8,64}$/;
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

export const API_PREFIX = 'api/v1';

/** Where an address goes that no browser should have sent: the web app tells a person that there is no such page. */
const NO_PAGE = '/no-such-page';

/** The api as it runs in production and in tests: one way to make it. */
export async function createHttpApp(
  module: DynamicModule,
  config: Config,
  log: Logger,
): Promise<NestFastifyApplication> {
  const filter = new ProblemFilter(log);
  const adapter = new FastifyAdapter({
    loggerInstance: log,
    // What fails before routing, such as an address that cannot be decoded, knows no error handler yet.
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) =>
      filter.answer(error, request, reply),
    logController: new BrokenOff(log),
    bodyLimit: BODY_BYTES_MAX,
    // Fastify would call such JSON invalid; our validation refuses the field by its name.
    onProtoPoisoning: 'ignore',
    onConstructorPoisoning: 'ignore',
    trustProxy: config.http.trustedProxies.length > 0 ? [...config.http.trustedProxies] : false,
    genReqId: (request: IncomingMessage) => {
      const given = request.headers['x-request-id'];
      return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
    },
    routerOptions: { maxParamLength: 200 },
    rewriteUrl: ({ url = '/' }) => (url.startsWith(`/${API_PREFIX}/`) || canBeDecoded(url) ? url : NO_PAGE),
  });
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    logger: new NestLog(log),
    abortOnError: false,
    bodyParser: false, // it reads forms, which any site can send; Fastify reads JSON itself
  });
  await app.register(cookie);
  await app.register(compress, { threshold: 1024 });
  await app.register(multipart, {
    // What reads the file refuses it by its own limit, which is never above this one.
    limits: { fileSize: TEXT_BYTES_MAX + 1, files: 1, fields: 5 },
    throwFileSizeLimit: false,
  });
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        manifestSrc: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
      },
    },
    strictTransportSecurity: config.http.secureCookies,
  });
  const fastify = adapter.getInstance();
  fastify.removeContentTypeParser('text/plain');
  fastify.addHook('onRequest', async (request, reply) => {
    void reply.header('X-Request-Id', request.id);
    // PostgreSQL takes no NUL, so none of our ids holds one.
    if (request.url.includes('%00')) throw new InvalidInput([{ path: 'address', detail: 'Leave %00 out.' }]);
    if (!SAFE_METHODS.has(request.method) && isForeign(request.headers, request.host)) throw new ForeignOrigin();
  });
  fastify.addHook('preHandler', async (request) => {
    if (isDeeper(request.body, BODY_DEPTH_MAX))
      throw new InvalidInput([{ path: 'body', detail: 'Send it less deeply nested.' }]);
  });
  const closeUnused = closerOfUnusedConnections(fastify.server);
  fastify.addHook('preClose', (done: () => void) => {
    endStreams();
    closeUnused();
    done();
  });
  // What the API answers may differ from reader to reader; a route that is the same for all says so itself.
  fastify.addHook('onSend', async (request, reply) => {
    if (request.url.startsWith(`/${API_PREFIX}/`) && !reply.hasHeader('Cache-Control')) {
      void reply.header('Cache-Control', 'private, no-cache').header('Vary', 'Cookie, Authorization');
    }
  });
  const metrics = app.get(Metrics);
  fastify.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown';
    const seconds = reply.elapsedTime / 1000;
    metrics.httpSeconds.observe({ method: request.method, route, status: reply.statusCode }, seconds);
    log.info(
      {
        requestId: request.id,
        actor: request.actor?.personId || request.actor?.role,
        method: request.method,
        route,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
      },
      'request',
    );
  });
  app.setGlobalPrefix(API_PREFIX, { exclude: ['livez', 'readyz'] });
  app.useGlobalPipes(strictValidation());
  app.useGlobalFilters(filter);
  return app;
}

function canBeDecoded(url: string): boolean {
  try {
    return typeof decodeURIComponent(url.split('?', 1)[0] ?? '') === 'string';
  } catch {
    return false;
  }
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((each) => isDeeper(each, levels - 1));
}

/** A browser says where a request comes from; a cookie sent along by another site must not change anything here. */
function isForeign(headers: Readonly<Record<string, unknown>>, host: string): boolean {
  const site = headers['sec-fetch-site'];
  if (typeof site === 'string' && site !== 'same-origin' && site !== 'none') return true;
  const { origin } = headers;
  return typeof origin === 'string' && (!URL.canParse(origin) || new URL(origin).host !== host);
}
