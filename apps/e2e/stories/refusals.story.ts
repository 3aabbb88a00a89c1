// Danger: somebody tries door after door and leaves no trace; or the trace tells them, or others, what is behind the doors.
import { Refusals } from '#libs/audit/http';
import { newId } from '#libs/kernel';
import type { ApiClient } from '../client.js';
import { startSystem, type System } from '../system.js';

let house: System;
let outsider: ApiClient;
let coordinator: ApiClient;
let auditor: ApiClient;
let draftId: string;

beforeAll(async () => {
  house = await startSystem({ demo: true });
  [outsider, coordinator, auditor] = await Promise.all([
    house.as('focal-haiti'),
    house.as('coordinator'),
    house.as('auditor'),
  ]);
  draftId = (await (await house.as('focal-malawi')).post('/needs', { areaIso2: 'MW', title: 'A draft' })).body.id;
});
afterAll(() => house?.stop());

interface Entry {
  readonly act: string;
  readonly refId: string;
}

const personOf = async (client: ApiClient) => (await client.get('/session')).body.person.id as string;
const write = () => house.app.get(Refusals, { strict: false }).write();
const refusalsOf = async (client: ApiClient, reader = auditor) => {
  await write();
  const { body } = await reader.get(`/audit?actor=${await personOf(client)}&limit=100`);
  return (body.items as Entry[]).filter(({ act }) => act.startsWith('access.')).reverse();
};
const statusOf = async (client: ApiClient, path: string) => (await client.get(path)).status;

it('what is hidden, and what a role may not do, is in the audit with who asked for it and how often', async () => {
  const requestId = 'first-of-three';
  await outsider.get(`/needs/${draftId}`, { headers: { 'X-Request-Id': requestId } });
  for (let i = 0; i < 2; i += 1) expect(await statusOf(outsider, `/needs/${draftId}`)).toBe(404);
  expect(await statusOf(outsider, `/needs/${newId('need')}`)).toBe(404);
  expect(await statusOf(outsider, '/needs/what')).toBe(404);
  expect(await statusOf(outsider, '/audit')).toBe(403);
  const personId = await personOf(outsider);
  const disable = await outsider.post(`/people/${personId}/disable`, { reason: 'Secret of the body' });
  expect(disable.status).toBe(403);
  const refused = await refusalsOf(outsider);
  const actor = { personId, role: 'focal-point' };
  expect(refused).toMatchObject([
    {
      ...{ actor, act: 'access.hidden', refType: 'need', refId: draftId },
      payload: { route: 'GET /needs/:id', problem: 'not-found', count: 3, requestId },
    },
    { actor, act: 'access.refused', refType: 'route', refId: 'GET /audit', payload: { count: 1 } },
    {
      ...{ actor, act: 'access.refused', refType: 'person', refId: personId },
      payload: { route: 'POST /people/:id/disable', problem: 'role-not-permitted' },
    },
  ]);
  expect(JSON.stringify(refused)).not.toContain('Secret of the body');
  expect((await auditor.get(`/audit?act=access.hidden&refId=${draftId}`)).body.items).toHaveLength(1);
});

it('what a rule refuses within a transaction that is undone is there, too', async () => {
  const administrator = await house.as('administrator');
  const id = await personOf(administrator);
  expect((await administrator.post(`/people/${id}/disable`, { reason: 'Test' })).status).toBe(403);
  expect(await refusalsOf(administrator)).toMatchObject([{ refId: id, payload: { problem: 'denied' } }]);
});

it('nobody learns by it what there is: coordinators read none, their own neither, and nobody else reads the audit', async () => {
  expect(await statusOf(coordinator, `/needs/${draftId}`)).toBe(404);
  expect(await refusalsOf(coordinator)).toMatchObject([{ act: 'access.hidden', refId: draftId }]);
  for (const client of [coordinator, outsider]) expect(await refusalsOf(client, coordinator)).toEqual([]);
  expect((await coordinator.get(`/audit?refId=${draftId}`)).body.items).toEqual([]);
});

it('who is not signed in leaves none, nor does who was only wrong', async () => {
  const count = async () => {
    await write();
    return (await house.db.asOwner(`SELECT 1 FROM audit_log WHERE act LIKE 'access.%'`)).length;
  };
  const before = await count();
  expect(await statusOf(house.anonymous, `/needs/${draftId}`)).toBe(404);
  expect(await statusOf(house.anonymous, '/audit')).toBe(401);
  expect((await outsider.post('/needs', {})).status).toBe(400);
  expect(await statusOf(outsider, '/no-such-thing')).toBe(404);
  expect(await count()).toBe(before);
});

