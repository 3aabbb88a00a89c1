// Danger: what happens inside a request that is hidden shows outside, by whatever outlet: an answer, a file, an inbox, the audit log.
import fc from 'fast-check';
import { newId, systemActor } from '#libs/kernel';
import { NotificationMailsService } from '#libs/notifications';
import { UnitOfWork } from '#libs/platform';
import type { ApiClient } from '../client.js';
import { IN_A_YEAR } from '../days.js';
import { mailsTo } from '../mails.js';
import { publishNeed } from '../publish-need.js';
import { startSystem, type System } from '../system.js';
import { until } from '../until.js';

const RUNS = process.env.LONG === '1' ? 4 : 2;
const TEST_MS = 300_000;
const SECRET = 'Hidden depot of Mzuzu';

let house: System;
let state: ApiClient;
let coordinator: ApiClient;
let privateDonor: ApiClient;
/** Nobody, another State, a donor that follows needs and saved searches, who administers, who pays. */
let outsiders: ReadonlyMap<string, ApiClient>;
/** Addresses that every outsider asks: all that take no id, with searches for the secret. */
let outlets: string[];
let privateOfferId: string;

const item = {
  categoryCode: 'MARK',
  typeCode: 'equipment',
  description: SECRET,
  measure: { unit: 'machine' },
  requested: '9',
};
const content = {
  areaIso2: 'MW',
  title: SECRET,
  summary: SECRET,
  language: 'en',
  visibility: 'parties-only',
  validUntil: IN_A_YEAR,
  items: [{ ...item, site: SECRET }],
};

beforeAll(async () => {
  house = await startSystem({ demo: true, worker: true });
  [state, coordinator, privateDonor] = await Promise.all([
    house.as('focal-malawi'),
    house.as('coordinator'),
    house.as('donor-sweden'),
  ]);
  const donor = await house.as('donor-japan');
  outsiders = new Map([
    ['nobody', house.anonymous],
    ['another State', await house.as('focal-haiti')],
    ['donor', donor],
    ['administrator', await house.as('administrator')],
  ]);
  await donor.post('/saved-searches', { name: 'All', filter: {}, alert: true });
  await donor.patch('/account', { mailWork: 'each', mailFollowed: 'each', mailSearches: 'each' });
  outlets = await addressesWithoutIds();
  const offer = await privateDonor.post('/offers', {
    title: 'Machines, privately',
    kind: 'in-kind',
    categoryCodes: ['MARK'],
    typeCodes: ['equipment'],
    measure: { unit: 'machine' },
    capacity: '100',
    visibility: 'private',
  });
  privateOfferId = offer.body.id;
  await privateDonor.post(`/offers/${privateOfferId}/publish`, undefined, { ifMatch: offer.body.version });
  await idle();
}, TEST_MS);
afterAll(() => house?.stop());

async function addressesWithoutIds(): Promise<string[]> {
  const { body: document } = await house.anonymous.get('/openapi.json');
  const plain = Object.entries<Record<string, unknown>>(document.paths)
    .filter(([path, operations]) => 'get' in operations && !path.includes('{'))
    .map(([path]) => path.replace('/api/v1', ''))
    // When one's own session was used last is news of nobody else.
    .filter((path) => !/^\/(session|account)/.test(path));
  const searched = ['/needs', '/needs/facets', '/needs/map', '/needs/matrix', '/offers/facets'].map(
    (path) => `${path}?q=mzuzu`,
  );
  return [...plain, ...searched, '/needs/export?format=csv', '/offers/export?format=csv', '/needs?sort=largest-gap'];
}

/** What the schedule does each minute, and until everything that was caused in the background has happened. */
const idle = async () => {
  await house.app
    .get(UnitOfWork)
    .run(systemActor('test'), (tx) => house.app.get(NotificationMailsService, { strict: false }).askWhereDue(tx));
  await until('the house is idle', async () => {
    const rows = await house.db.asOwner("SELECT 1 FROM outbox_deliveries WHERE state = 'pending'");
    return rows.length === 0;
  });
};

/** Each problem document has a number of its own, which says nothing. */
const told = (body: unknown) => JSON.stringify(body).replace(/"instance":"[^"]*"/, '');

async function knowledgeOf(client: ApiClient): Promise<string[]> {
  const answers = outlets.map(async (path) => {
    const { status, body } = await client.get(path);
    return `${path} ${status} ${told(body)}`;
  });
  return [...(await Promise.all(answers)), ...(await mailsTo(house, 'donor-japan@demo.example'))];
}

/** What is answered to who asks for a need, its pages and its acts by its id. */
async function answersAbout(client: ApiClient, id: string): Promise<string[]> {
  const pages = ['', '/messages', '/revisions', '/pledges', '/candidates', '/duplicates'].map(
    (page) => `/needs/${id}${page}`,
  );
  const searches = [`/matches?needId=${id}`, `/audit?refId=${id}`, `/needs?id=${id}`];
  const answers = [...pages, ...searches].map(async (path) => {
    const { status, body } = await client.get(path);
    return `${path} ${status} ${told(body)}`.replaceAll(id, 'ID');
  });
  return Promise.all(answers);
}

