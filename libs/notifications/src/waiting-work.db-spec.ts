import { notificationsWorld } from './notifications.fixture.js';

const world = notificationsWorld();

describe('work that waits for coordinators', () => {
  it('is one notification, counted when it is read, that comes up again with new work', async () => {
    const { needId } = await world.need({ state: 'submitted', published_at: null });
    await world.happens('need.submitted', needId);
    const [first] = await world.page(world.coordinator);
    expect(first).toMatchObject({ kind: 'waiting.needs', waiting: 1, need: null });
    await world.run(world.coordinator, (tx) => world.notifications.mark(tx, [first!.id], true));
    expect(await world.unread(world.coordinator)).toBe(0);

    await world.need({ state: 'submitted', published_at: null });
    await world.happens('need.submitted', needId);
    expect(await world.page(world.coordinator)).toMatchObject([{ kind: 'waiting.needs', waiting: 2, isRead: false }]);
  });

  it('is not told once nothing waits', async () => {
    await world.db.asOwner(
      "UPDATE needs SET state = 'under-review', acknowledged_at = now(), authentication = 'A note' WHERE state = 'submitted'",
    );
    await world.happens('need.submitted', (await world.need()).needId);
    expect([await world.kinds(world.coordinator), await world.unread(world.coordinator)]).toEqual([[], 0]);
  });

  it('names each returned need that was handed in again, until its coordinators have read it', async () => {
    const underReview = { state: 'under-review', acknowledged_at: new Date(), authentication: 'A note' };
    const { needId } = await world.need({ ...underReview, published_at: null });
    await world.happens('need.answered', needId, world.focalPoint);
    expect(await world.page(world.coordinator)).toMatchObject([{ kind: 'need.answered', need: { id: needId } }]);
    expect([await world.unread(world.coordinator), await world.kinds(world.focalPoint)]).toEqual([1, []]);
  });

  it('tells of suggestions once a day, and removes what is old', async () => {
    const { needId, itemId } = await world.need();
    await world.offer();
    await world.run(world.db.actor, (tx) => world.suggestions.refreshNeed(tx, needId));
    expect(await world.suggested(itemId)).not.toEqual([]);
    await world.happens('need.returned', needId);
    await world.happens('need.validated', needId);
    await world.db.asOwner(
      "UPDATE notifications SET created_at = now() - interval '2 years' WHERE kind = 'need.returned'",
    );
    await world.run(world.db.actor, (tx) => world.notifications.tellOfSuggestions(tx));
    await world.run(world.db.actor, (tx) => world.notifications.removeOld(tx));
    expect(await world.kinds(world.coordinator)).toEqual(['waiting.matches']);
    expect(await world.kinds(world.focalPoint)).toEqual(['need.validated']);
  });
});
