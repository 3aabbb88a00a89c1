// Danger: one request is financed twice because it was filed twice, or merging loses what a donor or a State had said of one of the two.
import { newId } from '#libs/kernel';
import { IN_A_YEAR } from '../days.js';
import type { ApiClient } from '../client.js';
import { publishNeed } from '../publish-need.js';
import { startSystem, type System } from '../system.js';
import { until } from '../until.js';

let house: System;
let [state, donor, coordinator, auditor]: ApiClient[] = [];

beforeAll(async () => {
  house = await startSystem({ demo: true, worker: true });
  const enter = (name: string) => house.signIn(`${name}@demo.example`, 'demonstration-only');
  [state, donor, coordinator, auditor] = await Promise.all(
    ['focal-malawi', 'donor-japan', 'coordinator', 'auditor'].map(enter),
  );
});
afterAll(() => house?.stop());

interface Item {
  readonly id: string;
}
interface Shown {
  readonly id: string;
  readonly title: string;
  readonly version: number;
  readonly state: string;
  readonly items: readonly Item[];
  readonly mergedInto: { id: string } | null;
  readonly mergedFrom: readonly { id: string }[];
}

const content = (title: string, language: string, requested: string) => ({
  areaIso2: 'MW',
  title,
  summary: title,
  language,
  visibility: 'public',
  validUntil: IN_A_YEAR,
  items: [
    {
      categoryCode: 'MARK',
      typeCode: 'equipment',
      description: title,
      measure: { unit: 'machine' },
      requested,
      place: 'Lilongwe',
    },
  ],
});

const look = async (client: ApiClient, { id }: { id: string }): Promise<Shown> =>
  (await client.get(`/needs/${id}`)).body;
const alike = async (of: Shown) => (await coordinator!.get(`/needs/${of.id}/duplicates`)).body.items;
const matchesOf = async ({ id }: Shown, states: string) =>
  (await coordinator!.get(`/matches?needId=${id}&${states}`)).body.items;

/** Those that wait; the engine may have looked at the need by then, or not yet. */
const pledgesTo = async (need: Shown) =>
  (await matchesOf(need, 'state=suggested')).filter(({ origin }: { origin: string }) => origin === 'pledge');

let english: Shown;
let french: Shown;
let other: Shown;

it('the same request filed in two languages is found, with what speaks for it; nobody else learns of it', async () => {
  english = await publishNeed(state!, coordinator!, content('Marking machines for Lilongwe', 'en', '12'));
  other = await publishNeed(state!, coordinator!, content('Marking in the south', 'en', '11'));
  const before = await look(donor!, english);
  french = await publishNeed(state!, coordinator!, content('Machines à marquer pour la capitale', 'fr', '12'));
  const found = await alike(english);
  expect(found.map(({ need }: { need: Shown }) => need.id).sort()).toEqual([french.id, other.id].sort());
  expect(found.find(({ need }: { need: Shown }) => need.id === french.id)).toMatchObject({
    need: { title: french.title, language: 'fr' },
    evidence: { categories: ['MARK'], places: ['Lilongwe'], sameLines: [{ requested: '12', otherRequested: '12' }] },
    distinct: null,
  });
  expect((await auditor!.get(`/needs/${english.id}/duplicates`)).status).toBe(200);
  for (const client of [state!, donor!]) {
    expect((await client.get(`/needs/${english.id}/duplicates`)).status).toBe(403);
  }
  expect(await look(donor!, english)).toEqual(before);
});

it('what a coordinator found not to be the same comes last, from both sides, until that is taken back', async () => {
  const path = `/needs/${english.id}/duplicates/${other.id}`;
  expect((await state!.post(`${path}/tell-apart`, { note: 'Two stores' })).status).toBe(403);
  const told = await coordinator!.post(`${path}/tell-apart`, { note: 'Two stores' });
  expect(told.body.items.map(({ distinct }: { distinct: object | null }) => distinct)).toEqual([
    null,
    expect.objectContaining({ note: 'Two stores' }),
  ]);
  expect((await alike(other)).at(-1).need.id).toBe(english.id);
  const again = await coordinator!.post(`${path}/suggest-again`, undefined);
  expect(again.body.items.every(({ distinct }: { distinct: object | null }) => distinct === null)).toBe(true);
});

