// Danger: a donor who learns too late what a State needs, or somebody who is still told of what is hidden from them by now.
import { newId, systemActor } from '#libs/kernel';
import { NotificationMailsService } from '#libs/notifications';
import { UnitOfWork } from '#libs/platform';
import type { ApiClient } from '../client.js';
import { mailsTo } from '../mails.js';
import { publishNeed } from '../publish-need.js';
import { startSystem, type System } from '../system.js';
import { until } from '../until.js';

const USD = { currency: 'USD' };

let house: System;
let state: ApiClient;
let coordinator: ApiClient;
let searching: ApiClient;
let following: ApiClient;

beforeAll(async () => {
  house = await startSystem({ demo: true, worker: true });
  [state, coordinator, searching, following] = await Promise.all([
    house.as('focal-haiti'),
    house.as('coordinator'),
    house.as('donor-japan'),
    house.as('donor-sweden'),
  ]);
});
afterAll(() => house?.stop());

const done = async <Body>(answer: Promise<{ status: number; body: Body }>): Promise<Body> => {
  const { status, body } = await answer;
  if (status >= 300) throw new Error(`answered ${status}: ${JSON.stringify(body)}`);
  return body;
};
const seen = ({ version }: { version: number }) => ({ ifMatch: version });

/** What somebody is told of a need, by kind; the last first. */
async function toldOf(reader: ApiClient, needId: string): Promise<string[]> {
  const { items } = await done(reader.get('/notifications?limit=100'));
  return items
    .filter((one: { need: { id: string } | null }) => one.need?.id === needId)
    .map(({ kind }: { kind: string }) => kind);
}
const unread = async (reader: ApiClient): Promise<number> => (await done(reader.get('/notifications/unread'))).unread;
const arrival = (kind: string, reader: ApiClient, needId: string) =>
  until(kind, async () => (await toldOf(reader, needId)).includes(kind));

function file(title: string, categoryCode: string) {
  const item = {
    categoryCode,
    typeCode: 'financial',
    measure: USD,
    requested: '900000',
    description: `${title}, with delivery`,
  };
  const content = { title, areaIso2: 'HT', summary: 'For the coast.', visibility: 'public', items: [item] };
  return publishNeed(state, coordinator, content);
}

it('a donor is told of a need that a saved search finds, and pledges a part of it', async () => {
  const filter = { area: ['HT'], category: ['BORDER'] };
  await done(searching.post('/saved-searches', { name: 'Borders of Haiti', filter, alert: true }));
  const before = await unread(searching);
  const need = await file('Scanners for the crossings', 'BORDER');
  await arrival('need.found', searching, need.id);
  expect(await unread(searching)).toBe(before + 1);
  expect(await toldOf(following, need.id)).toEqual([]);

  const pledge = { title: 'A part of it', amount: '300000', measure: USD };
  const path = `/needs/${need.id}/items/${need.items[0].id}/pledges`;
  await done(searching.post(path, pledge, { idempotencyKey: newId('key') }));
  await arrival('match.pledged', state, need.id);
  expect(await toldOf(state, need.id)).toEqual([
    'match.pledged',
    'need.published',
    'need.validated',
    'need.acknowledged',
  ]);
});

it('who follows it is told of its changes; once it is restricted nothing of it shows, in no inbox and no number', async () => {
  const { items } = await done(searching.get('/needs?q="Scanners for the crossings"'));
  let [need] = items;
  await done(following.send('PUT', `/shortlist/${need.id}`));
  const propose = async (changes: object) => {
    need = await done(state.get(`/needs/${need.id}`));
    const revision = { ...changes, reason: 'Agreed in the capital.' };
    const { id } = await done(state.post(`/needs/${need.id}/revisions`, revision, seen(need)));
    need = await done(state.get(`/needs/${need.id}`));
    await done(coordinator.post(`/needs/${need.id}/revisions/${id}/publish`, {}, seen(need)));
  };
  await propose({ priority: 5 });
  await arrival('need.revised', following, need.id);
  const counted = await Promise.all([unread(searching), unread(following)]);

  await propose({ visibility: 'coordinators' });
  await until('the State is told twice', async () => {
    const told = await toldOf(state, need.id);
    return told.filter((kind) => kind === 'need.revised').length === 2;
  });
  await until('who pledged is told that it came to an end', async () => {
    const { items } = await done(searching.get('/notifications'));
    return items.some(({ kind }: { kind: string }) => kind === 'offer.match-ended');
  });
  for (const outsider of [searching, following]) {
    const told = await toldOf(outsider, need.id);
    // A pledge stays its donor's own.
    expect(told.filter((kind) => !kind.startsWith('match.'))).toEqual([]);
  }
  expect(await Promise.all([unread(searching), unread(following)])).toEqual([counted[0], counted[1]! - 1]);
  expect(await done(following.get('/shortlist'))).toEqual({ needIds: [] });
});

