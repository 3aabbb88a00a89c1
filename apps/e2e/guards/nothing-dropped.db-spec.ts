// Danger: a part of a request is dropped without a word, and its sender believes that it was taken.
import { addMember, addOrganization, openSessionOf } from '../people.js';
import { ApiClient } from '../client.js';
import { startSystem, type System } from '../system.js';

let system: System;
let client: ApiClient;
beforeAll(async () => {
  system = await startSystem();
  const organization = await addOrganization(system.db, { kind: 'un-entity', name: 'UNODA' });
  client = new ApiClient(
    system.baseUrl,
    await openSessionOf(system.db, await addMember(system.db, organization, 'auditor')),
  );
});
afterAll(() => system?.stop());

const INVALID = expect.objectContaining({ type: '/problems/invalid-input' });

it.each(['constructor', '__proto__', 'toString', 'unknown'])('an unknown ?%s=1 is refused', async (name) => {
  const { status, body } = await client.get(`/needs?${name}=1`);
  expect([status, body.errors]).toEqual([400, [{ path: name, detail: 'This is not known here. Leave it out.' }]]);
});

it.each([
  ['two files', 2],
  ['no file', 0],
])('an upload of %s is refused, and nothing of it kept', async (_, count) => {
  const form = new FormData();
  form.append('words', 'evidence');
  for (let i = 0; i < count; i += 1) form.append('file', new Blob([`words ${i}`]), `${i}.txt`);
  expect(await client.post('/files', form)).toMatchObject({ status: 400, body: INVALID });
  expect(await system.db.asOwner('SELECT FROM stored_files')).toEqual([]);
});

it('an upload of one file is taken, under a name that fits its content', async () => {
  const form = new FormData();
  form.append('file', new Blob(['words']), 'evidence.html');
  expect(await client.post('/files', form)).toMatchObject({ status: 201, body: { name: 'evidence.html.txt' } });
});
