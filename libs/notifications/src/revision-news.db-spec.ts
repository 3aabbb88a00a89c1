// Danger: who gives to a need learns from nobody that it asks for something else by now, or learns what it may not read.
import { newId } from '#libs/kernel';
import { notificationsWorld } from './notifications.fixture.js';

const world = notificationsWorld();

const saying = (description: string, of: object = {}) => ({ description, requested: '100', ...of });

/** The need says `before`, then `after`, by a revision that everybody is told of. */
async function revised(needId: string, before: object, after: object): Promise<void> {
  const revisionId = newId('nrev');
  await world.db.asOwner('UPDATE needs SET revision = 2 WHERE id = $1', [needId]);
  for (const [id, number, content] of [
    [newId('nrev'), 1, before],
    [revisionId, 2, after],
  ] as const) {
    await world.db.asOwner(
      `INSERT INTO need_revisions (id, need_id, state, number, based_on, content, visibility, decided_at)
       VALUES ($1, $2, 'published', $3, $3 - 1, $4, 'public', now())`,
      [id, needId, number, content],
    );
  }
  await world.happens('need.revised', needId, world.coordinator, { revisionId });
}

it.each(['suggested', 'reviewed', 'confirmed'] as const)(
  'a donor is told once that the item changed to which its %s match gives, also one who follows the need',
  async (until) => {
    const { needId, itemId } = await world.need({ visibility: 'public' });
    const matchId =
      until === 'suggested'
        ? await world.pledgedTo(needId, itemId, 'private')
        : await world[until](itemId, await world.offer(), 5n);
    await world.run(world.donor, (tx) => world.shortlist.add(tx, needId));
    await revised(needId, { items: [saying('Safes', { id: itemId })] }, { items: [saying('Locks', { id: itemId })] });
    const news = (await world.page(world.donor)).map(({ kind, matchId: of }) => [kind, of]);
    expect(news).toEqual([['match.need-revised', matchId]]);
    expect([await world.kinds(world.otherDonor), await world.kinds(world.focalPoint)]).toEqual([[], ['need.revised']]);
  },
);

it('what changed in another item, or in who may read the need, is no news for who gives', async () => {
  const { needId, itemId } = await world.need({ visibility: 'public' });
  await world.confirmed(itemId, await world.offer(), 5n);
  const items = [saying('Safes', { id: itemId }), saying('Locks', { id: newId('item') })];
  const others = [items[0], { ...items[1], description: 'Doors' }];
  await revised(needId, { visibility: 'public', items }, { visibility: 'parties-only', items: others });
  expect(await world.kinds(world.donor)).toEqual([]);
});

it('of a need that was closed to donors since, who only may give to it keeps the news of before, not where it stands', async () => {
  const { needId, itemId } = await world.need({ visibility: 'public' });
  await world.pledgedTo(needId, itemId, 'private');
  await revised(needId, { items: [saying('Safes', { id: itemId })] }, { items: [saying('Locks', { id: itemId })] });
  await world.db.asOwner("UPDATE needs SET visibility = 'coordinators', title = 'Later' WHERE id = $1", [needId]);
  expect(await world.page(world.donor)).toMatchObject([
    { kind: 'match.need-revised', need: { title: 'Safes', state: null } },
  ]);
});
