// Danger: the two kinds of blob store behave differently, or two copies of one content get into each other's way.
import { mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { type BlobStore, FolderBlobs, S3Blobs } from './blob-store.js';
import { S3Peer } from './s3-peer.fixture.js';

const SHA = 'ab'.repeat(32);
const CONTENT = Buffer.from('evidence');
const peer = new S3Peer();
const put = (store: BlobStore, content = CONTENT) => store.put(SHA, Readable.from([content]), content.length);
let folder: string;
let stores: Record<string, BlobStore>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'blobs '));
  stores = { folder: new FolderBlobs(folder), s3: await S3Blobs.at(await peer.listen()) };
});
afterAll(() => peer.close());

describe.each(['folder', 's3'])('blobs in %s', (kind) => {
  it('are kept, read, kept again and removed', async () => {
    const store = stores[kind]!;
    await put(store);
    await put(store);
    expect(await buffer(await store.open(SHA))).toEqual(CONTENT);
    await store.remove(SHA);
    await store.remove(SHA);
    await expect(store.open(SHA).then(buffer)).rejects.toThrow();
  });

  it('may be kept by several at once', async () => {
    const store = stores[kind]!;
    await Promise.all(Array.from({ length: 8 }, () => put(store)));
    expect(await buffer(await store.open(SHA))).toEqual(CONTENT);
    await store.remove(SHA);
  });

  it('may be larger than what is in memory at a time', async () => {
    const store = stores[kind]!;
    const large = Buffer.alloc(25 * 1024 * 1024, 'rows,');
    await put(store, large);
    expect((await buffer(await store.open(SHA))).equals(large)).toBe(true);
    await store.remove(SHA);
  });
});

it('removing from a folder takes away what a crash left too', async () => {
  await put(stores.folder!);
  await writeFile(join(folder, 'ab', `${SHA}.crashed.partial`), 'evid');
  await stores.folder!.remove(SHA);
  expect(await readdir(join(folder, 'ab'))).toEqual([]);
});
