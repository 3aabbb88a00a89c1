// Danger: what happens inside a request that is hidden shows outside, by whatever outlet: an answer, a file, an inbox, the audit log.
import fc from 'fast-check';
import { newId, systemActor } from '#libs/kernel';
import { NeedExpiryService } from '#libs/needs';
import { NotificationMailsService } from '#libs/notifications';
import { UnitOfWork } from '#libs/platform';
import type { ApiClient } from '../client.js';
import { IN_A_YEAR, inDays } from '../days.js';
import { answersAbout, knowledgeOf, outletsOf } from './outlets.js';
import { publishNeed } from '../publish-need.js';
import { startSystem, type System } from '../system.js';
import { until } from '../until.js';

/** Of acts in any order; before them once in the order that lets each succeed. */
const RUNS = process.env.LONG === '1' ? 2 : 1;
const TEST_MS = 300_000;
const SECRET = 'Hidden depot of Mzuzu';

let house: System;
let state: ApiClient;
let coordinator: ApiClient;
/** Gives to the request in private and in public. */
let donor: ApiClient;
/** Nobody, another State, a donor that follows needs and saved searches, who administers, who pays. */
let outsiders: ReadonlyMap<string, ApiClient>;
/** Addresses that every outsider asks: all that take no id, with searches for the secret, and offers that they read. */
let outlets: string[];
type Offered = Readonly<Record<'private' | 'open' | 'earmarked', string>>;
/** Of each run: an offer that nobody else reads, and two that everybody does, to anybody and earmarked for the country of the request. */
const offers: Offered[] = [];
/** Those of the run that goes on. */
let offered: Offered;
/** A request like that of the run that goes on, and as hidden. */
let twinId: string;

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
  visibility: 'parties-only',
  validUntil: IN_A_YEAR,
  items: [{ ...item, site: SECRET }],
};

beforeAll(async () => {
  house = await startSystem({ demo: true, worker: true });
  [state, coordinator, donor] = await Promise.all([
    house.as('focal-malawi'),
    house.as('coordinator'),
    house.as('donor-sweden'),
  ]);
  const follower = await house.as('donor-japan');
  outsiders = new Map([
    ['nobody', house.anonymous],
    ['another State', await house.as('focal-haiti')],
    ['donor', follower],
    ['administrator', await house.as('administrator')],
  ]);
  await follower.post('/saved-searches', { name: 'All', filter: {}, alert: true });
  await follower.patch('/account', { mailWork: 'each', mailFollowed: 'each', mailSearches: 'each' });
  for (let run = 0; run < RUNS + 1; run += 1) {
    offers.push({
      private: await offer({ capacity: '20', visibility: 'private' }),
      open: await offer({ capacity: DEALT }),
      earmarked: await offer({ capacity: DEALT, earmarkAreas: ['MW'] }),
    });
  }
  outlets = await outletsOf(
    house,
    'mzuzu',
    offers.flatMap((each) => Object.values(each)),
  );
  await idle();
}, TEST_MS);
afterAll(() => house?.stop());

/** So much of an offer that everybody reads is given to a request. */
const DEALT = '2';

/** An offer of the donor on the table. Returns its id. */
async function offer(content: object): Promise<string> {
  const { body } = await donor.post('/offers', {
    title: 'Machines',
    kind: 'in-kind',
    categoryCodes: ['MARK'],
    typeCodes: ['equipment'],
    measure: { unit: 'machine' },
    ...content,
  });
  const { status } = await donor.post(`/offers/${body.id}/publish`, undefined, { ifMatch: body.version });
  expect(status).toBe(200);
  return body.id;
}

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

const matchOf = async (needId: string, offerId: string) =>
  (await coordinator.get(`/matches?needId=${needId}&offerId=${offerId}`)).body.items[0];

type Act = (id: string) => Promise<{ readonly status: number }>;

const versionOf = async (id: string) => ({ ifMatch: (await state.get(`/needs/${id}`)).body.version as number });
const post =
  (client: () => ApiClient, verb: string, body?: object): Act =>
  async (id) =>
    client().post(`/needs/${id}/${verb}`, body, await versionOf(id));
const reason = { reason: SECRET };
const of = {
  state: () => state,
  coordinator: () => coordinator,
  donor: () => donor,
};

/** Acts of a State with its draft, of which not even coordinators learn. */
const DRAFTING: Readonly<Record<string, Act>> = {
  revise: async (id) => state.patch(`/needs/${id}`, { summary: `${SECRET} ${newId('note')}` }, await versionOf(id)),
  copy: (id) => state.post(`/needs/${id}/copy`),
  withdraw: post(of.state, 'withdraw', reason),
  reinstate: post(of.state, 'reinstate'),
  follow: (id) => state.send('PUT', `/shortlist/${id}`),
};

const TODAY = new Date().toISOString().slice(0, 10);

