import { Audit } from '#libs/audit';
import { newId } from '#libs/kernel';
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

describe('needs that an import brought in', () => {
  const { focalPoint, otherFocalPoint, donor, coordinator } = world;
  let agency: string;
  beforeAll(async () => {
    agency = newId('org');
    await world.insert('organizations', { id: agency, kind: 'unstated', name: 'Relief Agency' });
  });
  const brought = async () => {
    const origin = { organization_id: agency, source: 'relief', external_ref: newId('need') };
    const { needId } = await world.need(origin);
    await world.happens('need.published', needId, world.db.actor, { imported: true });
    return needId;
  };

  it('are one notification for the State that they are for, counted until it has said what of each', async () => {
    const [first, second] = [await brought(), await brought(), await brought()];
    expect(await world.page(focalPoint)).toMatchObject([{ kind: 'waiting.imported', waiting: 3, need: null }]);
    for (const other of [otherFocalPoint, donor, coordinator]) expect(await world.kinds(other)).toEqual([]);
    const acted = (act: string, refId: string, by = focalPoint) =>
      world.run(by, (tx) => new Audit().record(tx, { act, refId }));
    // Neither who follows it nor another State speaks for this one.
    await acted('need.shortlisted', first);
    await acted('need.message-sent', first, otherFocalPoint);
    expect(await world.page(focalPoint)).toMatchObject([{ waiting: 3 }]);
    await acted('need.shown-to', first);
    await world.db.asOwner(
      "UPDATE needs SET state = 'withdrawn', withdrawn_from = 'published', end_reason = 'x' WHERE id = $1",
      [second],
    );
    const [left] = await world.page(focalPoint);
    expect(left).toMatchObject({ waiting: 1 });
    await world.run(focalPoint, (tx) => world.notifications.mark(tx, [left!.id], true));
    const last = await brought();
    expect(await world.page(focalPoint)).toMatchObject([{ waiting: 2, isRead: false }]);
    await world.db.asOwner("UPDATE needs SET area_iso2 = 'MW' WHERE source = 'relief' AND id <> $1", [last]);
    await acted('need.confirmed', last);
    expect([await world.kinds(focalPoint), await world.unread(focalPoint)]).toEqual([[], 0]);
  });

  it('wait for it again when another file changes what it has answered to, more than a category', async () => {
    const needId = await brought();
    const [first] = await world.page(focalPoint);
    const before = first!.waiting!;
    const recorded = (by: typeof focalPoint, act: string, fields: string[] = []) =>
      world.run(by, (tx) => new Audit().record(tx, { act, refId: needId, payload: { fields } }));
    await recorded(focalPoint, 'need.shown-to');
    await recorded(world.db.actor, 'need.import-changed', ['categoryCode']);
    expect((await world.page(focalPoint))[0]?.waiting ?? 0).toBe(before - 1);
    await recorded(world.db.actor, 'need.import-changed', ['categoryCode', 'title']);
    await world.run(focalPoint, (tx) => world.notifications.mark(tx, [first!.id], true));
    await world.happens('need.state-asked', needId, world.db.actor);
    expect(await world.page(focalPoint)).toMatchObject([{ kind: 'waiting.imported', waiting: before, isRead: false }]);
    for (const other of [otherFocalPoint, donor, coordinator]) expect(await world.kinds(other)).toEqual([]);
    await recorded(focalPoint, 'need.message-sent');
  });

  it('that come on the table again later are news of each', async () => {
    const needId = await brought();
    await world.happens('need.published', needId, coordinator);
    expect(await world.kinds(focalPoint)).toContain('need.published');
  });
});
