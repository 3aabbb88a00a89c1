// Danger: a donor whose match ended learns by it what happens to the request since it is hidden: a page, a list, a number that moves.
import { newId, systemActor } from '#libs/kernel';
import { NotificationMailsService } from '#libs/notifications';
import { UnitOfWork } from '#libs/platform';
import type { ApiClient } from '../client.js';
import { IN_A_YEAR } from '../days.js';
import { publishNeed } from '../publish-need.js';
import { startSystem, type System } from '../system.js';
import { until } from '../until.js';
import { answersAbout, knowledgeOf } from './outlets.js';

const TEST_MS = 240_000;
const SECRET = 'Hidden depot of Mzuzu';
const DEALT = '2';
const reason = { reason: SECRET };

const item = {
  categoryCode: 'MARK',
  typeCode: 'equipment',
  description: 'Two machines that mark weapons by laser',
  measure: { unit: 'machine' },
  requested: '90',
};
const content = {
  areaIso2: 'MW',
  title: 'Marking machines',
  summary: 'Marking machines',
  language: 'en',
  visibility: 'public',
  validUntil: IN_A_YEAR,
  items: [item],
};

let house: System;
let state: ApiClient;
let coordinator: ApiClient;
let donor: ApiClient;
beforeAll(async () => {
  house = await startSystem({ demo: true, worker: true });
  [state, coordinator, donor] = await Promise.all([
    house.as('focal-malawi'),
    house.as('coordinator'),
    house.as('donor-sweden'),
  ]);
}, TEST_MS);
afterAll(() => house?.stop());

/** Until everything that was caused in the background has happened, and the e-mails have gone out that are asked for each minute. */
const idle = async () => {
  const settled = () =>
    until('the house is idle', async () => {
      const rows = await house.db.asOwner("SELECT 1 FROM outbox_deliveries WHERE state = 'pending'");
      return rows.length === 0;
    });
  await settled();
  const mails = house.app.get(NotificationMailsService, { strict: false });
  await house.app.get(UnitOfWork).run(systemActor('test'), (tx) => mails.askWhereDue(tx));
  await settled();
};

/** A private offer on the table. Returns its id. */
async function offer(): Promise<string> {
  const { body } = await donor.post('/offers', {
    title: 'Machines',
    kind: 'in-kind',
    categoryCodes: [item.categoryCode],
    typeCodes: [item.typeCode],
    measure: item.measure,
    capacity: DEALT,
    visibility: 'private',
  });
  const { status } = await donor.post(`/offers/${body.id}/publish`, undefined, { ifMatch: body.version });
  expect(status).toBe(200);
  return body.id;
}

/** What the donor reads of its matches, in lists, on their pages and in its inbox, and what it is answered about the request. */
async function keptOf(matchIds: readonly string[], needId: string): Promise<string[]> {
  await idle();
  const pages = matchIds.flatMap((id) => [`/matches/${id}`, `/matches/${id}/deliveries`, `/matches/${id}/money-trail`]);
  const lists = ['/matches?limit=100', '/notifications?limit=100', '/notifications/unread', '/needs?limit=100'];
  return [...(await knowledgeOf(house, [...pages, ...lists], donor)), ...(await answersAbout(donor, needId))];
}

interface MatchRow {
  readonly id: string;
  readonly origin: string;
  readonly offer: { readonly id: string };
}

type Act = (id: string) => Promise<{ readonly status: number }>;

const versionOf = async (id: string) => ({ ifMatch: (await state.get(`/needs/${id}`)).body.version as number });
const byState =
  (verb: string, body?: object): Act =>
  async (id) =>
    state.post(`/needs/${id}/${verb}`, body, await versionOf(id));
const byCoordinator =
  (verb: string, body?: object): Act =>
  async (id) =>
    coordinator.post(`/needs/${id}/${verb}`, body, await versionOf(id));