/** The request gets of the offer what the coordinator proposes and both consent to. */
const deal =
  (offer: keyof typeof offered): Act =>
  async (id) => {
    // The engine has said what it makes of the last act, and writes no match meanwhile.
    await idle();
    const { items } = (await state.get(`/needs/${id}`)).body;
    const proposal = { needItemId: items[0].id, offerId: offered[offer], amount: DEALT };
    const proposed = await coordinator.post('/matches', proposal);
    // The engine may have been quicker.
    const match = proposed.status === 201 ? proposed.body : await matchOf(id, offered[offer]);
    if (!match) return proposed;
    const reviewed = await coordinator.post(
      `/matches/${match.id}/review`,
      { decision: 'accept' },
      { ifMatch: match.version },
    );
    const agreed = await state.post(`/matches/${match.id}/consent`, undefined, { ifMatch: reviewed.body.version });
    return donor.post(`/matches/${match.id}/consent`, undefined, { ifMatch: agreed.body.version });
  };

/** What is done with the match that the request and the offer have. */
const withMatch =
  (client: () => ApiClient, offer: keyof typeof offered, verb: string, body: object): Act =>
  async (id) => {
    const match = await matchOf(id, offered[offer]);
    if (!match) return { status: 404 };
    return client().post(`/matches/${match.id}/${verb}`, body, {
      ifMatch: match.version,
      idempotencyKey: newId('note'),
    });
  };

const offerAct = async (offerId: string, verb: string, body: object) =>
  donor.post(`/offers/${offerId}/${verb}`, body, { ifMatch: (await donor.get(`/offers/${offerId}`)).body.version });

/**
 * Acts of State, coordinators and a donor with a request that is published to its parties; in this order each succeeds, and so at
 * least once in each run of the test.
 */
const INSIDE: Readonly<Record<string, Act>> = {
  follow: DRAFTING.follow!,
  copy: DRAFTING.copy!,
  ask: (id) => coordinator.post(`/needs/${id}/messages`, { body: SECRET }),
  answer: (id) => state.post(`/needs/${id}/messages`, { body: SECRET }),
  confirm: post(of.state, 'confirm', { validUntil: IN_A_YEAR }),
  propose: async (id) =>
    state.post(`/needs/${id}/revisions`, { reason: SECRET, summary: newId('note') }, await versionOf(id)),
  decide: async (id) => {
    const [proposed] = (await coordinator.get(`/needs/${id}/revisions`)).body.items;
    return coordinator.post(`/needs/${id}/revisions/${proposed.id}/publish`, {}, await versionOf(id));
  },
  expire: async (id) => {
    await house.db.asOwner('UPDATE needs SET valid_until = $2 WHERE id = $1', [id, inDays(-15)]);
    const expiry = house.app.get(NeedExpiryService);
    await house.app.get(UnitOfWork).run(systemActor('needs.expire'), async (tx) => {
      await expiry.askAgain(tx);
      await expiry.expire(tx);
    });
    const { state: now } = (await state.get(`/needs/${id}`)).body;
    return { status: now === 'expired' ? 200 : 409 };
  },
  confirmAgain: post(of.state, 'confirm', { validUntil: IN_A_YEAR }),
  unpublish: post(of.coordinator, 'unpublish', reason),
  reconsider: post(of.coordinator, 'reconsider', reason),
  unacknowledge: post(of.coordinator, 'unacknowledge', reason),
  acknowledge: post(of.coordinator, 'acknowledge', { authentication: SECRET }),
  reject: post(of.coordinator, 'reject', reason),
  reconsiderRejected: post(of.coordinator, 'reconsider', reason),
  giveBack: post(of.coordinator, 'return', { questions: [{ body: SECRET }] }),
  revise: DRAFTING.revise!,
  submit: post(of.state, 'submit?withoutAnswers=true'),
  recall: post(of.state, 'recall'),
  submitAnew: post(of.state, 'submit?withoutAnswers=true'),
  validate: post(of.coordinator, 'validate'),
  publish: post(of.coordinator, 'publish', {}),
  narrow: post(of.state, 'show-to', { visibility: 'coordinators', ...reason }),
  widen: async (id) => {
    const proposal = { visibility: 'parties-only', ...reason };
    const { body } = await state.post(`/needs/${id}/revisions`, proposal, await versionOf(id));
    return coordinator.post(`/needs/${id}/revisions/${body.id}/publish`, {}, await versionOf(id));
  },
  withdraw: DRAFTING.withdraw!,
  reinstate: DRAFTING.reinstate!,
  merge: async (id) => coordinator.post(`/needs/${id}/merge`, { into: twinId, note: SECRET }, await versionOf(id)),
  takeApart: post(of.coordinator, 'take-apart', reason),
  waive: async (id) => {
    const [{ id: itemId }] = (await state.get(`/needs/${id}`)).body.items;
    return state.post(`/needs/${id}/items/${itemId}/waive`, { waived: '1', ...reason }, await versionOf(id));
  },
  dealInPrivate: deal('private'),
  dealInPublic: deal('open'),
  dealAsEarmarked: deal('earmarked'),
  lower: withMatch(of.coordinator, 'earmarked', 'lower', { amount: '1', ...reason }),
  start: withMatch(of.donor, 'earmarked', 'start-delivery', { plannedOn: TODAY, note: SECRET }),
  deliver: withMatch(of.donor, 'earmarked', 'deliveries', { quantity: '1', deliveredOn: TODAY, note: SECRET }),
  accept: async (id) => {
    const match = await matchOf(id, offered.earmarked);
    if (!match) return { status: 404 };
    const [delivery] = (await state.get(`/matches/${match.id}/deliveries`)).body.items ?? [];
    if (!delivery) return { status: 404 };
    return state.post(`/matches/${match.id}/deliveries/${delivery.id}/accept`, {}, { ifMatch: match.version });
  },
  takeBack: withMatch(of.donor, 'open', 'withdraw', reason),
  rescind: withMatch(of.coordinator, 'private', 'rescind', reason),
  reduceOffer: async () => {
    const { capacity } = (await donor.get(`/offers/${offered.private}`)).body;
    return offerAct(offered.private, 'reduce', { capacity: `${Number(capacity) - 1}`, ...reason });
  },
  withdrawOffer: async () => {
    await offerAct(offered.private, 'withdraw', reason);
    return offerAct(offered.private, 'reopen', {});
  },
  close: post(of.state, 'close', reason),
  hide: post(of.state, 'show-to', { visibility: 'coordinators', ...reason }),
  reopen: post(of.state, 'reopen'),
};

