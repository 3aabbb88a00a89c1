// Danger: a condition of a donor that nothing obeys, the last part of a need given twice, or a surplus that is lost.
import { newId } from '#libs/kernel';
import type { ApiClient } from '../client.js';
import { publishNeed } from '../publish-need.js';
import { startSystem, type System } from '../system.js';
import { until } from '../until.js';

const USD = { currency: 'USD' };

let house: System;
let [state, sweden, japan, coordinator]: ApiClient[] = [];

beforeAll(async () => {
  house = await startSystem({ demo: true, worker: true });
  const enter = (name: string) => house.signIn(`${name}@demo.example`, 'demonstration-only');
  [state, sweden, japan, coordinator] = await Promise.all(
    ['focal-haiti', 'donor-sweden', 'donor-japan', 'coordinator'].map(enter),
  );
});
afterAll(() => house.stop());

const done = async <Body>(answer: Promise<{ status: number; body: Body }>): Promise<Body> => {
  const { status, body } = await answer;
  if (status >= 300) throw new Error(`answered ${status}: ${JSON.stringify(body)}`);
  return body;
};
const seen = ({ version }: { version: number }) => ({ ifMatch: version });
const once = () => ({ idempotencyKey: newId('key') });

function need(title: string, requested: string) {
  const item = {
    categoryCode: 'BORDER',
    typeCode: 'financial',
    measure: USD,
    requested,
    description: `${title}, with delivery`,
  };
  const content = { title, areaIso2: 'HT', summary: 'For the coast.', visibility: 'public', items: [item] };
  return publishNeed(state!, coordinator!, content);
}

async function nearlyConfirmed(donor: ApiClient, asked: Awaited<ReturnType<typeof need>>, amount: string) {
  const path = `/needs/${asked.id}/items/${asked.items[0].id}/pledges`;
  let match = await done(donor.post(path, { title: 'For the crossings', amount, measure: USD }, once()));
  const { id } = match;
  match = await done(coordinator!.post(`/matches/${id}/review`, { decision: 'accept', amount }, seen(match)));
  return done(state!.post(`/matches/${id}/consent`, undefined, seen(match)));
}

it('a donor’s conditions keep an offer from what it is not for, and the reasons say which', async () => {
  const asked = await need('Scanners for the crossings', '900000');
  const terms = { kind: 'cash', measure: USD, capacity: '500000', categoryCodes: ['BORDER'] };
  const bodies = { title: 'Through the United Nations', ...terms, implementerKinds: ['un-entity'] };
  const share = { title: 'Half of anything', ...terms, maximumShareBp: 5_000 };
  for (const content of [bodies, share]) {
    const offer = await done(sweden!.post('/offers', content));
    await done(sweden!.post(`/offers/${offer.id}/publish`, undefined, seen(offer)));
  }
  const match = await until('the engine suggests the offer that fits', async () => {
    const { body } = await coordinator!.get(`/matches?needId=${asked.id}&state=suggested`);
    return body.items[0];
  });
  expect(match).toMatchObject({ offer: { title: 'Half of anything' }, amount: '450000' });
  const { items } = await done(coordinator!.get(`/needs/${asked.id}/candidates`));
  const missed = items.find(({ offer }: { offer: { title: string } }) => offer.title === bodies.title);
  const broken = missed.reasons.rules.filter(({ holds }: { holds: boolean }) => !holds);
  expect(broken).toMatchObject([{ rule: 'implementing-body', facts: { kinds: ['un-entity'] } }]);
});