const suggestion = async (needId: string) =>
  (await coordinator.get(`/matches?needId=${needId}&offerId=${privateOfferId}`)).body.items[0];

type Act = (id: string) => Promise<unknown>;

const versionOf = async (id: string) => ({ ifMatch: (await state.get(`/needs/${id}`)).body.version as number });
const post =
  (client: () => ApiClient, verb: string, body?: object): Act =>
  async (id) =>
    client().post(`/needs/${id}/${verb}`, body, await versionOf(id));
const reason = { reason: SECRET };
const of = {
  state: () => state,
  coordinator: () => coordinator,
};

/** Acts of a State with its draft, of which not even coordinators learn. */
const DRAFTING: Readonly<Record<string, Act>> = {
  revise: async (id) => state.patch(`/needs/${id}`, { summary: `${SECRET} ${newId('note')}` }, await versionOf(id)),
  copy: (id) => state.post(`/needs/${id}/copy`),
  withdraw: post(of.state, 'withdraw', reason),
  reinstate: post(of.state, 'reinstate'),
  follow: (id) => state.send('PUT', `/shortlist/${id}`),
};

/** Acts of State, coordinators and a donor that deals in private with a request that is published to its parties. */
const INSIDE: Readonly<Record<string, Act>> = {
  ...DRAFTING,
  submit: post(of.state, 'submit'),
  unpublish: post(of.coordinator, 'unpublish', reason),
  publish: post(of.coordinator, 'publish', {}),
  close: post(of.state, 'close', reason),
  reopen: post(of.state, 'reopen'),
  hide: post(of.state, 'show-to', { visibility: 'coordinators', ...reason }),
  confirm: post(of.state, 'confirm', { validUntil: IN_A_YEAR }),
  ask: (id) => coordinator.post(`/needs/${id}/messages`, { body: SECRET }),
  answer: (id) => state.post(`/needs/${id}/messages`, { body: SECRET }),
  propose: async (id) =>
    state.post(
      `/needs/${id}/revisions`,
      { reason: SECRET, content: { ...content, summary: newId('note') } },
      await versionOf(id),
    ),
  match: async (id) => {
    const { items } = (await state.get(`/needs/${id}`)).body;
    const proposal = { needItemId: items[0].id, offerId: privateOfferId, amount: '2' };
    const proposed = await coordinator.post('/matches', proposal);
    // The engine may have been quicker.
    const match = proposed.status === 201 ? proposed.body : await suggestion(id);
    const reviewed = await coordinator.post(
      `/matches/${match.id}/review`,
      { decision: 'accept' },
      { ifMatch: match.version },
    );
    const agreed = await state.post(`/matches/${match.id}/consent`, undefined, { ifMatch: reviewed.body.version });
    return privateDonor.post(`/matches/${match.id}/consent`, undefined, { ifMatch: agreed.body.version });
  },
};

async function expectNothingLearnt(
  readers: ReadonlyMap<string, ApiClient>,
  begin: () => Promise<string>,
  acts: Readonly<Record<string, Act>>,
): Promise<Set<string>> {
  const done = new Set<string>();
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray(Object.keys(acts), { minLength: Object.keys(acts).length - 1 }),
      async (names) => {
        await idle();
        const before = new Map<string, string[]>();
        for (const [name, client] of readers) before.set(name, await knowledgeOf(client));
        const id = await begin();
        for (const name of names) {
          const answer = await acts[name]!(id);
          if ((answer as { status: number }).status < 300) done.add(name);
        }
        await idle();
        for (const [name, client] of readers) {
          expect([name, await knowledgeOf(client)]).toEqual([name, before.get(name)]);
          expect([name, await answersAbout(client, id)]).toEqual([name, await answersAbout(client, newId('need'))]);
        }
      },
    ),
    { numRuns: RUNS },
  );
  return done;
}

it(
  'a request that is open to its parties only changes nothing that others can ask for',
  async () => {
    let begun = 0;
    const begin = async () => {
      const { id } = await publishNeed(state, coordinator, content);
      begun += 1;
      if (begun % 2 === 1) expect(await INSIDE.match!(id)).toMatchObject({ status: 200, body: { state: 'confirmed' } });
      return id as string;
    };
    const done = await expectNothingLearnt(outsiders, begin, INSIDE);
    // It was tried in earnest.
    expect([...done]).toEqual(expect.arrayContaining(['ask', 'answer', 'copy']));
  },
  TEST_MS,
);

it(
  'a draft changes nothing that anybody else can ask for, coordinators and their view of the audit log included',
  async () => {
    const readers = new Map([...outsiders, ['coordinator', coordinator], ['finance', await house.as('finance-1')]]);
    const begin = async () => (await state.post('/needs', content)).body.id as string;
    const done = await expectNothingLearnt(readers, begin, DRAFTING);
    expect([...done]).toEqual(expect.arrayContaining(['copy', 'withdraw']));
  },
  TEST_MS,
);
