// Danger: a private file that is not what it says, fills the disk, or outlives its retention date.
import { mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { InvalidInput } from '#libs/kernel';
import { testDatabase } from '../testing/test-database.js';
import { FolderBlobs } from './blob-store.js';
import { FileStore } from './file-store.js';

const db = testDatabase();
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const REPORT = Buffer.from('item;quantity\nmarking machine;10\n');

let folder: string;
let store: FileStore;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'files '));
  store = new FileStore(new FolderBlobs(folder));
});

const blobs = async () => (await readdir(folder, { recursive: true })).filter((name) => /[0-9a-f]{64}$/.test(name));
const keep = async (content: Buffer, name: string, retainUntil?: string) => {
  const kept = await store.keep(content, name);
  return db.uow.run(db.actor, (tx) => store.record(tx, kept, 'org_a', retainUntil));
};

describe('FileStore', () => {
  it('gives back what it was given', async () => {
    const { id } = await keep(REPORT, 'evidence.csv');
    const file = await db.uow.read(db.actor, (tx) => store.find(tx, id));
    expect(file).toMatchObject({ name: 'evidence.csv', mediaType: 'text/plain', sizeBytes: REPORT.length });
    expect(await text(await store.open(file!))).toBe(REPORT.toString());
  });

  it('finds the type by content, and makes the name harmless', async () => {
    expect(await keep(PNG, '../../etc/<passwd>.pdf')).toMatchObject({
      mediaType: 'image/png',
      name: '.._.._etc__passwd_.pdf',
    });
  });

  it.each([
    [Buffer.alloc(0), 'is empty'],
    [Buffer.from('MZ\u0000\u0003program'), 'send PDF'],
    [Buffer.alloc(10 * 1024 * 1024 + 1, 'a'), 'is larger than 10 MiB'],
  ])('refuses what is not wanted', async (content, detail) => {
    const keeping = store.keep(content, 'x.pdf');
    await expect(keeping).rejects.toThrow(InvalidInput);
    await expect(keeping).rejects.toThrow(detail);
  });

  it('removes a file after its retention date, and its content when no other file shares it', async () => {
    await keep(REPORT, 'kept.csv');
    await keep(REPORT, 'shared.csv', '2026-01-01');
    await keep(Buffer.from('itinerary'), 'itinerary.txt', '2026-01-01');
    const removed = await db.uow.run(db.actor, (tx) => store.removeExpired(tx, '2026-01-02'));
    expect(removed).toBe(2);
    expect(await blobs()).toHaveLength(1);
  });
});
