// Danger: a match decided by who may not, over somebody else's change, or for what does not fit.
import { newId, type Actor } from '#libs/kernel';
import type { Tx } from '#libs/platform';
import { actorOf, matchingWorld } from './matching.fixture.js';

const world = matchingWorld();
const { db, matches, coordinator, focalPoint, otherFocalPoint, donor, otherDonor } = world;

async function seen(matchId: string) {
  return { matchId, version: (await world.match(matchId)).version };
}

const code = (expected: string) => expect.objectContaining({ code: expected });

describe('a match is refused', () => {
  it.each<[string, Actor]>([
    ['focal point', focalPoint],
    ['donor', donor],
    ['auditor', world.auditor],
    ['finance', world.finance],
  ])('to be proposed or reviewed by a %s', async (_, actor) => {
    const { itemId } = await world.need();
    const offerId = await world.offer();
    const proposal = { needItemId: itemId, offerId, amount: 1n, note: null };
    await expect(world.run(actor, (tx) => matches.propose(tx, proposal))).rejects.toEqual(code('denied'));
    const matchId = await world.run(coordinator, (tx) => matches.propose(tx, proposal));
    for (const verb of [
      (tx: Tx) => matches.accept(tx, { matchId, version: 1 }, {}),
      (tx: Tx) => matches.reject(tx, { matchId, version: 1 }, 'no'),
      (tx: Tx) => matches.rescind(tx, { matchId, version: 1 }, 'no'),
    ]) {
      await expect(world.run(actor, verb)).rejects.toEqual(code('denied'));
    }
  });

  it.each<[string, Actor]>([
    ['the organization of the need', { ...coordinator, organizationId: focalPoint.organizationId }],
    ['the organization that carries the item out', { ...coordinator, organizationId: otherFocalPoint.organizationId }],
    ['the organization of the offer', { ...coordinator, organizationId: donor.organizationId }],
    ['another one, who is a member of a party too', { ...donor, role: 'coordinator', organizationId: newId('org') }],
  ])('to be decided by a coordinator of %s', async (_, own) => {
    const { itemId } = await world.need({}, { through_organization_id: otherFocalPoint.organizationId });
    const proposal = { needItemId: itemId, offerId: await world.offer(), amount: 1n, note: null };
    await expect(world.run(own, (tx) => matches.propose(tx, proposal))).rejects.toEqual(code('own-match'));
    const matchId = await world.run(coordinator, (tx) => matches.propose(tx, proposal));
    await expect(world.run(own, (tx) => matches.accept(tx, { matchId, version: 1 }, {}))).rejects.toEqual(
      code('own-match'),
    );
    await expect(world.run(own, (tx) => matches.reject(tx, { matchId, version: 1 }, 'no'))).rejects.toEqual(
      code('own-match'),
    );
    await expect(world.run(own, (tx) => matches.requireOutsider(tx, matchId))).rejects.toEqual(code('own-match'));
    await world.run(coordinator, (tx) => matches.requireOutsider(tx, matchId));
  });

  it('to whoever is no party, and to the parties before the review, as if it did not exist', async () => {
    const { itemId } = await world.need();
    const offerId = await world.offer();
    const matchId = await world.run(coordinator, (tx) =>
      matches.propose(tx, { needItemId: itemId, offerId, amount: 1n, note: null }),
    );
    for (const actor of [focalPoint, donor])
      await expect(world.consent(actor, matchId)).rejects.toEqual(code('not-found'));
    await world.run(coordinator, (tx) => matches.accept(tx, { matchId, version: 1 }, {}));
    for (const actor of [otherFocalPoint, otherDonor, coordinator, actorOf('donor', 'Haiti')]) {
      await expect(world.consent(actor, matchId)).rejects.toEqual(code('not-found'));
      const decline = (tx: Tx) => matches.decline(tx, { matchId, version: 2 }, 'no');
      await expect(world.run(actor, decline)).rejects.toEqual(code('not-found'));
    }
  });

  it('by a focal point who is no point of contact of the State, while members of a donor need no designation', async () => {
    const { itemId } = await world.need();
    const matchId = await world.reviewed(itemId, await world.offer(), 5n);
    const colleague = await world.colleagueOf(focalPoint);
    await expect(world.consent(colleague, matchId)).rejects.toEqual(code('point-of-contact-required'));
    const decline = async (tx: Tx) => matches.decline(tx, await seen(matchId), 'no');
    await expect(world.run(colleague, decline)).rejects.toEqual(code('point-of-contact-required'));
    await world.consent(donor, matchId);
    expect((await world.match(matchId)).state).toBe('reviewed');
    await world.consent(focalPoint, matchId);
    expect((await world.match(matchId)).state).toBe('confirmed');
  });

  it('where the hard rules fail, for people too, and twice for one pair', async () => {
    const { itemId } = await world.need();
    const wrong = await world.offer({ category_codes: ['MARK'] });
    const propose = (offerId: string, amount = 1n) =>
      world.run(coordinator, (tx) => matches.propose(tx, { needItemId: itemId, offerId, amount, note: null }));
    await expect(propose(wrong)).rejects.toMatchObject({
      code: 'pair-does-not-fit',
      errors: [{ path: 'category', detail: expect.stringMatching(/other categories.* Ask the donor to/) as string }],
    });
    const offerId = await world.offer();
    await expect(propose(offerId, 0n)).rejects.toEqual(code('invalid-input'));
    await propose(offerId);
    await expect(propose(offerId)).rejects.toEqual(code('pair-already-matched'));
    await expect(propose(newId('offer'))).rejects.toEqual(code('not-found'));
  });

  it("over somebody else's change, and in a state that does not allow it", async () => {
    const { itemId } = await world.need();
    const matchId = await world.reviewed(itemId, await world.offer(), 5n);
    const stale = (tx: Tx) => matches.consent(tx, { matchId, version: 1 });
    await expect(world.run(donor, stale)).rejects.toEqual(code('stale'));
    await world.run(donor, async (tx) => matches.decline(tx, await seen(matchId), 'no budget'));
    for (const [actor, verb] of [
      [donor, async (tx: Tx) => matches.consent(tx, await seen(matchId))],
      [focalPoint, async (tx: Tx) => matches.decline(tx, await seen(matchId), 'no')],
      [coordinator, async (tx: Tx) => matches.accept(tx, await seen(matchId), {})],
      [coordinator, async (tx: Tx) => matches.reject(tx, await seen(matchId), 'no')],
      [coordinator, async (tx: Tx) => matches.rescind(tx, await seen(matchId), 'no')],
      [db.actor, (tx: Tx) => matches.startDelivery(tx, matchId)],
      [db.actor, (tx: Tx) => matches.complete(tx, matchId)],
    ] as [Actor, (tx: Tx) => Promise<void>][]) {
      await expect(world.run(actor, verb)).rejects.toEqual(code('move-not-allowed'));
    }
  });

  it('at the confirmation, when others were quicker or the need is gone: it says what is left', async () => {
    const { needId, itemId } = await world.need();
    const [first, second] = [await world.offer(), await world.offer()];
    const late = await world.reviewed(itemId, second, 60n);
    await world.confirmed(itemId, first, 60n);
    await world.consent(donor, late);
    await expect(world.consent(focalPoint, late)).rejects.toMatchObject({
      code: 'amount-not-available',
      message: expect.stringContaining('only 40 × safe of the item is still open') as string,
    });
    await db.asOwner("UPDATE needs SET state = 'withdrawn', end_reason = 'x' WHERE id = $1", [needId]);
    await expect(world.consent(focalPoint, late)).rejects.toMatchObject({
      code: 'pair-does-not-fit',
      errors: [{ detail: expect.stringMatching(/not published.* Decline this match\.$/) as string }],
    });
    expect(await world.committed(itemId, second)).toEqual(['60', '0']);
  });

  it('for less than is of use to the item, when it is proposed and when it would be confirmed', async () => {
    const { itemId } = await world.need({}, { minimum: 50n });
    const [first, second] = [await world.offer(), await world.offer()];
    const few = { needItemId: itemId, offerId: first, amount: 49n, note: null };
    await expect(world.run(coordinator, (tx) => matches.propose(tx, few))).rejects.toMatchObject({
      errors: [{ path: 'amount', detail: 'Write at least 50 × safe: less is of no use to the item.' }],
    });
    const firstId = await world.confirmed(itemId, first, 50n);
    const secondId = await world.reviewed(itemId, second, 10n);
    await world.run(coordinator, async (tx) => matches.rescind(tx, await seen(firstId), 'no longer'));
    await world.consent(donor, secondId);
    await expect(world.consent(focalPoint, secondId)).rejects.toMatchObject({
      code: 'pair-does-not-fit',
      errors: [{ path: 'useful-quantity' }],
    });
  });

  it('where no amount that can be given would do', async () => {
    const { itemId } = await world.need({}, { minimum: 50n });
    const offerId = await world.offer({ capacity: 40n });
    const proposal = { needItemId: itemId, offerId, amount: 40n, note: null };
    await expect(world.run(coordinator, (tx) => matches.propose(tx, proposal))).rejects.toMatchObject({
      code: 'pair-does-not-fit',
      errors: [{ path: 'useful-quantity' }],
    });
  });

  it('when one person, a member of both sides, would consent for both', async () => {
    const matchId = await world.reviewed((await world.need()).itemId, await world.offer(), 10n);
    await world.consent(focalPoint, matchId);
    await expect(world.consent({ ...donor, personId: focalPoint.personId }, matchId)).rejects.toEqual(
      code('same-person-consents'),
    );
    await world.consent(donor, matchId);
  });
});
