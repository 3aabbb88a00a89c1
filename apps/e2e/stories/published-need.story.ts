// A need is drafted, returned, corrected and published; another is published, changed by revision while a donor is in it, asked about again in the next reporting cycle, and runs out.
import { NeedExpiryService } from '#libs/needs';
import { UnitOfWork } from '#libs/platform';
import { systemActor } from '#libs/kernel';
import { IN_A_YEAR, inDays } from '../days.js';
import type { ApiClient } from '../client.js';
import { publishNeed } from '../publish-need.js';
import { startSystem, type System } from '../system.js';

let house: System;
let state: ApiClient;
let coordinator: ApiClient;
let donor: ApiClient;

beforeAll(async () => {
  house = await startSystem({ demo: true });
  [state, coordinator, donor] = await Promise.all([
    house.as('focal-malawi'),
    house.as('coordinator'),
    house.as('donor-japan'),
  ]);
});
afterAll(() => house?.stop());

const NEED = {
  areaIso2: 'MW',
  title: 'Locks for four armouries',
  summary: 'Four armouries have no locks that hold.',
  visibility: 'public',
  validUntil: IN_A_YEAR,
  items: [
    {
      categoryCode: 'STOCK',
      typeCode: 'equipment',
      description: 'Locks of class three',
      measure: { unit: 'item' },
      requested: '8',
    },
  ],
};

/** What the hourly job does. */
async function anHourLater(): Promise<void> {
  const expiry = house.app.get(NeedExpiryService);
  await house.app.get(UnitOfWork).run(systemActor('needs.expire'), async (tx) => {
    await expiry.remind(tx);
    await expiry.askAgain(tx);
    await expiry.expire(tx);
  });
}

let need: { id: string; version: number; items: { id: string; requested: string }[] };
let matchId: string;
const path = () => `/needs/${need.id}`;
const refreshed = async () => (need = (await state.get(path())).body);

it('a focal point drafts, is told what is missing, submits, is returned, corrects, and is published', async () => {
  const text = { areaIso2: 'MW', title: 'Safes for the stations of Karonga', visibility: 'public' };
  const item = { ...NEED.items[0], description: 'Safes for pistols and for their ammunition', requested: '0' };
  let asked = (await state.post('/needs', { ...text, items: [item] })).body;
  const act = async (client: ApiClient, verb: string, body?: object) => {
    const answer = await client.post(`/needs/${asked.id}/${verb}`, body, { ifMatch: asked.version });
    if (answer.status < 300) asked = answer.body;
    return answer;
  };
  const missing = asked.completeness.missing.map(({ path: at }: { path: string }) => at);
  expect(missing).toEqual(expect.arrayContaining(['summary', 'items.0.requested', 'neededBy']));
  const tooSoon = await act(state, 'submit');
  expect([tooSoon.status, tooSoon.body.type]).toEqual([409, expect.stringMatching(/need-incomplete$/)]);
  expect(tooSoon.body.errors.map(({ path: at }: { path: string }) => at)).toContain('items.0.requested');

  const correct = async (changes: object) => {
    const { status, body } = await state.send('PATCH', `/needs/${asked.id}`, changes, { ifMatch: asked.version });
    expect([status, body.errors]).toEqual([200, undefined]);
    asked = body;
  };
  await correct({
    ...{ summary: 'Five stations keep pistols in drawers.', neededBy: IN_A_YEAR, validUntil: IN_A_YEAR },
    items: [{ ...item, id: asked.items[0].id, requested: '5' }],
  });
  expect((await act(state, 'submit')).body.state).toBe('submitted');
  await act(coordinator, 'acknowledge', { authentication: 'Filed by the national point of contact' });
  const question = { about: 'items.0.requested', body: 'Is it one safe for each station?' };
  expect((await act(coordinator, 'return', { questions: [question] })).body.state).toBe('returned');

  const { items: thread } = (await state.get(`/needs/${asked.id}/messages`)).body;
  const answer = { answersId: thread.at(-1).id, body: 'Two for each: ammunition is kept apart.' };
  expect((await state.post(`/needs/${asked.id}/messages`, answer)).status).toBe(201);
  asked = (await state.get(`/needs/${asked.id}`)).body;
  await correct({ items: [{ ...item, id: asked.items[0].id, requested: '10' }] });
  for (const [client, verb] of [
    [state, 'submit'],
    [coordinator, 'validate'],
    [coordinator, 'publish'],
  ] as const) {
    expect([verb, (await act(client, verb, verb === 'publish' ? {} : undefined)).status]).toEqual([verb, 200]);
  }
  const found = (await donor.get('/needs?q=Karonga&area=MW')).body.items;
  expect(found).toMatchObject([{ id: asked.id, state: 'published' }]);
  expect((await donor.get(`/needs/${asked.id}`)).body.items[0].requested).toBe('10');
});

