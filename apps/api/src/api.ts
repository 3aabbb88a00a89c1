import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Config } from '#libs/platform';
import { API_PREFIX, createHttpApp } from '#libs/platform/http';
import type { Logger } from 'pino';
import { ApiModule } from './api.module.js';
import { docsPage } from './docs-page.js';
import { openApiDocument } from './openapi.js';
import { serveWeb } from './web-files.js';

/** The whole api, ready to listen. */
export async function startApi(config: Config, log: Logger): Promise<NestFastifyApplication> {
  const app = await createHttpApp(ApiModule.forRoot(config, log), config, log);
  const document = openApiDocument(app);
  const fastify = app.getHttpAdapter().getInstance();
  fastify.get(`/${API_PREFIX}/openapi.json`, async () => document);
  fastify.get(`/${API_PREFIX}/docs`, async (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(docsPage(document)),
  );
  await serveWeb(fastify);
  await app.init();
  await fastify.ready();
  return app;
}