it('nobody floods it: past twenty different ones of a person in a minute they are only counted', async () => {
  const donor = await house.as('donor-japan');
  const asked = Array.from({ length: 25 }, () => statusOf(donor, `/people/${newId('pers')}`));
  expect(new Set(await Promise.all(asked))).toEqual(new Set([403]));
  const refused = await refusalsOf(donor);
  expect(refused).toHaveLength(21);
  expect(refused.find(({ act }) => act === 'access.more-refused')).toMatchObject({ payload: { count: 5 } });
});

it('ids that nothing has hide no door that somebody tries after them', async () => {
  const approver = await house.as('approver-1');
  const ask = (path: string) => statusOf(approver, path);
  const invented = Array.from({ length: 1_001 }, () => `/needs/${newId('need')}`);
  while (invented.length > 0) await Promise.all(invented.splice(0, 50).map(ask));
  await Promise.all(Array.from({ length: 20 }, () => ask(`/people/${newId('pers')}`)));
  expect(await ask(`/needs/${draftId}`)).toBe(404);
  const refused = await refusalsOf(approver);
  expect(refused.filter(({ act }) => act === 'access.hidden')).toMatchObject([{ refId: draftId }]);
  expect(refused.find(({ act }) => act === 'access.more-refused')).toMatchObject({ payload: { count: 1 } });
});

it('nor do ids of other things, that everybody may read, nor more hidden ones than have an entry each', async () => {
  const finance = await house.as('finance-1');
  const ids = async (path: string): Promise<string[]> =>
    (await finance.get(`${path}?limit=25`)).body.items.map(({ id }: { id: string }) => id);
  for (const id of [...(await ids('/organizations')), ...(await ids('/offers'))]) {
    expect(await statusOf(finance, `/needs/${id}`)).toBe(404);
  }
  const malawi = await house.as('focal-malawi');
  const drafts: string[] = [];
  for (let i = 0; i < 22; i += 1) {
    drafts.push((await malawi.post('/needs', { areaIso2: 'MW', title: `Draft ${i}` })).body.id);
    expect(await statusOf(finance, `/needs/${drafts[i]}`)).toBe(404);
  }
  const refused = await refusalsOf(finance);
  expect(refused.map(({ act, refId }) => [act, refId])).toEqual([
    ...drafts.slice(0, 20).map((id) => ['access.hidden', id]),
    ['access.more-refused', await personOf(finance)],
  ]);
  expect(refused.at(-1)).toMatchObject({ payload: { count: 2, hidden: drafts.slice(20) } });
});

it('what is named in a body is there, too', async () => {
  const { body } = await coordinator.get('/needs?state=published&limit=1');
  const [need] = body.items;
  const into = { into: draftId, note: 'The same' };
  expect((await coordinator.post(`/needs/${need.id}/merge`, into, { ifMatch: need.version })).status).toBe(400);
  expect(await refusalsOf(coordinator)).toContainEqual(
    expect.objectContaining({
      act: 'access.hidden',
      refId: draftId,
      payload: expect.objectContaining({ problem: 'invalid-input' }),
    }),
  );
});

it('an audit that cannot be written fails no request', async () => {
  await house.db.asOwner(`ALTER TABLE audit_log ADD CONSTRAINT ck_test CHECK (act <> 'access.hidden') NOT VALID`);
  try {
    const donor = await house.as('donor-sweden');
    expect(await statusOf(donor, `/needs/${draftId}`)).toBe(404);
    expect(await refusalsOf(donor)).toEqual([]);
  } finally {
    await house.db.asOwner('ALTER TABLE audit_log DROP CONSTRAINT ck_test');
  }
});

it('what is noted is written when the api stops', async () => {
  const other = await startSystem({ demo: true });
  try {
    expect(await statusOf(await other.as('donor-japan'), '/audit')).toBe(403);
    await other.app.close();
    expect(await other.db.asOwner(`SELECT ref_id FROM audit_log WHERE act = 'access.refused'`)).toHaveLength(1);
  } finally {
    await other.stop();
  }
});