it('a need that a coordinator sorts into another category is found by who looks for that one', async () => {
  let need = await file('Boats for the coast guard', 'MARK');
  await arrival('need.published', state, need.id);
  expect(await toldOf(searching, need.id)).toEqual([]);
  need = await done(coordinator.get(`/needs/${need.id}`));
  const path = `/needs/${need.id}/items/${need.items[0].id}`;
  await done(coordinator.patch(path, { categoryCode: 'BORDER', reason: 'Boats are for the border' }, seen(need)));
  await arrival('need.found', searching, need.id);
});

it('a need that was read, taken off and published again is unread again, in its one line', async () => {
  const need = await file('Radios for the coast guard', 'BORDER');
  await arrival('need.found', searching, need.id);
  const found = async () => {
    const { items } = await done(searching.get('/notifications?limit=100'));
    return items.filter((one: { need: { id: string } | null }) => one.need?.id === need.id);
  };
  const [first] = await found();
  await done(searching.post('/notifications/read', { ids: [first.id], isRead: true }));
  await done(coordinator.post(`/needs/${need.id}/unpublish`, { reason: 'To be corrected' }, seen(need)));
  await until('it has left the search', async () => {
    const [row] = await house.db.asOwner<{ holds: boolean }>(
      'SELECT bool_or(fits) AS holds FROM found_needs WHERE need_id = $1',
      [need.id],
    );
    return row?.holds === false;
  });
  const off = await done(coordinator.get(`/needs/${need.id}`));
  await done(coordinator.post(`/needs/${need.id}/publish`, {}, seen(off)));
  const again = await until('it is unread again', async () => {
    const lines = await found();
    return lines.some(({ isRead }: { isRead: boolean }) => !isRead) && lines;
  });
  expect(again).toMatchObject([{ kind: 'need.found', isRead: false }]);
});

/** What the schedule does each minute. */
const askForMails = () =>
  house.app
    .get(UnitOfWork)
    .run(systemActor('test'), (tx) => house.app.get(NotificationMailsService, { strict: false }).askWhereDue(tx));

it('who wants e-mails gets one, of what they may see by then', async () => {
  const email = 'donor-japan@demo.example';
  const [open, hidden] = [await file('Cameras for the port', 'BORDER'), await file('Fences for the port', 'BORDER')];
  for (const need of [open, hidden]) await arrival('need.found', searching, need.id);
  await done(coordinator.post(`/needs/${hidden.id}/unpublish`, { reason: 'Asked for by the State' }, seen(hidden)));
  await done(searching.patch('/account', { mailWork: 'none', mailFollowed: 'none', mailSearches: 'each' }));
  await askForMails();
  const [mail] = await until('the e-mail', async () => {
    const mails = await mailsTo(house, email);
    return mails.length > 0 && mails;
  });
  expect(mail).toContain('Subject: News for you at the clearing house');
  expect(mail).toMatch(
    new RegExp(`- Cameras for the port: A search that you saved found it\\.\\n  http\\S+/needs/${open.id}`),
  );
  expect(mail).not.toContain('Fences');
  expect(mail).toMatch(/Choose what you are written to about, and how often: http\S+\/account#preferences/);

  await askForMails();
  await file('Lights for the port', 'MARK');
  expect(await mailsTo(house, email)).toHaveLength(1);
});
