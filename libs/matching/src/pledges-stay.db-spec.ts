// Danger: a pledge shows a need to people who may not see it, or becomes another offer than was pledged.
import { ANONYMOUS } from '#libs/kernel';
import { matchingWorld } from './matching.fixture.js';

const world = matchingWorld();
const { db, matches, life, offers, pledges, coordinator, focalPoint, donor, otherDonor } = world;

const seenOffer = async (offerId: string) => {
  const [offer] = await db.asOwner<{ version: number }>('SELECT version FROM offers WHERE id = $1', [offerId]);
  return { offerId, version: offer!.version };
};
const revise = async (offerId: string, changes: object) => {
  const seen = await seenOffer(offerId);
  await world.run(donor, (tx) => offers.revise(tx, seen, changes));
};

describe('a pledge', () => {
  const terms = { measure: { unit: 'safe' }, title: 'Safes', conditions: '', validUntil: null } as const;
  const pledge = async (visibility: string) => {
    const need = await world.need({ visibility });
    const matchId = await world.run(donor, (tx) =>
      pledges.pledge(tx, { ...terms, ...need, needItemId: need.itemId, amount: 2n, visibility: 'public' }),
    );
    return { ...need, matchId, offerId: (await world.match(matchId)).offerId };
  };
  const seenBy = async (offerId: string) => {
    const seen: boolean[] = [];
    for (const actor of [ANONYMOUS, otherDonor, coordinator, donor]) {
      seen.push(
        await db.uow
          .read(actor, (tx) => world.offerQueries.get(tx, offerId))
          .then(
            () => true,
            () => false,
          ),
      );
    }
    return seen;
  };

  it('is never shown to more people than its need, whatever its donor says and wherever the need moves', async () => {
    const { needId, offerId } = await pledge('states-only');
    await revise(offerId, { visibility: 'private' });
    await revise(offerId, { visibility: 'public' });
    expect(await seenBy(offerId)).toEqual([false, true, true, true]);
    await db.asOwner("UPDATE needs SET visibility = 'public' WHERE id = $1", [needId]);
    expect(await seenBy(offerId)).toEqual([true, true, true, true]);
    await db.asOwner("UPDATE needs SET visibility = 'parties-only' WHERE id = $1", [needId]);
    expect(await seenBy(offerId)).toEqual([false, false, true, true]);
    await db.asOwner(
      "UPDATE needs SET visibility = 'public', published_at = NULL, state = 'validated', acknowledged_at = now(), authentication = 'a call' WHERE id = $1",
      [needId],
    );
    expect(await seenBy(offerId)).toEqual([false, false, true, true]);
    await world.run(db.actor, (tx) => world.outbox.add(tx, { type: 'need.unpublished', refId: needId }));
  });

  it('stays what it was pledged as and only becomes less; its match follows', async () => {
    const { offerId, matchId } = await pledge('public');
    for (const [field, value] of [
      ['capacity', 500n],
      ['earmarkAreas', []],
      ['categoryCodes', []],
    ] as const) {
      await expect(revise(offerId, { [field]: value })).rejects.toMatchObject({
        code: 'invalid-input',
        errors: [expect.objectContaining({ path: field })],
      });
    }
    await revise(offerId, { title: 'Two safes' });
    await expect(db.asOwner('UPDATE offers SET capacity = 500 WHERE id = $1', [offerId])).rejects.toMatchObject({
      constraint: 'ck_offers_pledge_as_made',
    });
    await world.run(coordinator, (tx) => matches.accept(tx, { matchId, version: 1 }, {}));
    await world.consent(focalPoint, matchId);
    const seen = await seenOffer(offerId);
    await world.run(donor, (tx) => life.reduce(tx, seen, { capacity: 1n, reason: 'less' }));
    expect(await world.match(matchId)).toMatchObject({ amount: 1n, stateConsentBy: null });
  });
});