/** Each of the acts succeeds at least once, or it was not tried. */
async function expectNothingLearnt(
  readers: ReadonlyMap<string, ApiClient>,
  begin: () => Promise<string>,
  acts: Readonly<Record<string, Act>>,
): Promise<void> {
  const all = Object.keys(acts);
  const succeeded = new Map(all.map((name) => [name, 0]));
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray(all, { minLength: all.length - 1 }), async (names) => {
      await idle();
      const before = new Map<string, string[]>();
      for (const [name, client] of readers) before.set(name, await knowledgeOf(house, outlets, client));
      const id = await begin();
      for (const name of names) {
        const { status } = await acts[name]!(id);
        if (status < 300) succeeded.set(name, succeeded.get(name)! + 1);
      }
      await idle();
      for (const [name, client] of readers) {
        expect([name, await knowledgeOf(house, outlets, client)]).toEqual([name, before.get(name)]);
        expect([name, await answersAbout(client, id)]).toEqual([name, await answersAbout(client, newId('need'))]);
      }
    }),
    // Each run has offers of its own, and none are left to try a shorter one.
    { examples: [[all]], numRuns: RUNS + 1, endOnFailure: true },
  );
  expect([...succeeded].filter(([, times]) => times === 0)).toEqual([]);
}

it(
  'a request that is open to its parties only changes nothing that others can ask for',
  async () => {
    let begun = 0;
    const begin = async () => {
      twinId = (await publishNeed(state, coordinator, content)).id;
      const { id } = await publishNeed(state, coordinator, content);
      offered = offers[begun]!;
      begun += 1;
      // Acts in any order begin with what is agreed on.
      if (begun === 1) return id as string;
      for (const kind of ['private', 'open', 'earmarked'] as const) {
        expect(await deal(kind)(id)).toMatchObject({ status: 200, body: { state: 'confirmed' } });
      }
      return id as string;
    };
    await expectNothingLearnt(outsiders, begin, INSIDE);
  },
  TEST_MS,
);

it(
  'what a donor does with an offer looks the same whether or not it gives to such a request',
  async () => {
    const [giving, idling] = [await offer({ capacity: '4' }), await offer({ capacity: '4' })];
    const asksForLess = { ...content, items: [{ ...item, requested: DEALT }] };
    const { id } = await publishNeed(state, coordinator, asksForLess);
    offered = { private: giving, open: giving, earmarked: giving };
    expect(await deal('open')(id)).toMatchObject({ status: 200, body: { state: 'confirmed' } });
    const seen = async (client: ApiClient, offerId: string) => {
      const { status, headers, body } = await client.get(`/offers/${offerId}`);
      return [status, headers.get('etag'), { ...body, id: '', createdAt: '', publishedAt: '' }];
    };
    const acts = [
      ['reduce', { capacity: '3', ...reason }],
      ['withdraw', reason],
      ['reopen', {}],
      ['reduce', { capacity: DEALT, ...reason }],
    ] as const;
    for (const [verb, body] of acts) {
      for (const offerId of [giving, idling])
        expect(await offerAct(offerId, verb, body)).toMatchObject({ status: 200 });
      for (const [name, client] of outsiders) {
        expect([name, verb, await seen(client, giving)]).toEqual([name, verb, await seen(client, idling)]);
      }
    }
  },
  TEST_MS,
);

it(
  'a draft changes nothing that anybody else can ask for, coordinators and their view of the audit log included',
  async () => {
    const readers = new Map([...outsiders, ['coordinator', coordinator], ['finance', await house.as('finance-1')]]);
    await expectNothingLearnt(readers, async () => (await state.post('/needs', content)).body.id, DRAFTING);
  },
  TEST_MS,
);
