// Danger: a private file that is not what it says, fills the disk, outlives its retention date, or loses its content.
import { mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { InvalidInput, newId } from '#libs/kernel';
import { testDatabase } from '../testing/test-database.js';
import { type BlobStore, FolderBlobs, S3Blobs } from './blob-store.js';
import { FileStore, UNFINISHED_AFTER_MINUTES, type StoredFile } from './file-store.js';
import { FileQuotaReached } from './files.errors.js';
import { paperFaults } from './paper.js';
import { S3Peer } from './s3-peer.fixture.js';

const db = testDatabase();
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const REPORT = Buffer.from('item;quantity\nmarking machine;10\n');
const MIB = 1024 * 1024;
const TODAY = '2026-01-02';
const peer = new S3Peer();
let folder: string;
let s3Url: string;
let store: FileStore;

beforeAll(async () => void (s3Url = await peer.listen()));
afterAll(() => peer.close());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'files '));
  store = new FileStore(new FolderBlobs(folder), folder);
  await db.asOwner('DELETE FROM stored_files');
});

const blobs = async () => (await readdir(folder, { recursive: true })).filter((name) => /[0-9a-f]{64}$/.test(name));
const find = (id: string) => db.uow.read(db.actor, (tx) => store.find(tx, id));
const sweep = () => db.uow.run(db.actor, (tx) => store.sweep(tx, TODAY));

const receive = (content: Buffer, name: string) => store.receive(Readable.from([content]), name);

async function reserve(content: Buffer, name = 'x.txt', retainUntil?: string, organization = 'org_a') {
  const received = await receive(content, name);
  await store.discard(received);
  return db.uow.run(db.actor, (tx) => store.reserve(tx, received, organization, retainUntil));
}

async function keep(file: StoredFile, content: Buffer): Promise<void> {
  const received = await receive(content, file.name);
  await store.keep(file, received);
  await store.discard(received);
}

async function upload(
  content: Buffer,
  name?: string,
  retainUntil?: string,
  organization?: string,
): Promise<StoredFile> {
  const file = await reserve(content, name, retainUntil, organization);
  await keep(file, content);
  await db.uow.run(db.actor, (tx) => store.confirm(tx, file));
  return file;
}

const age = ({ id }: StoredFile, minutes: number) =>
  db.asOwner(`UPDATE stored_files SET created_at = created_at - $2 * interval '1 minute' WHERE id = $1`, [id, minutes]);

describe('FileStore', () => {
  it('gives back what it was given', async () => {
    const file = await find((await upload(REPORT, 'evidence.csv')).id);
    expect(file).toMatchObject({ name: 'evidence.csv', mediaType: 'text/plain', sizeBytes: REPORT.length });
    expect(await text(await store.open(file!))).toBe(REPORT.toString());
  });

  it('finds the type by content, and makes the name harmless', async () => {
    expect(await upload(PNG, '../../etc/<passwd>.pdf')).toMatchObject({
      mediaType: 'image/png',
      name: '.._.._etc__passwd_.pdf.png',
    });
  });

  it.each([
    ['a.exe', 'a.exe.txt'],
    ['a.html', 'a.html.txt'],
    ['a.CSV', 'a.CSV'],
    ['', 'file.txt'],
    ['x'.repeat(200), `${'x'.repeat(116)}.txt`],
    [`${'x'.repeat(200)}.csv`, `${'x'.repeat(116)}.csv`],
    [`x${'𠮷'.repeat(200)}.csv`, `x${'𠮷'.repeat(115)}.csv`],
  ])('lets no name say other than the content: %s', async (name, kept) => {
    const received = await receive(REPORT, name);
    await store.discard(received);
    expect(received).toMatchObject({ mediaType: 'text/plain', name: kept });
  });

  it.each([
    [Buffer.alloc(0), 'is empty'],
    [Buffer.from('MZ\u0000\u0003program'), 'Send PDF'],
    [Buffer.concat([PNG, Buffer.alloc(10 * MIB)]), 'Choose a file of at most 10 MiB'],
    [Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(10 * MIB, 'a')]), 'Choose a file of at most 10 MiB'],
    [Buffer.from('Z\u00fcrich', 'latin1'), 'is unknown by its content'],
    [Buffer.from('cut off: \u00fc').subarray(0, -1), 'is unknown by its content'],
  ])('refuses what is not wanted, and leaves nothing of it', async (content, detail) => {
    const receiving = receive(content, 'x.pdf');
    await expect(receiving).rejects.toThrow(InvalidInput);
    await expect(receiving).rejects.toThrow(detail);
    expect(await readdir(folder)).toEqual([]);
  });

  it('takes rows of 128 MiB, and says of more to send them in parts', async () => {
    async function* rows(bytes: number) {
      for (let left = bytes; left > 0; left -= MIB) yield Buffer.alloc(Math.min(left, MIB), 'a,ü\n');
    }
    const received = await store.receive(rows(128 * MIB), 'x.csv');
    expect(received).toMatchObject({ sizeBytes: 128 * MIB, mediaType: 'text/plain' });
    await store.discard(received);
    await expect(store.receive(rows(128 * MIB + 1), 'x.csv')).rejects.toThrow('in parts');
    expect(await readdir(folder)).toEqual([]);
  });

  it('leaves nothing of content that is cut off', async () => {
    async function* broken() {
      yield REPORT;
      throw new Error('the line is gone');
    }
    await expect(store.receive(broken(), 'x.csv')).rejects.toThrow('the line is gone');
    expect(await readdir(folder)).toEqual([]);
  });

  it('takes a letter or evidence of the own organization, of a size that people can read', async () => {
    const faults = async (fileId: string, from: 'own' | 'anyone' = 'own') =>
      (await db.uow.read(db.actor, (tx) => paperFaults(tx, { path: 'file', fileId, from }))).map(
        ({ detail }) => detail,
      );
    const [own, foreign] = [await upload(PNG, 'x.png', undefined, db.actor.organizationId), await upload(REPORT)];
    const rows = await upload(Buffer.alloc(10 * MIB + 1, 'a'), 'rows.csv', undefined, db.actor.organizationId);
    expect(await faults(own.id)).toEqual([]);
    expect(await faults(foreign.id, 'anyone')).toEqual([]);
    expect(await faults(foreign.id)).toEqual(['Choose a file that your organization sent.']);
    expect(await faults(newId('file'), 'anyone')).toEqual(['Choose a file that was sent here.']);
    for (const from of ['own', 'anyone'] as const) expect((await faults(rows.id, from))[0]).toContain('at most 10 MiB');
  });

  it('keeps nothing beyond what an organization has room for, whoever sends at the same time', async () => {
    const organization = newId('org');
    await db.asOwner(
      `INSERT INTO stored_files (id, organization_id, content_sha256, media_type, name, size_bytes, created_by, kept_at)
       VALUES ($1, $2, 'ff', 'text/plain', 'large.txt', 2::bigint * 1024 ^ 3 - 250, '', now())`,
      [newId('file'), organization],
    );
    const outcomes = await Promise.allSettled(
      Array.from({ length: 8 }, (_, index) => upload(Buffer.alloc(100, `${index}`), 'x.txt', undefined, organization)),
    );
    const refused = outcomes.filter((one) => one.status === 'rejected');
    expect(refused.map(({ reason }) => (reason as Error).constructor)).toEqual(Array(6).fill(FileQuotaReached));
    expect(await blobs()).toHaveLength(2);
    await expect(upload(REPORT, 'x.txt', undefined, newId('org'))).resolves.toBeDefined();
  });

  it('shows no file before its content is kept', async () => {
    const file = await reserve(REPORT);
    expect(await find(file.id)).toBeNull();
    await keep(file, REPORT);
    expect(await find(file.id)).toBeNull();
    await db.uow.run(db.actor, (tx) => store.confirm(tx, file));
    expect(await find(file.id)).not.toBeNull();
  });
});

