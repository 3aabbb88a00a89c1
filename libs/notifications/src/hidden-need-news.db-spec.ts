import { notificationsWorld } from './notifications.fixture.js';

const world = notificationsWorld();

describe('a need that was hidden from the donor since', () => {
  it('of an agreed match is told under the title that was agreed, not where it stands', async () => {
    const { itemId, needId } = await world.need();
    const matchId = await world.confirmed(itemId, await world.offer(), 5n);
    await world.happens('match.confirmed', matchId);
    expect(await world.page(world.donor)).toMatchObject([{ need: { title: 'Safes', state: 'published' } }]);
    await world.db.asOwner(
      "UPDATE needs SET visibility = 'coordinators', title = 'Later', state = 'closed-partly', end_reason = 'x' WHERE id = $1",
      [needId],
    );
    expect(await world.page(world.donor)).toMatchObject([{ need: { title: 'Safes', state: null } }]);
    expect(await world.page(world.focalPoint)).toMatchObject([{ need: { title: 'Later', state: 'closed-partly' } }]);
  });

  it('of a reviewed match is told with the area that was reviewed', async () => {
    const { itemId, needId } = await world.need();
    const matchId = await world.reviewed(itemId, await world.offer(), 5n);
    await world.happens('match.reviewed', matchId);
    await world.db.asOwner("UPDATE needs SET visibility = 'coordinators', area_iso2 = 'MW' WHERE id = $1", [needId]);
    expect(await world.page(world.donor)).toMatchObject([{ need: { areaIso2: 'HT', state: null } }]);
    expect(await world.page(world.focalPoint)).toMatchObject([{ need: { areaIso2: 'MW', state: 'published' } }]);
  });
});