it('a donor pledges to what it says first', async () => {
  need = await publishNeed(state, coordinator, NEED);
  const [item] = need.items;
  const pledge = { amount: '5', measure: { unit: 'item' }, title: 'Five locks' };
  const idempotencyKey = 'story-pledge-of-locks';
  const { status, body } = await donor.post(`${path()}/items/${item!.id}/pledges`, pledge, { idempotencyKey });
  expect([status, body.needRevision, body.need?.revision]).toEqual([201, 1, 1]);
  matchId = body.id;
});

it('a proposal that is wrong in several ways is told of all of them at once', async () => {
  await refreshed();
  const items = [
    { ...NEED.items[0], id: need.items[0]!.id, requested: 'many', categoryCode: 'NONE' },
    { ...NEED.items[0], requested: '1', minimum: '2' },
  ];
  const body = { items, neededBy: '2027-02-30', actionPlanRank: 1, actionPlan: null };
  const wrong = await state.post(`${path()}/revisions`, body, { ifMatch: need.version });
  const paths = wrong.body.errors.map(({ path: one }: { path: string }) => one);
  expect([wrong.status, paths.sort()]).toEqual([
    400,
    ['actionPlan', 'items.0.categoryCode', 'items.0.requested', 'items.1.minimum', 'neededBy', 'reason'],
  ]);
});

it('the State proposes to ask for more; nobody else sees it before a coordinator publishes it', async () => {
  await refreshed();
  const items = [{ ...NEED.items[0], id: need.items[0]!.id, requested: '10' }];
  const input = { items, reason: 'A fifth armoury was found.' };
  const stale = await state.post(`${path()}/revisions`, input, { ifMatch: need.version - 1 });
  expect(stale.status).toBe(412);
  const proposed = await state.post(`${path()}/revisions`, input, { ifMatch: need.version });
  expect([proposed.status, proposed.body.state]).toEqual([201, 'proposed']);
  expect((await donor.get(`${path()}/revisions`)).body.items).toHaveLength(1);
  expect((await donor.get(path())).body.items[0].requested).toBe('8');

  const publish = `${path()}/revisions/${proposed.body.id}/publish`;
  expect((await state.post(publish, {}, { ifMatch: need.version })).status).toBe(403);
  const published = await coordinator.post(publish, {}, { ifMatch: need.version });
  expect([published.status, published.body.number]).toEqual([200, 2]);
  const { items: shown } = (await house.anonymous.get(`${path()}/revisions`)).body;
  expect(shown[0]).toMatchObject({
    reason: 'A fifth armoury was found.',
    proposedBy: null,
    differences: [{ field: 'requested', before: ['8', 'unit item'], after: ['10', 'unit item'] }],
  });
});

it('the match says that it was made on what the need said before', async () => {
  const { body } = await donor.get(`/matches/${matchId}`);
  expect([body.needRevision, body.need.revision]).toEqual([1, 2]);

  // Who puts it before the parties has looked at the new words.
  const review = { decision: 'accept' };
  const reviewed = await coordinator.post(`/matches/${matchId}/review`, review, { ifMatch: body.version });
  expect([reviewed.status, reviewed.body.needRevision]).toEqual([200, 2]);
});

it('a new reporting cycle asks the State whether it still stands', async () => {
  await house.db.asOwner("UPDATE needs SET published_at = '2020-01-01' WHERE id = $1", [need.id]);
  await anHourLater();
  const due = async () =>
    (await state.get('/needs?reconfirmation=true')).body.items.map(({ title }: { title: string }) => title);
  expect(await due()).toContain(NEED.title);
  await refreshed();
  expect(need).toMatchObject({ reconfirmationDue: true, state: 'published' });
  const confirmed = await state.post(`${path()}/confirm`, { validUntil: inDays(100) }, { ifMatch: need.version });
  expect(confirmed.body).toMatchObject({ reconfirmationDue: false, validUntil: inDays(100), confirmedOn: inDays(0) });
  expect(await due()).not.toContain(NEED.title);
});

it('past its last day and the grace it expires, and is published again when it is confirmed', async () => {
  await house.db.asOwner('UPDATE needs SET valid_until = $2 WHERE id = $1', [need.id, inDays(-15)]);
  await anHourLater();
  await refreshed();
  expect(need).toMatchObject({ state: 'expired' });
  const over = await state.post(`${path()}/confirm`, { validUntil: inDays(-1) }, { ifMatch: need.version });
  expect([over.status, over.body.errors[0].path]).toEqual([400, 'validUntil']);
  const confirmed = await state.post(`${path()}/confirm`, { validUntil: inDays(365) }, { ifMatch: need.version });
  expect(confirmed.body).toMatchObject({ state: 'published', validUntil: inDays(365) });
});
