// Danger: the web app is built again under a running server, and its page asks for a script that the server does not know.
import Fastify from 'fastify';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serveWeb } from './web-files.js';

it('serves the assets of a later build for ever, and its page afresh', async () => {
  const root = `${await mkdtemp(join(tmpdir(), 'web-'))}/`;
  await mkdir(`${root}assets`);
  await writeFile(`${root}index.html`, 'first');
  await writeFile(`${root}assets/first.js`, '1');
  const fastify = Fastify();
  await serveWeb(fastify, root);
  const address = await fastify.listen({ port: 0 });
  await rm(`${root}assets/first.js`);
  await writeFile(`${root}index.html`, 'second');
  await writeFile(`${root}assets/second.js`, '2');
  const answers = await Promise.all(
    ['/needs', '/assets/second.js', '/assets/first.js', '/assets/', '/assets/..%2findex.html'].map(async (path) => {
      const answer = await fetch(address + path);
      return [path, answer.status, answer.ok && (await answer.text()), answer.headers.get('cache-control')];
    }),
  );
  await fastify.close();
  await rm(root, { recursive: true });
  expect(answers).toEqual([
    ['/needs', 200, 'second', 'no-cache'],
    ['/assets/second.js', 200, '2', 'public, max-age=31536000, immutable'],
    ['/assets/first.js', 404, false, null],
    ['/assets/', 404, false, null],
    ['/assets/..%2findex.html', 404, false, null],
  ]);
});
