// Danger: who follows an open request, or searches for it, is told what became hidden of it.
import { newId, systemActor } from '#libs/kernel';
import { NotificationMailsService } from '#libs/notifications';
import { UnitOfWork } from '#libs/platform';
import type { ApiClient } from '../client.js';
import { IN_A_YEAR } from '../days.js';
import { mailsTo } from '../mails.js';
import { publishNeed } from '../publish-need.js';
import { startSystem, type System } from '../system.js';
import { until } from '../until.js';
import { answersAbout, knowledgeOf, outletsOf } from './outlets.js';

const TEST_MS = 120_000;
const SECRET = 'Hidden depot of Mzuzu';
const reason = { reason: SECRET };

let house: System;
let state: ApiClient;
let coordinator: ApiClient;
/** Nobody, another State, a donor that follows needs and saved searches, who administers. */
let outsiders: ReadonlyMap<string, ApiClient>;
let outlets: string[];

const item = {
  categoryCode: 'MARK',
  typeCode: 'equipment',
  description: SECRET,
  measure: { unit: 'machine' },
  requested: '90',
};
const content = {
  areaIso2: 'MW',
  title: SECRET,
  summary: SECRET,
  language: 'en',
  visibility: 'public',
  validUntil: IN_A_YEAR,
};

beforeAll(async () => {
  house = await startSystem({ demo: true, worker: true });
  [state, coordinator] = await Promise.all([house.as('focal-malawi'), house.as('coordinator')]);
  const follower = await house.as('donor-japan');
  outsiders = new Map([
    ['nobody', house.anonymous],
    ['another State', await house.as('focal-haiti')],
    ['donor', follower],
    ['administrator', await house.as('administrator')],
  ]);
  await follower.post('/saved-searches', { name: 'All', filter: {}, alert: true });
  await follower.patch('/account', { mailWork: 'each', mailFollowed: 'each', mailSearches: 'each' });
  outlets = await outletsOf(house, 'mzuzu', []);
  await idle();
}, TEST_MS);
afterAll(() => house?.stop());

const settled = () =>
  until('the house is idle', async () => {
    const rows = await house.db.asOwner("SELECT 1 FROM outbox_deliveries WHERE state = 'pending'");
    return rows.length === 0;
  });

/** Until everything that was caused in the background has happened, and the e-mails have gone out that are asked for each minute. */
const idle = async () => {
  await settled();
  const mails = house.app.get(NotificationMailsService, { strict: false });
  await house.app.get(UnitOfWork).run(systemActor('test'), (tx) => mails.askWhereDue(tx));
  await settled();
};

const versionOf = async (id: string) => ({ ifMatch: (await state.get(`/needs/${id}`)).body.version as number });

it(
  'a request that its State shows to its parties alone looks from then on as if it had never been shown',
  async () => {
    // E-mails that were sent stay sent; none may follow them.
    const known = async () => {
      const all = [...outsiders.values()];
      const told = await Promise.all(all.map((client) => knowledgeOf(house, outlets, client)));
      return told.map((each) => each.filter((line) => line.startsWith('/')));
    };
    const before = await known();
    const { id } = await publishNeed(state, coordinator, { ...content, items: [item] });
    await idle();
    expect(await outsiders.get('donor')!.send('PUT', `/shortlist/${id}`)).toMatchObject({ status: 204 });
    const sent = await mailsTo(house, 'donor-japan@demo.example');
    const shown = { visibility: 'parties-only', ...reason };
    expect(await state.post(`/needs/${id}/show-to`, shown, await versionOf(id))).toMatchObject({ status: 200 });
    await idle();
    expect(await known()).toEqual(before);
    for (const [name, client] of outsiders)
      expect([name, await answersAbout(client, id)]).toEqual([name, await answersAbout(client, newId('need'))]);
    expect(await mailsTo(house, 'donor-japan@demo.example')).toEqual(sent);
  },
  TEST_MS,
);

it(
  'a change of where an open request keeps arms changes nothing that others can ask for, or are told who follow it',
  async () => {
    const items = [{ ...item, site: SECRET }];
    const { id } = await publishNeed(state, coordinator, { ...content, items });
    await outsiders.get('donor')!.send('PUT', `/shortlist/${id}`);
    await idle();
    const known = async () => {
      const all = [...outsiders.values()];
      return Promise.all(
        all.map(async (client) => [await knowledgeOf(house, outlets, client), await answersAbout(client, id)]),
      );
    };
    const before = await known();
    const [standing] = (await state.get(`/needs/${id}`)).body.items;
    const moved = { ...item, id: standing.id, site: `${SECRET}, moved` };
    const proposal = { reason: SECRET, items: [moved] };
    expect(await state.post(`/needs/${id}/revisions`, proposal, await versionOf(id))).toMatchObject({ status: 201 });
    const [proposed] = (await coordinator.get(`/needs/${id}/revisions`)).body.items;
    const publish = `/needs/${id}/revisions/${proposed.id}/publish`;
    expect(await coordinator.post(publish, {}, await versionOf(id))).toMatchObject({ status: 200 });
    expect((await state.get(`/needs/${id}`)).body.items[0].site).toBe(moved.site);
    await idle();
    expect(await known()).toEqual(before);
  },
  TEST_MS,
);
