// Danger: news of where arms are kept, to people from whom that is kept.
import { newId } from '#libs/kernel';
import { notificationsWorld } from './notifications.fixture.js';

const world = notificationsWorld();

it.each([
  ['coordinators', []],
  ['parties-only', ['donor']],
  ['public', ['donor', 'watcher']],
] as const)(
  'a change of nothing but sites, which are for %s, is news for those who are told them',
  async (siteVisibility, to) => {
    const { needId, itemId } = await world.need({ visibility: 'public' });
    await world.confirmed(itemId, await world.offer(), 5n);
    await world.run(world.otherDonor, (tx) => world.shortlist.add(tx, needId));
    await world.db.asOwner('UPDATE needs SET site_visibility = $2, revision = 2 WHERE id = $1', [
      needId,
      siteVisibility,
    ]);
    const revisionId = newId('nrev');
    for (const [id, number, site] of [
      [newId('nrev'), 1, 'Depot 4'],
      [revisionId, 2, 'Depot 5'],
    ] as const) {
      const content = { siteVisibility, items: [{ id: itemId, site }] };
      await world.db.asOwner(
        `INSERT INTO need_revisions (id, need_id, state, number, based_on, content, visibility, decided_at)
       VALUES ($1, $2, 'published', $3, $3 - 1, $4, 'public', now())`,
        [id, needId, number, content],
      );
    }
    await world.happens('need.revised', needId, world.coordinator, { revisionId });
    const told = { own: world.focalPoint, donor: world.donor, watcher: world.otherDonor };
    const kinds = Object.entries(told).map(async ([who, actor]) =>
      (await world.kinds(actor)).length > 0 ? [who] : [],
    );
    expect((await Promise.all(kinds)).flat()).toEqual(['own', ...to]);
  },
);