describe.each(['folder', 's3'])('a sweep of files in %s', (kind) => {
  let blobStore: BlobStore;
  const kept = async () => (kind === 'folder' ? (await blobs()).length : peer.objects.size);
  beforeEach(async () => {
    peer.objects.clear();
    blobStore = kind === 's3' ? await S3Blobs.at(s3Url) : new FolderBlobs(folder);
    store = new FileStore(blobStore, folder);
  });

  it('removes a file after its retention date, and its content when no other file shares it', async () => {
    const shared = await upload(REPORT, 'kept.csv');
    await upload(REPORT, 'shared.csv', '2026-01-01');
    await upload(Buffer.from('itinerary'), 'itinerary.txt', '2026-01-01');
    await upload(Buffer.from('to the last day'), 'due.txt', TODAY);
    expect([await sweep(), await kept()]).toEqual([2, 2]);
    expect(await text(await store.open(shared))).toBe(REPORT.toString());
    expect([await sweep(), await kept()]).toEqual([0, 2]);
  });

  it('removes an upload that never ended, with or without its content, but none that may be under way', async () => {
    const [crashed, stored, young] = [await reserve(PNG), await reserve(REPORT), await reserve(Buffer.from('young'))];
    await keep(stored, REPORT);
    await keep(young, Buffer.from('young'));
    await age(crashed, UNFINISHED_AFTER_MINUTES + 1);
    await age(stored, UNFINISHED_AFTER_MINUTES + 1);
    await age(young, UNFINISHED_AFTER_MINUTES - 1);
    expect([await sweep(), await kept()]).toEqual([2, 1]);
    await db.uow.run(db.actor, (tx) => store.confirm(tx, young));
    await expect(db.uow.run(db.actor, (tx) => store.confirm(tx, stored))).rejects.toThrow('Send it again');
  });

  it('loses no content to an upload that comes while the same content is removed', async () => {
    await upload(REPORT, 'old.csv', '2026-01-01');
    const remove = blobStore.remove.bind(blobStore);
    let coming: Promise<StoredFile> | undefined;
    blobStore.remove = async (sha256) => {
      coming = upload(REPORT, 'new.csv');
      await Promise.race([coming, sleep(200)]); // time enough to end, if nothing holds it up
      await remove(sha256);
    };
    expect(await sweep()).toBe(1);
    expect(await text(await store.open((await coming)!))).toBe(REPORT.toString());
  });

  it('leaves a file that something refers to, and removes the others', async () => {
    const evidence = await upload(REPORT, 'evidence.csv', '2026-01-01');
    await upload(PNG, 'map.png', '2026-01-01');
    await db.asOwner('CREATE TABLE refers (file_id text REFERENCES stored_files)');
    await db.asOwner('INSERT INTO refers VALUES ($1)', [evidence.id]);
    expect([await sweep(), await kept()]).toEqual([1, 1]);
    expect(await find(evidence.id)).not.toBeNull();
    await db.asOwner('DROP TABLE refers');
    expect([await sweep(), await kept()]).toEqual([1, 0]);
  });
});
