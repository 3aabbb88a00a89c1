// Danger: people who are quick give the same thing twice.
import type { Tx } from '#libs/platform';
import { matchingInvariants } from './matching.invariants.js';
import { matchingWorld } from './matching.fixture.js';

const world = matchingWorld();
const { db, matches, coordinator, focalPoint, donor } = world;

const code = (expected: string) => expect.objectContaining({ code: expected });

async function seen(matchId: string) {
  return { matchId, version: (await world.match(matchId)).version };
}

it('8 consents at once on matches that compete for one offer never give more than it has', async () => {
  const offerId = await world.offer({ capacity: 100n });
  const pending: string[] = [];
  const items: string[] = [];
  for (let index = 0; index < 8; index += 1) {
    const { itemId } = await world.need();
    const matchId = await world.reviewed(itemId, offerId, 30n);
    await world.consent(donor, matchId);
    pending.push(matchId);
    items.push(itemId);
  }
  const outcomes = await Promise.allSettled(pending.map((matchId) => world.consent(focalPoint, matchId)));
  const won = outcomes.filter(({ status }) => status === 'fulfilled');
  expect(won).toHaveLength(3);
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') expect(outcome.reason).toEqual(code('amount-not-available'));
  }
  expect((await world.committed(items[0]!, offerId))[1]).toBe('90');
});

it('8 consents at once on matches that compete for one item never cover more than is open', async () => {
  const { itemId } = await world.need();
  const pending: string[] = [];
  for (let index = 0; index < 8; index += 1) {
    const matchId = await world.reviewed(itemId, await world.offer({ maximum_per_recipient: 40n }), 40n);
    await world.consent(focalPoint, matchId);
    pending.push(matchId);
  }
  const outcomes = await Promise.allSettled(pending.map((matchId) => world.consent(donor, matchId)));
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
  expect((await world.committed(itemId, ''))[0]).toBe('80');
});

it('the maximum per recipient holds across needs of one State', async () => {
  const offerId = await world.offer({ capacity: 1_000n, maximum_per_recipient: 50n });
  const pending: string[] = [];
  for (let index = 0; index < 4; index += 1) {
    const matchId = await world.reviewed((await world.need()).itemId, offerId, 20n);
    await world.consent(donor, matchId);
    pending.push(matchId);
  }
  const outcomes = await Promise.allSettled(pending.map((matchId) => world.consent(focalPoint, matchId)));
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
});

it('both parties at once confirm once; a consent and a rescission at once end in one of the two', async () => {
  for (let round = 0; round < 4; round += 1) {
    const { itemId } = await world.need();
    const offerId = await world.offer();
    const matchId = await world.reviewed(itemId, offerId, 10n);
    await Promise.allSettled([world.consent(donor, matchId), world.consent(focalPoint, matchId)]);
    for (const actor of [donor, focalPoint]) await world.consent(actor, matchId).catch(() => undefined);
    expect(await world.committed(itemId, offerId)).toEqual(['10', '10']);

    const other = await world.reviewed((await world.need()).itemId, offerId, 10n);
    await world.consent(donor, other);
    const rescind = async (tx: Tx) => matches.rescind(tx, await seen(other), 'no');
    await Promise.allSettled([world.consent(focalPoint, other), world.run(coordinator, rescind)]);
    const { state } = await world.match(other);
    expect(['confirmed', 'rescinded']).toContain(state);
    expect((await world.committed(itemId, offerId))[1]).toBe(state === 'confirmed' ? '20' : '10');
  }
});

it('a need whose one match stops to deliver while another begins is in delivery', async () => {
  const { needId, itemId } = await world.need();
  const [stopping, beginning] = [
    await world.confirmed(itemId, await world.offer(), 10n),
    await world.confirmed(itemId, await world.offer(), 10n),
  ];
  await world.run(db.actor, (tx) => matches.startDelivery(tx, stopping));
  let begun: Promise<void> = Promise.resolve();
  await world.run(db.actor, async (tx) => {
    await matches.stopDelivery(tx, stopping);
    begun = world.run(db.actor, (other) => matches.startDelivery(other, beginning));
    // Until it is done, or waits for this one.
    await Promise.race([begun, new Promise((resolve) => setTimeout(resolve, 300))]);
  });
  await begun;
  expect(await db.asOwner('SELECT under_way FROM needs WHERE id = $1', [needId])).toEqual([{ under_way: true }]);
});

it('leaves nothing for doctor to find', async () => {
  for (const { name, sql } of matchingInvariants) expect([name, await db.asOwner(sql)]).toEqual([name, []]);
});
