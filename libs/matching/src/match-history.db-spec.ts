// Danger: a history that leaves out who decided, names an act that was none, or tells a party what it was not told then.
import type { Actor } from '#libs/kernel';
import { matchingWorld } from './matching.fixture.js';

const world = matchingWorld();
const { db, matches, coordinator, focalPoint, otherFocalPoint, donor, otherDonor, auditor, finance } = world;

const seen = async (matchId: string) => ({ matchId, version: (await world.match(matchId)).version });

async function told(actor: Actor, matchId: string): Promise<(string | null)[][]> {
  const { history } = await db.uow.read(actor, (tx) => world.history.get(tx, matchId));
  return history.map(({ act, person, organization, note }) => [
    act,
    person?.name ?? null,
    organization?.name ?? null,
    note,
  ]);
}

const pledge = async (amount: bigint) => {
  const { needId, itemId } = await world.need({ visibility: 'public' });
  const terms = { amount, measure: { unit: 'safe' }, title: 'Safes', conditions: '', validUntil: null };
  const matchId = await world.run(donor, (tx) =>
    world.pledges.pledge(tx, { ...terms, needId, needItemId: itemId, visibility: 'public' }),
  );
  return { matchId, offerId: (await world.match(matchId)).offerId };
};

it('says who did what for whom, with the words that were given, in the order in which it happened', async () => {
  const { itemId } = await world.need();
  const offerId = await world.offer();
  const matchId = await world.run(coordinator, (tx) =>
    matches.propose(tx, { needItemId: itemId, offerId, amount: 60n, note: 'They fit.' }),
  );
  await world.run(coordinator, async (tx) => matches.accept(tx, await seen(matchId), { note: 'Plans were checked.' }));
  await world.consent(focalPoint, matchId);
  await world.consent(donor, matchId);
  await world.run(coordinator, async (tx) =>
    matches.lower(tx, await seen(matchId), { amount: 40n, reason: 'After fees' }),
  );
  await world.run(finance, (tx) => matches.startDelivery(tx, matchId));
  await world.run(finance, (tx) => matches.stopDelivery(tx, matchId));
  await world.run(coordinator, async (tx) => matches.rescind(tx, await seen(matchId), 'The depot burnt down'));
  const history = [
    ['proposed', 'Office', 'Office', 'They fit.'],
    ['reviewed', 'Office', 'Office', 'Plans were checked.'],
    ['consented', 'Haiti', 'Haiti', null],
    ['confirmed', 'Sweden', 'Sweden', null],
    ['lowered', 'Office', 'Office', 'After fees'],
    ['delivering', null, 'Agency', null],
    ['delivery-stopped', null, 'Agency', null],
    ['rescinded', 'Office', 'Office', 'The depot burnt down'],
  ];
  for (const reader of [coordinator, auditor, focalPoint, donor, finance]) {
    expect([reader.label, await told(reader, matchId)]).toEqual([reader.label, history]);
  }
  for (const outsider of [otherFocalPoint, otherDonor]) {
    await expect(told(outsider, matchId)).rejects.toMatchObject({ code: 'not-found' });
  }
});

it('names a party that declined, and nobody where the engine suggested', async () => {
  const { itemId, needId } = await world.need();
  const offerId = await world.offer();
  await world.run(db.actor, (tx) => world.suggestions.refreshNeed(tx, needId));
  const [match] = await db.asOwner<{ id: string }>('SELECT id FROM matches WHERE need_item_id = $1 AND offer_id = $2', [
    itemId,
    offerId,
  ]);
  const matchId = match!.id;
  await world.run(coordinator, async (tx) => matches.accept(tx, await seen(matchId), {}));
  await world.run(donor, async (tx) => matches.decline(tx, await seen(matchId), 'Not this year'));
  expect(await told(coordinator, matchId)).toEqual([
    ['suggested', null, null, null],
    ['reviewed', 'Office', 'Office', null],
    ['declined', 'Sweden', 'Sweden', 'Not this year'],
  ]);
});

it('says of a pledge that became less what it gave before, and since; to the State from its review on', async () => {
  const { matchId, offerId } = await pledge(10n);
  const reduce = async (capacity: bigint) => {
    const [offer] = await db.asOwner<{ version: number }>('SELECT version FROM offers WHERE id = $1', [offerId]);
    const cut = { capacity, reason: 'The budget was cut' };
    await world.run(donor, (tx) => world.life.reduce(tx, { offerId, version: offer!.version }, cut));
  };
  const amounts = async (actor: Actor) =>
    (await db.uow.read(actor, (tx) => world.history.get(tx, matchId))).history
      .filter(({ from }) => from !== null)
      .map(({ act, person, organization, from, to }) => [act, person, organization?.name, from, to]);
  await reduce(8n);
  await world.run(coordinator, async (tx) => matches.accept(tx, await seen(matchId), {}));
  await reduce(3n);
  const [early, late] = [
    ['reduced', null, 'Sweden', '10', '8'],
    ['reduced', null, 'Sweden', '8', '3'],
  ];
  expect((await world.match(matchId)).amount).toBe(3n);
  for (const reader of [donor, coordinator, auditor]) expect(await amounts(reader)).toEqual([early, late]);
  expect(await amounts(focalPoint)).toEqual([late]);
  await world.consent(focalPoint, matchId);
  await world.consent(donor, matchId);
  await world.run(coordinator, async (tx) => matches.lower(tx, await seen(matchId), { amount: 2n, reason: 'fee' }));
  expect((await amounts(focalPoint)).at(-1)).toEqual(['lowered', expect.anything(), 'Office', '3', '2']);
});

it('says it too of a pledge that came back to an offer that gives less', async () => {
  const { matchId, offerId } = await pledge(10n);
  await world.run(donor, (tx) => world.life.withdraw(tx, { offerId, version: 2 }, 'Too early'));
  await db.asOwner('UPDATE offers SET capacity = 4 WHERE id = $1', [offerId]);
  await world.run(donor, (tx) => world.life.reopen(tx, { offerId, version: 3 }, { validUntil: null }));
  await world.run(db.actor, (tx) => world.suggestions.refreshOffer(tx, offerId));
  const { history } = await db.uow.read(donor, (tx) => world.history.get(tx, matchId));
  expect(history.slice(-2)).toMatchObject([{ act: 'restored' }, { act: 'reduced', from: '10', to: '4' }]);
});

it('tells the State of a pledge from its review on, and of nothing that came and went before', async () => {
  const { matchId, offerId } = await pledge(10n);
  const seenOffer = { offerId, version: 2 };
  await world.run(donor, (tx) => world.life.withdraw(tx, seenOffer, 'Too early'));
  await world.run(db.actor, (tx) => world.suggestions.refreshOffer(tx, offerId));
  await world.run(donor, (tx) => world.life.reopen(tx, { offerId, version: 3 }, { validUntil: null }));
  await world.run(db.actor, (tx) => world.suggestions.refreshOffer(tx, offerId));
  const acts = async (actor: Actor) => (await told(actor, matchId)).map(([act]) => act);
  const before = ['pledged', 'ended', 'restored'];
  expect(await acts(donor)).toEqual(before);
  await expect(acts(focalPoint)).rejects.toMatchObject({ code: 'not-found' });
  await world.run(coordinator, async (tx) => matches.accept(tx, await seen(matchId), {}));
  expect(await acts(focalPoint)).toEqual(['pledged', 'reviewed']);
  for (const reader of [donor, coordinator, auditor]) expect(await acts(reader)).toEqual([...before, 'reviewed']);
});
