// Danger: the number of what is offered tells a reader of pledges that are hidden from them, or counts what no person offered.
import { NeedsQueries } from '#libs/needs';
import type { Actor } from '#libs/kernel';
import { matchingWorld } from './matching.fixture.js';

const world = matchingWorld();
const { db, matches, pledges, focalPoint, otherFocalPoint, donor, otherDonor, coordinator, auditor, finance } = world;
const needs = new NeedsQueries();

it('is what people offered and nobody committed yet, for who may know of it', async () => {
  const { needId, itemId } = await world.need({ visibility: 'public' });
  const offered = async (reader: Actor) => {
    const { items } = await db.uow.read(reader, (tx) => needs.get(tx, needId));
    return items[0]!.offered;
  };
  const told = async () => ({ state: await offered(focalPoint), desk: await offered(coordinator) });
  const pledge = (by: Actor, amount: bigint, visibility: 'public' | 'private') =>
    world.run(by, (tx) =>
      pledges.pledge(tx, {
        ...{ needId, needItemId: itemId, amount, measure: { unit: 'safe' }, title: 'Safes', conditions: '' },
        ...{ validUntil: null, visibility },
      }),
    );
  // What the engine found is nobody's offer.
  await world.offer();
  await world.run(db.actor, (tx) => world.suggestions.refreshNeed(tx, needId));
  expect(await world.suggested(itemId)).toHaveLength(1);
  expect(await told()).toEqual({ state: '0', desk: '0' });

  const hidden = await pledge(donor, 30n, 'private');
  await pledge(otherDonor, 5n, 'public');
  const proposed = await world.run(coordinator, async (tx) =>
    matches.propose(tx, { needItemId: itemId, offerId: await world.offer(), amount: 7n, note: null }),
  );
  expect(await told()).toEqual({ state: '5', desk: '42' });
  expect(await offered(auditor)).toBe('42');
  for (const reader of [donor, otherDonor, otherFocalPoint, finance]) expect(await offered(reader)).toBeNull();

  await world.run(coordinator, (tx) => matches.accept(tx, { matchId: hidden, version: 1 }, {}));
  expect(await told()).toEqual({ state: '35', desk: '42' });
  await world.consent(focalPoint, hidden);
  await world.consent(donor, hidden);
  await world.run(coordinator, (tx) => matches.reject(tx, { matchId: proposed, version: 1 }, 'Too few'));
  expect(await told()).toEqual({ state: '5', desk: '5' });
  const [line] = (await db.uow.read(focalPoint, (tx) => needs.inFull(tx, {}, { after: null, limit: 10 })))[0]!.items;
  expect(line).toMatchObject({ offered: '5', committed: '30' });
});
