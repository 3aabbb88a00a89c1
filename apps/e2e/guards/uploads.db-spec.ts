// Danger: an upload that is refused, or cut off, stays on the disk; one of many megabytes comes back other than it was.
import { readdir, readlink } from 'node:fs/promises';
import { request } from 'node:http';
import { addMember, addOrganization, openSessionOf } from '../people.js';
import { ApiClient } from '../client.js';
import { startSystem, type System } from '../system.js';
import { until } from '../until.js';

const MIB = 1024 * 1024;

let system: System;
let client: ApiClient;
let session: Awaited<ReturnType<typeof openSessionOf>>;
beforeAll(async () => {
  system = await startSystem();
  const organization = await addOrganization(system.db, { kind: 'un-entity', name: 'UNODA' });
  session = await openSessionOf(system.db, await addMember(system.db, organization, 'coordinator'));
  client = new ApiClient(system.baseUrl, session);
});
afterAll(() => system?.stop());

/** Content on its way, which has no name: only who writes it knows of it. */
async function spools(): Promise<string[]> {
  const fds = await readdir('/proc/self/fd');
  const targets = await Promise.all(fds.map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => '')));
  return targets.filter((target) => target.includes('.partial'));
}

async function expectNothingLeft(): Promise<void> {
  expect(await system.db.asOwner('SELECT FROM stored_files')).toEqual([]);
  expect(await readdir(system.filesFolder).catch(() => [])).toEqual([]);
  expect(await spools()).toEqual([]);
}

function send(content: Buffer, name: string) {
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(content)]), name);
  return client.post('/files', form);
}

it.each([
  ['a picture', Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(11 * MIB)]), 'x.png', '10 MiB'],
  ['text', Buffer.alloc(130 * MIB, 'a,b\n'), 'x.csv', '128 MiB'],
])('%s that is too large is refused by its own limit, and nothing of it kept', async (_, content, name, most) => {
  const { status, body } = await send(content, name);
  expect([status, body.errors]).toEqual([400, [{ path: 'file', detail: expect.stringContaining(most) }]]);
  await expectNothingLeft();
});

it('an upload that is cut off leaves nothing', async () => {
  const upload = request(`${system.baseUrl}/api/v1/files`, {
    method: 'POST',
    headers: { ...session, 'Content-Type': 'multipart/form-data; boundary=x' },
  });
  upload.on('error', () => {});
  upload.write('--x\r\nContent-Disposition: form-data; name="file"; filename="x.csv"\r\n\r\n');
  upload.write(Buffer.alloc(2 * MIB, 'a,b\n'));
  await until('it is under way', async () => (await spools()).length > 0);
  upload.destroy();
  await until('it is gone', async () => (await spools()).length === 0);
  await expectNothingLeft();
});

it('rows of many megabytes are taken and given back as they are', async () => {
  const content = Buffer.alloc(11 * MIB, 'a,b\n');
  const { status, body } = await send(content, 'rows.csv');
  expect([status, body]).toEqual([201, expect.objectContaining({ name: 'rows.csv', sizeBytes: content.length })]);
  expect((await client.get<string>(`/files/${body.id}`)).body).toHaveLength(content.length);
  expect(await spools()).toEqual([]);
});
