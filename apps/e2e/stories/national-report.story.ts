// A State reports, corrects the file, and asks for what the report says it lacks; others see of it what the State opens to them.
import type { ApiClient } from '../client.js';
import { startSystem, type System } from '../system.js';

let house: System;
let state: ApiClient;
let coordinator: ApiClient;
let donor: ApiClient;
let administrator: ApiClient;
/** Of the organization of the coordinator. */
let approver: ApiClient;
let finance: ApiClient;
let auditor: ApiClient;

beforeAll(async () => {
  house = await startSystem({ demo: true });
  [state, coordinator, donor, administrator, approver, finance, auditor] = await Promise.all([
    house.as('focal-malawi'),
    house.as('coordinator'),
    house.as('donor-japan'),
    house.as('administrator'),
    house.as('approver-1'),
    house.as('finance-1'),
    house.as('auditor'),
  ]);
});
afterAll(() => house?.stop());

const REPORT = {
  cycle: 'BMS9',
  instruments: ['poa', 'iti'],
  title: 'National report 2026',
  language: 'en',
  submittedOn: '2026-05-15',
};

async function upload(client: ApiClient, text: string): Promise<string> {
  const form = new FormData();
  form.append('file', new Blob([text]), 'report.txt');
  const { status, body } = await client.post('/files', form);
  expect(status).toBe(201);
  return body.id;
}

async function statusesOf(path: string): Promise<Record<string, number>> {
  const readers = { anyone: house.anonymous, donor, coordinator, state };
  const asked = Object.entries(readers).map(async ([name, client]) => [name, (await client.get(path)).status] as const);
  return Object.fromEntries(await Promise.all(asked)) as Record<string, number>;
}

/** Of the file under an address of its own. */
async function fileStatuses(fileId: string): Promise<Record<string, number>> {
  const readers = { donor, administrator, approver, finance, coordinator, state, auditor };
  const asked = Object.entries(readers).map(
    async ([name, client]) => [name, (await client.get(`/files/${fileId}`)).status] as const,
  );
  return Object.fromEntries(await Promise.all(asked)) as Record<string, number>;
}
const FOR_KEEPERS = { donor: 404, administrator: 404, approver: 404, finance: 404 };
const FOR_ALL = { donor: 200, administrator: 200, approver: 200, finance: 200 };
const KEEPERS = { coordinator: 200, state: 200, auditor: 200 };

let report: { id: string; version: number; file: { id: string } };
let firstFileId: string;

it('a State files its report with the file; nobody else sees it until the State says so', async () => {
  firstFileId = await upload(state, 'Forty ledgers are kept on paper.');
  const { status, body, headers } = await state.post('/national-reports', { ...REPORT, fileId: firstFileId });
  expect([status, headers.get('etag'), body.visibility]).toEqual([201, '"1"', 'coordinators']);
  report = body;
  const path = `/national-reports/${report.id}`;
  expect(headers.get('location')).toBe(`/api/v1${path}`);
  const kept = { anyone: 404, donor: 404, coordinator: 200, state: 200 };
  expect(await statusesOf(path)).toEqual(kept);
  expect(await statusesOf(`${path}/files/${firstFileId}`)).toEqual(kept);
  expect(await fileStatuses(firstFileId)).toEqual({ ...FOR_KEEPERS, ...KEEPERS });
});

it('a second one for the cycle is refused', async () => {
  const again = { ...REPORT, instruments: ['iti'], publishedUrl: 'https://example.org/report' };
  expect(await state.post('/national-reports', again)).toMatchObject({
    status: 409,
    body: { type: '/problems/report-known' },
  });
});