it('merging keeps both histories: a pledge to the one that goes waits no more, and its page points to the other', async () => {
  const [item] = french.items;
  const terms = { title: 'Four machines', amount: '4', measure: { unit: 'machine' } };
  const pledge = await donor!.post(`/needs/${french.id}/items/${item!.id}/pledges`, terms, {
    idempotencyKey: newId('key'),
  });
  expect(pledge.status).toBe(201);
  const seen = await look(coordinator!, french);
  const input = { into: english.id, note: 'The same request, filed in two languages.' };
  expect((await state!.post(`/needs/${french.id}/merge`, input, { ifMatch: seen.version })).status).toBe(403);
  expect((await coordinator!.post(`/needs/${french.id}/merge`, input, { ifMatch: seen.version - 1 })).status).toBe(412);
  const itself = { ...input, into: french.id };
  const refused = await coordinator!.post(`/needs/${french.id}/merge`, itself, { ifMatch: seen.version });
  expect([refused.status, refused.body.errors[0].path]).toEqual([400, 'into']);

  const merged = await coordinator!.post(`/needs/${french.id}/merge`, input, { ifMatch: seen.version });
  expect([merged.status, merged.body.state, merged.body.mergedInto]).toEqual([200, 'merged', english.id]);
  expect((await donor!.get(`/matches/${pledge.body.id}`)).body.state).toBe('superseded');
  for (const client of [donor!, house.anonymous, state!]) {
    expect(await look(client, french)).toMatchObject({ state: 'merged', mergedInto: { id: english.id } });
    expect((await look(client, english)).mergedFrom).toEqual([{ id: french.id, title: french.title }]);
  }
  const messages = await coordinator!.get(`/needs/${french.id}/messages`);
  expect(messages.status).toBe(200);
  for (const [id, act] of [
    [french.id, 'need.merged'],
    [english.id, 'need.took-in'],
  ] as const) {
    const { items } = (await auditor!.get(`/audit?refId=${id}`)).body;
    expect(items.map((row: { act: string }) => row.act)).toEqual(expect.arrayContaining(['need.published', act]));
  }
  expect((await alike(english)).map(({ need }: { need: Shown }) => need.id)).toEqual([other.id]);
});

it('taking them apart restores the need and the pledge, and the engine looks at it again', async () => {
  const seen = await look(coordinator!, french);
  const path = `/needs/${french.id}/take-apart`;
  const back = await coordinator!.post(path, { reason: 'Two stores after all.' }, { ifMatch: seen.version });
  expect([back.status, back.body.state, back.body.mergedInto]).toEqual([200, 'published', null]);
  expect(await look(donor!, french)).toMatchObject({ state: 'published', mergedInto: null });
  expect(await pledgesTo(french)).toHaveLength(1);
  const again = await coordinator!.post(path, { reason: 'Twice.' }, { ifMatch: back.body.version });
  expect([again.status, again.body.type]).toEqual([409, expect.stringContaining('move-not-allowed')]);
});

it('a need whose donor and State were asked already is not merged away', async () => {
  const [pledge] = await pledgesTo(french);
  const accepted = await coordinator!.post(
    `/matches/${pledge.id}/review`,
    { decision: 'accept', amount: '4' },
    { ifMatch: pledge.version },
  );
  expect(accepted.status).toBe(200);
  const { version } = await look(coordinator!, french);
  const input = { into: english.id, note: 'The same.' };
  const refused = await coordinator!.post(`/needs/${french.id}/merge`, input, { ifMatch: version });
  expect([refused.status, refused.body.type]).toEqual([409, expect.stringContaining('need-has-matches')]);
  expect(refused.body.detail).toContain(pledge.id);
  const other = await coordinator!.post(
    `/needs/${english.id}/merge`,
    { ...input, into: french.id },
    { ifMatch: (await look(coordinator!, english)).version },
  );
  expect(other.status).toBe(200);
  await until('the engine has looked at the need that stays', async () => {
    const { items } = (await coordinator!.get(`/matches?needId=${french.id}&state=reviewed`)).body;
    return items.length === 1;
  });
});
