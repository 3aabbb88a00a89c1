// Danger: the two kinds of blob store behave differently. The S3 peer here is a plain HTTP server that keeps objects by path.
import { createServer, type Server } from 'node:http';
import { mkdtemp } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { type BlobStore, FolderBlobs, S3Blobs } from './blob-store.js';

const SHA = 'ab'.repeat(32);
const CONTENT = Buffer.from('evidence');
const objects = new Map<string, Buffer>();
let server: Server;
let stores: Record<string, BlobStore>;

beforeAll(async () => {
  server = createServer((request, response) => {
    const path = new URL(request.url ?? '', 'http://s3').pathname;
    if (!request.headers.authorization?.startsWith('AWS4-HMAC-SHA256')) return response.writeHead(403).end();
    if (request.method === 'PUT') {
      return void buffer(request).then((body) => {
        objects.set(path, unwrapChunks(body, request.headers['x-amz-content-sha256']));
        response.setHeader('ETag', '"1"').end();
      });
    }
    if (request.method === 'DELETE') return response.writeHead(objects.delete(path) ? 204 : 404).end();
    const found = objects.get(path);
    return found ? response.end(found) : response.writeHead(404).end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  stores = {
    folder: new FolderBlobs(await mkdtemp(join(tmpdir(), 'blobs '))),
    s3: new S3Blobs(`http://key:secret@127.0.0.1:${port}/evidence`),
  };
});

afterAll(() => new Promise((done) => server.close(done)));

/** Streamed uploads are signed chunk by chunk: `<size>;chunk-signature=…\r\n<bytes>\r\n`. */
function unwrapChunks(body: Buffer, hash: string | string[] | undefined): Buffer {
  if (hash !== 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD') return body;
  const head = body.indexOf('\r\n');
  const size = parseInt(body.subarray(0, head).toString(), 16);
  return body.subarray(head + 2, head + 2 + size);
}

describe.each(['folder', 's3'])('blobs in %s', (kind) => {
  it('are kept, read, kept again and removed', async () => {
    const store = stores[kind]!;
    await store.put(SHA, CONTENT);
    await store.put(SHA, CONTENT);
    expect(await buffer(await store.open(SHA))).toEqual(CONTENT);
    await store.remove(SHA);
    await expect(store.open(SHA).then(buffer)).rejects.toThrow();
  });
});
