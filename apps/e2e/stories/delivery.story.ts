// Danger: a need in kind that nobody can bring to its end, or goods that count for a State that never accepted them.
import { newId } from '#libs/kernel';
import type { ApiClient } from '../client.js';
import { publishNeed } from '../publish-need.js';
import { startSystem, type System } from '../system.js';
import { until } from '../until.js';

const MACHINES = { unit: 'machine' };
const TODAY = new Date().toISOString().slice(0, 10);

let house: System;
let [state, colleague, donor, otherDonor, coordinator, auditor]: ApiClient[] = [];

beforeAll(async () => {
  house = await startSystem({ demo: true, worker: true });
  const enter = (name: string) => house.signIn(`${name}@demo.example`, 'demonstration-only');
  [state, donor, otherDonor, coordinator, auditor] = await Promise.all(
    ['focal-haiti', 'donor-sweden', 'donor-japan', 'coordinator', 'auditor'].map(enter),
  );
  colleague = await house.signIn('focal-malawi@demo.example', 'demonstration-only');
});
afterAll(() => house.stop());

const done = async <Body>(answer: Promise<{ status: number; body: Body }>): Promise<Body> => {
  const { status, body } = await answer;
  if (status >= 300) throw new Error(`answered ${status}: ${JSON.stringify(body)}`);
  return body;
};
const seen = ({ version }: { version: number }) => ({ ifMatch: version });
const once = (match: { version: number }) => ({ ...seen(match), idempotencyKey: newId('key') });

const inboxOf = async (reader: ApiClient): Promise<string[]> => {
  const { items } = await done(reader.get('/notifications?limit=100'));
  return items.map(({ kind }: { kind: string }) => kind);
};

