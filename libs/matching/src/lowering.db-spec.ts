// Danger: a match gives another amount than both parties consented to, without their knowing, or so little that it is of no use.
import type { Actor } from '#libs/kernel';
import type { Tx } from '#libs/platform';
import { matchingWorld } from './matching.fixture.js';

const world = matchingWorld();
const { db, matches, queries, coordinator, focalPoint, donor } = world;

const code = (expected: string) => expect.objectContaining({ code: expected });
const seen = async (matchId: string) => ({ matchId, version: (await world.match(matchId)).version });
const lower = (matchId: string, amount: bigint, actor: Actor = coordinator) =>
  world.run(actor, async (tx) => matches.lower(tx, await seen(matchId), { amount, reason: 'the fee of the fund' }));

it('opens the rest again, and tells both parties what they consented to and why it is less', async () => {
  const { itemId } = await world.need();
  const offerId = await world.offer();
  const matchId = await world.confirmed(itemId, offerId, 60n);
  await lower(matchId, 50n);
  await lower(matchId, 40n);
  expect(await world.committed(itemId, offerId)).toEqual(['40', '40']);
  for (const party of [focalPoint, donor]) {
    expect(await world.run(party, (tx) => queries.get(tx, matchId))).toMatchObject({
      state: 'confirmed',
      amount: '40',
      consentedAmount: '60',
      loweredReason: 'the fee of the fund',
      loweredBy: { id: coordinator.personId },
    });
  }
  expect((await world.acts(matchId)).slice(-2)).toEqual(['match.lowered', 'match.lowered']);
  const told = await db.asOwner("SELECT 1 FROM outbox_events WHERE type = 'match.lowered' AND ref_id = $1", [matchId]);
  expect(told).toHaveLength(2);
  await world.run(coordinator, async (tx) => matches.rescind(tx, await seen(matchId), 'no'));
  expect(await world.committed(itemId, offerId)).toEqual(['0', '0']);
});

it('never raises, and leaves enough for the lot of the offer and the use of the item', async () => {
  const { itemId } = await world.need({}, { minimum: 50n });
  const own = await world.confirmed(itemId, await world.offer({ minimum_lot: 20n }), 60n);
  const faults = (details: string[]) => ({ errors: details.map((detail) => ({ path: 'amount', detail })) });
  const raised = faults(['Write less than 60 × safe, which the match gives now: a match is never raised.']);
  await expect(lower(own, 60n)).rejects.toMatchObject(raised);
  await expect(lower(own, 61n)).rejects.toMatchObject(raised);
  await expect(lower(own, 0n)).rejects.toThrow('Write an amount above 0');
  await expect(lower(own, 49n)).rejects.toMatchObject(
    faults(['Write at least 50 × safe: less is of no use to the item.']),
  );
  await world.confirmed(itemId, await world.offer(), 35n);
  await expect(lower(own, 14n)).rejects.toMatchObject(
    faults([
      'Write at least 20 × safe: the offer gives no less at once.',
      'Write at least 15 × safe: less is of no use to the item, with the 35 × safe of others.',
    ]),
  );
  const silent = [{ path: 'reason', detail: 'is missing' }];
  const raisedInSilence = world.run(coordinator, async (tx) =>
    matches.lower(tx, await seen(own), { amount: 61n, reason: undefined as never }, silent),
  );
  await expect(raisedInSilence).rejects.toMatchObject({ errors: [...silent, { path: 'amount' }] });
  await lower(own, 20n);
});

it('is for a coordinator of no party, at the version seen, of a confirmed match of which nothing is on its way', async () => {
  const { itemId } = await world.need();
  const matchId = await world.reviewed(itemId, await world.offer(), 60n);
  await expect(lower(matchId, 50n)).rejects.toMatchObject({
    code: 'match-not-lowered',
    message: expect.stringContaining('this one is reviewed') as string,
  });
  for (const party of [focalPoint, donor]) await world.consent(party, matchId);
  for (const actor of [focalPoint, donor, world.auditor, world.finance, db.actor]) {
    await expect(lower(matchId, 50n, actor)).rejects.toEqual(code('denied'));
  }
  const involved = { ...coordinator, organizationId: donor.organizationId };
  await expect(lower(matchId, 50n, involved)).rejects.toEqual(code('own-match'));
  const stale = (tx: Tx) => matches.lower(tx, { matchId, version: 1 }, { amount: 50n, reason: 'x' });
  await expect(world.run(coordinator, stale)).rejects.toEqual(code('stale'));
  await world.run(db.actor, (tx) => matches.startDelivery(tx, matchId));
  await expect(lower(matchId, 50n)).rejects.toEqual(code('match-not-lowered'));
  expect((await world.committed(itemId, ''))[0]).toBe('60');
});

describe('a donor who withdraws from a confirmed match', () => {
  it('opens again what was committed, with a reason, and can then withdraw the offer whole', async () => {
    const { itemId } = await world.need();
    const offerId = await world.offer();
    const matchId = await world.confirmed(itemId, offerId, 60n);
    const withdraw = async (actor: Actor) =>
      world.run(actor, async (tx) => matches.withdraw(tx, await seen(matchId), 'budget cut'));
    await expect(withdraw(focalPoint)).rejects.toEqual(code('denied'));
    await expect(withdraw(world.otherDonor)).rejects.toEqual(code('not-found'));
    await withdraw(donor);
    expect(await world.committed(itemId, offerId)).toEqual(['0', '0']);
    expect(await world.match(matchId)).toMatchObject({ state: 'rescinded', declinedReason: 'budget cut' });
    const [told] = await db.asOwner("SELECT 1 FROM outbox_events WHERE type = 'match.rescinded' AND ref_id = $1", [
      matchId,
    ]);
    expect(told).toBeDefined();
    const [row] = await db.asOwner<{ version: number }>('SELECT version FROM offers WHERE id = $1', [offerId]);
    await world.run(donor, (tx) => world.life.withdraw(tx, { offerId, version: row!.version }, 'budget cut'));
  });

  it('is refused once something of it is on its way, or a fund holds the money', async () => {
    const { itemId } = await world.need();
    const matchId = await world.confirmed(itemId, await world.offer(), 60n);
    const withdraw = (id: string) => world.run(donor, async (tx) => matches.withdraw(tx, await seen(id), 'no'));
    await world.run(db.actor, (tx) => matches.startDelivery(tx, matchId));
    await expect(withdraw(matchId)).rejects.toEqual(code('match-under-way'));
    const offerId = await world.offer();
    const other = await world.confirmed(itemId, offerId, 10n);
    await db.asOwner("UPDATE offers SET state = 'withdrawn', agreed_at = now() WHERE id = $1", [offerId]);
    await expect(withdraw(other)).rejects.toEqual(code('fund-holds-offer'));
    expect((await world.committed(itemId, offerId))[1]).toBe('10');
  });
});

it('nothing is committed of an offer before its first day', async () => {
  const { itemId } = await world.need({ needed_by: '2027-06-01' });
  const offerId = await world.offer({ valid_from: '2026-11-25' });
  const matchId = await world.reviewed(itemId, offerId, 10n);
  await world.consent(focalPoint, matchId);
  await expect(world.consent(donor, matchId)).rejects.toEqual(code('offer-not-yet-open'));
  expect(await world.committed(itemId, offerId)).toEqual(['0', '0']);
});
