// Danger: people go on planning with an offer of theirs that a colleague took off the table, or that ran out.
import { notificationsWorld } from './notifications.fixture.js';

const world = notificationsWorld();

describe('tells', () => {
  it('donors of their offer that ended', async () => {
    const offerId = await world.offer();
    await world.happens('offer.expired', offerId);
    expect(await world.page(world.donor)).toMatchObject([{ kind: 'offer.expired', offer: { id: offerId } }]);
    expect(await world.kinds(world.otherDonor)).toEqual([]);
  });

  it.each(['offer.withdrawn', 'offer.unpublished'] as const)(
    'the others at the donor of %s, not who did it nor anybody else',
    async (event) => {
      const colleague = await world.colleagueOf(world.donor);
      const offerId = await world.offer();
      await world.happens(event, offerId, world.donor);
      expect(await world.page(colleague)).toMatchObject([{ kind: event, offer: { id: offerId } }]);
      for (const other of [world.donor, world.otherDonor, world.coordinator])
        expect(await world.kinds(other)).toEqual([]);
    },
  );
});
