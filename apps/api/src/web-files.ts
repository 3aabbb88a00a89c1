import fastifyStatic from '@fastify/static';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';

const FOLDERS = ['../../../web/', '../../../dist/web/']; // beside the built api; from the sources in tests
const YEAR_SECONDS = 365 * 24 * 3600;

/** Serves the built web app: hashed assets for ever, and its one page for every address that is not the API's. */
export async function serveWeb(fastify: FastifyInstance, root = builtWeb()): Promise<void> {
  if (!root) return;
  await fastify.register(fastifyStatic, {
    root,
    wildcard: false,
    globIgnore: ['assets/**'],
    index: false,
    setHeaders: (reply, path) => {
      const immutable = path.includes('/assets/');
      void reply.header('Cache-Control', immutable ? `public, max-age=${YEAR_SECONDS}, immutable` : 'no-cache');
    },
  });
  // Looked up when it is asked for: the web app may be built again while the server runs.
  fastify.get<{ Params: { file: string } }>('/assets/:file(^\\w[\\w.-]*$)', ({ params }, reply) =>
    reply.sendFile(params.file, `${root}assets`),
  );
  const page = async (_request: unknown, reply: { sendFile(name: string): unknown }) => reply.sendFile('index.html');
  fastify.get('/', page);
  // Client routes have one or more plain words; the API, assets and unknown files do not come here.
  fastify.get('/:page(^(?!(?:api|assets)$)[a-z-]+$)', page);
  fastify.get('/:page(^(?!(?:api|assets)$)[a-z-]+$)/*', page);
}

function builtWeb(): string | undefined {
  return FOLDERS.map((folder) => fileURLToPath(new URL(folder, import.meta.url))).find((folder) =>
    existsSync(`${folder}index.html`),
  );
}