it('ten machines are pledged, come in two deliveries, are accepted, and the need is fulfilled', async () => {
  const item = {
    ...{ categoryCode: 'MARK', typeCode: 'equipment', measure: MACHINES, requested: '10' },
    description: 'Marking machines for depots',
  };
  const need = await publishNeed(state!, coordinator!, {
    ...{ title: 'Ten machines for the depots', areaIso2: 'HT', summary: 'To mark what is kept.', visibility: 'public' },
    items: [item],
  });
  const itemOf = async () => (await done(donor!.get(`/needs/${need.id}`))).items[0];

  // Pledged, reviewed, agreed to by both.
  const terms = { title: 'Ten machines', amount: '10', measure: MACHINES };
  const pledged = await done(
    donor!.post(`/needs/${need.id}/items/${need.items[0].id}/pledges`, terms, { idempotencyKey: newId('key') }),
  );
  const path = `/matches/${pledged.id}`;
  let match = await done(coordinator!.post(`${path}/review`, { decision: 'accept' }, seen(pledged)));
  match = await done(state!.post(`${path}/consent`, undefined, seen(match)));
  match = await done(donor!.post(`${path}/consent`, undefined, seen(match)));
  expect(match.state).toBe('confirmed');

  // Under way: only its donor says so, and for a day that can be.
  const plan = { plannedOn: TODAY, note: 'By ship to Port-au-Prince' };
  expect((await otherDonor!.post(`${path}/start-delivery`, plan, seen(match))).status).toBe(404);
  expect((await coordinator!.post(`${path}/start-delivery`, plan, seen(match))).status).toBe(403);
  const past = await donor!.post(`${path}/start-delivery`, { plannedOn: '2020-01-01' }, seen(match));
  expect(past).toMatchObject({ status: 400, body: { errors: [{ path: 'plannedOn' }] } });
  let delivery = await done(donor!.post(`${path}/start-delivery`, plan, seen(match)));
  expect(delivery).toMatchObject({ state: 'delivering', ...plan, delivered: '0' });

  // Not after all, as a coordinator finds out; and then it is.
  delivery = await done(coordinator!.post(`${path}/stop-delivery`, undefined, seen(delivery)));
  expect(delivery).toMatchObject({ state: 'confirmed', plannedOn: null });
  delivery = await done(donor!.post(`${path}/start-delivery`, plan, seen(delivery)));

  // Six, with papers that the State can read, and then four; never more than is committed.
  const send = (name: string, text: string) => {
    const form = new FormData();
    form.append('file', new Blob([text]), name);
    return done(donor!.post('/files', form));
  };
  const waybill = await send('waybill.txt', 'Six machines, numbers 1 to 6');
  const certificate = await send('certificate.txt', 'All six were tried.');
  const six = { quantity: '6', deliveredOn: TODAY, evidenceFileIds: [waybill.id, certificate.id] };
  const sixOnce = once(delivery);
  delivery = await done(donor!.post(`${path}/deliveries`, six, sixOnce));
  // Sent again after a lost answer it is the same request, although the match has another version by now.
  expect(await done(donor!.post(`${path}/deliveries`, six, sixOnce))).toEqual(delivery);
  expect((await donor!.post(`${path}/deliveries`, six, { ...sixOnce, idempotencyKey: newId('key') })).status).toBe(412);
  expect(delivery.items[0].evidence.map(({ name }: { name: string }) => name)).toEqual([
    'waybill.txt',
    'certificate.txt',
  ]);
  for (const { id } of [waybill, certificate]) {
    expect((await state!.get(`/files/${id}`)).status).toBe(200);
    expect((await colleague!.get(`/files/${id}`)).status).toBe(404);
  }

  // A wrong record with a wrong paper: once undone, the State reads the paper no more, nor do coordinators; auditors do.
  const wrongPaper = await send('wrong.txt', 'One machine for somebody else');
  const one = { quantity: '1', deliveredOn: TODAY, evidenceFileIds: [wrongPaper.id] };
  delivery = await done(donor!.post(`${path}/deliveries`, one, once(delivery)));
  const readsWrong = () =>
    Promise.all(
      [state, coordinator, donor, auditor].map(async (reader) => [
        (await reader!.get(`/files/${wrongPaper.id}`)).status,
        (await done(reader!.get(`${path}/deliveries`))).items[1].evidence[0]?.id === wrongPaper.id,
      ]),
    );
  expect(await readsWrong()).toEqual([0, 1, 2, 3].map(() => [200, true]));
  const undo = `${path}/deliveries/${delivery.items[1].id}/undo`;
  delivery = await done(donor!.post(undo, { reason: 'Of another shipment.' }, seen(delivery)));
  expect(await readsWrong()).toEqual([...[0, 1].map(() => [404, false]), ...[0, 1].map(() => [200, true])]);
  expect((await state!.get(`/files/${waybill.id}`)).status).toBe(200);

  const five = await donor!.post(`${path}/deliveries`, { quantity: '5', deliveredOn: TODAY }, once(delivery));
  expect(five).toMatchObject({ status: 409, body: { type: '/problems/more-than-undelivered' } });
  delivery = await done(coordinator!.post(`${path}/deliveries`, { quantity: '4', deliveredOn: TODAY }, once(delivery)));
  expect(await itemOf()).toMatchObject({ committed: '10', delivered: '10', accepted: '0', open: '0' });
  expect((await done(donor!.get(`/needs/${need.id}`))).state).toBe('published');

  // The State alone decides: all of the first; of the second three, as one is broken, and the one that comes for it.
  const [first, , second] = delivery.items as { id: string }[];
  expect((await donor!.post(`${path}/deliveries/${first!.id}/accept`, {}, seen(delivery))).status).toBe(403);
  expect((await colleague!.post(`${path}/deliveries/${first!.id}/accept`, {}, seen(delivery))).status).toBe(404);
  const total = await state!.post(
    `/needs/${need.id}/items/${need.items[0].id}/accept`,
    { accepted: '10' },
    {
      ifMatch: (await done(state!.get(`/needs/${need.id}`))).version,
    },
  );
  expect(total).toMatchObject({ status: 409, body: { type: '/problems/accepted-by-delivery' } });
  delivery = await done(state!.post(`${path}/deliveries/${first!.id}/accept`, {}, seen(delivery)));
  const broken = { accepted: '3', reason: 'One does not start.' };
  delivery = await done(state!.post(`${path}/deliveries/${second!.id}/accept`, broken, seen(delivery)));
  expect(delivery).toMatchObject({ state: 'delivering', delivered: '9', accepted: '9' });
  delivery = await done(donor!.post(`${path}/deliveries`, { quantity: '1', deliveredOn: TODAY }, once(delivery)));
  const third = delivery.items[3];
  delivery = await done(state!.post(`${path}/deliveries/${third.id}/accept`, {}, seen(delivery)));
  expect(delivery).toMatchObject({ state: 'completed', delivered: '10', accepted: '10' });
  expect(await itemOf()).toMatchObject({ delivered: '10', accepted: '10' });
  expect((await done(donor!.get(`/needs/${need.id}`))).state).toBe('fulfilled');
  const offer = await done(donor!.get(`/offers/${pledged.offer.id}`));
  expect(offer).toMatchObject({ committed: '10', delivered: '10', accepted: '10' });

  // What was done stands in the match, and each side was told of what the other did.
  const { history } = await done(donor!.get(path));
  expect(history.slice(-10).map(({ act }: { act: string }) => act)).toEqual([
    ...['delivering', 'delivered', 'delivered', 'delivery-undone', 'delivered'],
    ...['delivery-accepted', 'delivery-accepted', 'delivered'],
    ...['delivery-accepted', 'completed'],
  ]);
  await until('both sides were told', async () => {
    const [told, toldDonor] = [await inboxOf(state!), await inboxOf(donor!)];
    const all = ['match.delivering', 'match.delivered', 'match.delivery-stopped'].every((kind) => told.includes(kind));
    return all &&
      toldDonor.includes('match.delivery-stopped') &&
      toldDonor.filter((kind) => kind === 'match.delivery-accepted').length >= 3
      ? true
      : undefined;
  });
});