/** Acts with a request that is hidden, each possible after the last. */
const INSIDE: readonly (readonly [name: string, act: Act])[] = [
  ['propose', async (id) => state.post(`/needs/${id}/revisions`, { ...reason, title: SECRET }, await versionOf(id))],
  [
    'decide',
    async (id) => {
      const [proposed] = (await coordinator.get(`/needs/${id}/revisions`)).body.items;
      return coordinator.post(`/needs/${id}/revisions/${proposed.id}/publish`, {}, await versionOf(id));
    },
  ],
  ['unpublish', byCoordinator('unpublish', reason)],
  ['reconsider', byCoordinator('reconsider', reason)],
  ['give back', byCoordinator('return', { questions: [{ body: SECRET }] })],
  [
    'revise',
    async (id) => {
      const { items } = (await state.get(`/needs/${id}`)).body;
      const changed = { ...item, id: items[0].id, categoryCode: 'STOCK', description: `${SECRET}, safes for it` };
      return state.patch(`/needs/${id}`, { summary: SECRET, items: [changed] }, await versionOf(id));
    },
  ],
  ['submit', byState('submit?withoutAnswers=true')],
  ['validate', byCoordinator('validate')],
  ['publish', byCoordinator('publish', {})],
  [
    'widen to its parties',
    async (id) => {
      const proposal = { visibility: 'parties-only', ...reason };
      const { body } = await state.post(`/needs/${id}/revisions`, proposal, await versionOf(id));
      return coordinator.post(`/needs/${id}/revisions/${body.id}/publish`, {}, await versionOf(id));
    },
  ],
  ['withdraw', byState('withdraw', reason)],
  ['reinstate', byState('reinstate')],
  ['narrow', byState('show-to', { visibility: 'coordinators', ...reason })],
  ['close', byState('close', reason)],
  ['reopen', byState('reopen')],
];

it(
  'what ended before a request was hidden stays with its donor as it was, whatever happens inside',
  async () => {
    const { id, items } = await publishNeed(state, coordinator, content);
    const pledge = { title: 'Machines', amount: DEALT, measure: item.measure, visibility: 'private' };
    const pledged = await donor.post(`/needs/${id}/items/${items[0].id}/pledges`, pledge, {
      idempotencyKey: newId('note'),
    });
    expect(pledged.status).toBe(201);
    const made = [await offer(), await offer(), await offer()];
    await idle();
    const matches: MatchRow[] = (await coordinator.get(`/matches?needId=${id}&limit=100`)).body.items;
    const own = (offerId: string) => matches.find(({ offer: { id: its } }) => its === offerId)!.id;
    const pledgeId = matches.find(({ origin }) => origin === 'pledge')!.id;
    const [declinedId, withdrawnId, openId] = made.map(own);
    const accept = { decision: 'accept' };
    for (const [client, matchId, verb, body] of [
      [coordinator, pledgeId, 'review', { decision: 'decline', reason: 'Sent twice' }],
      [coordinator, declinedId, 'review', accept],
      [donor, declinedId, 'decline', { reason: 'Budget' }],
      [coordinator, withdrawnId, 'review', accept],
      [state, withdrawnId, 'consent'],
      [donor, withdrawnId, 'consent'],
      [donor, withdrawnId, 'withdraw', { reason: 'Budget' }],
      [coordinator, openId, 'review', accept],
    ] as const) {
      // The engine has said what it makes of the last act, and writes no match meanwhile.
      await idle();
      const { version } = (await coordinator.get(`/matches/${matchId}`)).body;
      const { status, body: answer } = await client.post(`/matches/${matchId}/${verb}`, body, { ifMatch: version });
      expect([verb, status, answer]).toEqual([verb, 200, answer]);
    }
    expect(await byState('show-to', { visibility: 'coordinators', ...reason })(id)).toMatchObject({ status: 200 });
    const ended = [pledgeId, declinedId!, withdrawnId!, openId!];
    const kept = await keptOf(ended, id);
    const states = await Promise.all(ended.map(async (matchId) => (await donor.get(`/matches/${matchId}`)).body.state));
    expect(states).toEqual(['declined', 'declined', 'rescinded', 'superseded']);
    for (const [name, act] of INSIDE) {
      const { status } = await act(id);
      expect([name, status < 300, await keptOf(ended, id)]).toEqual([name, true, kept]);
    }
  },
  TEST_MS,
);