it('a corrected file takes its place, opened to everyone; the earlier one stays with those who keep the report', async () => {
  const fileId = await upload(state, 'Forty-one ledgers are kept on paper.');
  const path = `/national-reports/${report.id}`;
  const changes = { fileId, visibility: 'public' };
  expect((await state.patch(path, changes, { ifMatch: 7 })).status).toBe(412);
  const { body } = await state.patch(path, changes, { ifMatch: report.version });
  expect(body).toMatchObject({ version: 2, file: { id: fileId }, earlierFiles: [{ id: firstFileId }] });
  report = body;
  const download = await house.anonymous.get<string>(`${path}/files/${fileId}`);
  expect(download.body).toBe('Forty-one ledgers are kept on paper.');
  expect(download.headers.get('content-disposition')).toContain('attachment');
  const kept = { anyone: 404, donor: 404, coordinator: 200, state: 200 };
  expect(await statusesOf(`${path}/files/${firstFileId}`)).toEqual(kept);
  expect(await fileStatuses(firstFileId)).toEqual({ ...FOR_KEEPERS, ...KEEPERS });
  expect(await fileStatuses(fileId)).toEqual({ ...FOR_ALL, ...KEEPERS });
});

it('needs are filed from it one by one, and show it', async () => {
  const path = `/national-reports/${report.id}/needs`;
  const { status, body: need } = await state.post(path, { title: 'A register', paragraph: 'Question 12' });
  expect([status, need.state, need.areaIso2, need.language]).toEqual([201, 'draft', 'MW', 'en']);
  expect(need.report).toMatchObject({ id: report.id, cycle: 'BMS9', paragraph: 'Question 12' });
  expect((await donor.get(`${path}?total=true`)).body).toEqual({ items: [], nextCursor: null, total: 0 });
  expect((await state.get(`${path}?total=true`)).body).toMatchObject({ total: 1, items: [{ id: need.id }] });
  expect((await donor.post(path, { title: 'Not ours' })).status).toBe(403);
});

it('a coordinator enters what a State submitted elsewhere, and opens it no wider than is known', async () => {
  const { body: sweden } = await coordinator.get('/organizations?kind=donor-state&limit=100');
  const { id: organizationId } = sweden.items.find(({ name }: { name: string }) => name.startsWith('Sweden'));
  const fileId = await upload(coordinator, 'A report that came by post.');
  const entered = { ...REPORT, organizationId, fileId, visibility: 'public' };
  expect((await coordinator.post('/national-reports', entered)).body.type).toBe('/problems/report-consent-missing');
  const { body } = await coordinator.post('/national-reports', { ...entered, visibility: 'coordinators' });
  expect(body).toMatchObject({ filedBy: 'coordinator', organization: { id: organizationId } });
  expect(await fileStatuses(fileId)).toEqual({ ...FOR_KEEPERS, ...KEEPERS, state: 404 });
  const { body: cycle } = await house.anonymous.get('/reporting-cycles/BMS9?reported=true&total=true');
  expect(cycle.items.map(({ name }: { name: string }) => name)).toEqual(['Malawi']);
  expect((await coordinator.get('/reporting-cycles/BMS9?reported=true&total=true')).body.total).toBe(2);
});

it('an administrator enters the dates of the next meeting once they are decided, and the cycle follows', async () => {
  const { body } = await house.anonymous.get('/reference/meetings');
  const next = body.items.find(({ basis }: { basis: string }) => basis === 'expected');
  const dates = { startsOn: '2028-06-05', endsOn: '2028-06-09', precision: 'day', source: 'A resolution' };
  const path = `/reference/meetings/${next.code}`;
  expect((await administrator.patch(path, dates, { ifMatch: next.version })).body).toMatchObject({ basis: 'entered' });
  const { body: cycles } = await house.anonymous.get('/reference/reporting-cycles');
  expect(cycles.items[0]).toMatchObject({ code: next.code, from: '2026-06-06', until: '2028-06-09' });
});

it('withdrawn it is kept from everyone else again, its file too', async () => {
  const { status } = await state.post(
    `/national-reports/${report.id}/withdraw`,
    { reason: 'Filed by mistake' },
    { ifMatch: report.version },
  );
  expect(status).toBe(200);
  expect(await fileStatuses(report.file.id)).toEqual({ ...FOR_KEEPERS, ...KEEPERS });
});