it('a grant is paid by its donor itself, counts when the State has it and until that was a mistake, and no fund takes it in', async () => {
  const USD = { currency: 'USD' };
  const item = {
    ...{ categoryCode: 'MARK', typeCode: 'financial', measure: USD, requested: '100000' },
    description: 'Training of those who mark',
  };
  const need = await publishNeed(state!, coordinator!, {
    ...{ title: 'Training of markers', areaIso2: 'HT', summary: 'Nobody was trained yet.', visibility: 'public' },
    items: [item],
  });
  const now = async () => done(state!.get(`/needs/${need.id}`));
  const terms = { title: 'A grant for training', amount: '100000', measure: USD };
  const pledged = await done(
    donor!.post(`/needs/${need.id}/items/${need.items[0].id}/pledges`, terms, { idempotencyKey: newId('key') }),
  );
  const path = `/matches/${pledged.id}`;
  let match = await done(coordinator!.post(`${path}/review`, { decision: 'accept' }, seen(pledged)));
  match = await done(state!.post(`${path}/consent`, undefined, seen(match)));
  match = await done(donor!.post(`${path}/consent`, undefined, seen(match)));
  expect(match).toMatchObject({ state: 'confirmed', paidBy: null });

  let paid = await done(donor!.post(`${path}/start-delivery`, { plannedOn: TODAY }, seen(match)));
  const finance = await house.signIn('finance-1@demo.example', 'demonstration-only');
  const funds = await done(finance.get('/funds'));
  const agreement = { fundId: funds.items[0].id, feeRateMillionths: 10_000, pledgedOn: TODAY };
  expect(await finance.post(`${path}/agreement`, agreement, { idempotencyKey: newId('key') })).toMatchObject({
    status: 409,
    body: { type: '/problems/match-not-allocatable' },
  });
  const pay = (quantity: string) =>
    donor!.post(`${path}/deliveries`, { quantity, deliveredOn: TODAY, note: 'Second half in spring' }, once(paid));
  expect(await pay('100001')).toMatchObject({ status: 409, body: { type: '/problems/more-than-undelivered' } });
  paid = await done(pay('60000'));
  paid = await done(pay('40000'));
  expect((await now()).items[0]).toMatchObject({ committed: '100000', delivered: '0' });
  for (const { id } of paid.items) {
    paid = await done(state!.post(`${path}/deliveries/${id}/accept`, {}, seen(paid)));
  }
  expect(paid).toMatchObject({ state: 'completed', delivered: '100000', accepted: '100000' });
  const inFull = { delivered: '100000', accepted: '100000', paidByFund: '0' };
  expect(await now()).toMatchObject({ state: 'fulfilled', items: [inFull] });
  const nothing = await state!.post(
    `/needs/${need.id}/items/${need.items[0].id}/accept`,
    { accepted: '0' },
    { ifMatch: (await now()).version },
  );
  expect(nothing).toMatchObject({ status: 409, body: { type: '/problems/accepted-by-delivery' } });
  expect(await done(donor!.get(path))).toMatchObject({ state: 'completed', paidBy: 'donor' });

  // The second payment was another one: the State takes its acceptance back, and accepts the right one.
  const second = `${path}/deliveries/${paid.items[1].id}`;
  const mistake = { reason: 'That payment was for another request.' };
  expect((await donor!.post(`${second}/unaccept`, mistake, seen(paid))).status).toBe(403);
  paid = await done(state!.post(`${second}/unaccept`, mistake, seen(paid)));
  expect(paid).toMatchObject({ state: 'delivering', delivered: '100000', accepted: '60000' });
  expect(await now()).toMatchObject({ state: 'published', items: [{ delivered: '60000', accepted: '60000' }] });
  paid = await done(donor!.post(`${second}/undo`, mistake, seen(paid)));
  paid = await done(pay('40000'));
  paid = await done(state!.post(`${path}/deliveries/${paid.items[2].id}/accept`, {}, seen(paid)));
  expect(paid.state).toBe('completed');
  expect((await now()).state).toBe('fulfilled');
  await until('the donor was told of it', async () =>
    (await inboxOf(donor!)).includes('match.delivery-unaccepted') ? true : undefined,
  );
});