it('two donors pledge for the last part at once: nothing is over-committed, and the surplus goes elsewhere', async () => {
  const asked = await need('Boats for the coast guard', '100000');
  const other = await need('Radios for the coast guard', '80000');
  const [first, second] = [
    await nearlyConfirmed(sweden!, asked, '70000'),
    await nearlyConfirmed(japan!, asked, '60000'),
  ];
  const offered = await done(state!.get(`/needs/${asked.id}/pledges`));
  expect(offered.items.map(({ amount }: { amount: string }) => amount).sort()).toEqual(['60000', '70000']);

  const consents = await Promise.all([
    sweden!.post(`/matches/${first.id}/consent`, undefined, seen(first)),
    japan!.post(`/matches/${second.id}/consent`, undefined, seen(second)),
  ]);
  expect(consents.map(({ status }) => status)).toEqual([200, 200]);
  const amounts = consents.map(({ body }) => Number(body.amount));
  expect(amounts[0]! + amounts[1]!).toBe(100_000);
  const { items } = await done(state!.get(`/needs/${asked.id}`));
  expect(items[0]).toMatchObject({ requested: '100000', committed: '100000', open: '0' });

  // Whoever was later learns what is free, and takes it to another need and to the fund.
  const late =
    amounts[0]! < 70_000 ? { donor: sweden!, match: consents[0].body } : { donor: japan!, match: consents[1].body };
  expect(late.match.consentedAmount).toBe(late.donor === sweden ? '70000' : '60000');
  const path = `/offers/${late.match.offer.id}/surplus`;
  const surplus = await done(late.donor.get(path));
  expect(surplus.left).toBe('30000');
  const choice = surplus.sameState.find(({ needId }: { needId: string }) => needId === other.id);
  const to = { needId: choice.needId, needItemId: choice.needItemId, amount: '20000' };
  const moved = await done(late.donor.post(path, to, seen(surplus)));
  expect(moved).toMatchObject({ origin: 'pledge', state: 'suggested', amount: '20000', need: { id: other.id } });
  const fund = (await done(late.donor.get('/funds'))).items.find(({ currency }: typeof USD) => currency === 'USD');
  const rest = await done(late.donor.get(path));
  const agreement = await done(late.donor.post(`${path}/fund`, { fundId: fund.id, amount: '10000' }, seen(rest)));
  expect(agreement).toMatchObject({ state: 'pledged', amount: { minor: '10000' }, earmark: { level: 1 } });
  expect((await done(late.donor.get(`/offers/${late.match.offer.id}`))).left).toBe('0');
});

it('nobody is bound to what they did not see, or reads what was hidden from them since; a donor can withdraw', async () => {
  const asked = await need('Launches for the coast', '50000');
  const path = `/needs/${asked.id}`;
  let match = await nearlyConfirmed(sweden!, asked, '50000');
  const now = (client: ApiClient) => done(client.get(`/matches/${match.id}`));

  // The State has consented; then the offer changes, and after that the need.
  const offer = await done(sweden!.get(`/offers/${match.offer.id}`));
  await done(sweden!.patch(`/offers/${offer.id}`, { conditions: 'After an audit' }, seen(offer)));
  expect(await now(state!)).toMatchObject({ stateConsentAt: null, askedAgainBecause: 'offer-changed' });
  expect((await sweden!.post(`/matches/${match.id}/consent`, undefined, seen(match))).status).toBe(412);
  match = await done(sweden!.post(`/matches/${match.id}/consent`, undefined, seen(await now(sweden!))));
  const standing = await done(state!.get(path));
  const changes = { title: 'Launches and engines', reason: 'The engines were forgotten' };
  const revision = await done(state!.post(`${path}/revisions`, changes, seen(standing)));
  const proposed = await done(coordinator!.get(path));
  await done(coordinator!.post(`${path}/revisions/${revision.id}/publish`, {}, seen(proposed)));
  expect(await now(sweden!)).toMatchObject({ donorConsentAt: null, askedAgainBecause: 'need-revised' });
  await until('the donor is told', async () => {
    const { items } = await done(sweden!.get('/notifications?limit=100'));
    return items.find(
      (item: { kind: string; matchId: string }) => item.kind === 'match.asked-again' && item.matchId === match.id,
    );
  });

  match = await done(state!.post(`/matches/${match.id}/consent`, undefined, seen(await now(state!))));
  match = await done(sweden!.post(`/matches/${match.id}/consent`, undefined, seen(await now(sweden!))));
  expect(match.state).toBe('confirmed');
  match = await done(sweden!.post(`/matches/${match.id}/withdraw`, { reason: 'The budget was cut' }, seen(match)));
  expect(match).toMatchObject({ state: 'rescinded', declinedReason: 'The budget was cut' });
  expect((await done(state!.get(path))).items[0]).toMatchObject({ committed: '0', open: '50000' });

  const again = await nearlyConfirmed(japan!, asked, '10000');
  const open = await done(coordinator!.get(path));
  await done(coordinator!.post(`${path}/unpublish`, { reason: 'To be checked' }, seen(open)));
  expect(await done(state!.get(`/matches/${again.id}`))).toMatchObject({
    state: 'superseded',
    endedBecause: 'need-unpublished',
  });
  // Its donor keeps what it pledged, and is told no more of the need.
  expect((await japan!.get(path)).status).toBe(404);
  expect(await done(japan!.get(`/matches/${again.id}`))).toMatchObject({
    state: 'superseded',
    need: { isHidden: true },
  });
  expect((await house.anonymous.get(`/offers/${again.offer.id}`)).status).toBe(404);
});
