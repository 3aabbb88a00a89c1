// Danger: a search tells of what was in it all along, or is silent about what comes into it just now.
import { atMoment } from '#libs/kernel';
import type { NeedFilter } from '#libs/needs';
import type { Tx } from '#libs/platform';
import type { QueryRunner } from 'typeorm';
import { NotedSearches1764001300180 } from './migrations/1764001300180-noted-searches.js';
import { notificationsWorld } from './notifications.fixture.js';
import type { SearchContent } from './saved-searches.service.js';

const world = notificationsWorld();

const PUBLIC = { visibility: 'public' };

/** The needs that the donor is told of. */
const told = async () => (await world.page(world.donor)).map(({ need }) => need!.id).sort();

const isAnybodyWaiting = async () =>
  (
    await world.db.asOwner(
      'SELECT FROM pg_locks WHERE NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())',
    )
  ).length > 0;

const change = async (searchId: string, ...changes: readonly Partial<SearchContent>[]) => {
  for (const content of changes) {
    await world.run(world.donor, async (tx) => {
      const { version } = await world.searches.get(tx, searchId);
      await world.searches.change(tx, { searchId, version }, content);
    });
  }
};

it('tells nothing of what it held when it was saved, and of what others held back or had given up by then', async () => {
  const { needId: held } = await world.need(PUBLIC);
  const { needId: hidden } = await world.need({ visibility: 'coordinators' });
  const { needId: over } = await world.need({ ...PUBLIC, state: 'expired' });
  await world.save(world.donor, {});
  for (const id of [held, hidden]) await world.find(id);
  expect(await told()).toEqual([]);
  await world.db.asOwner("UPDATE needs SET visibility = 'public', state = 'published'");
  for (const id of [held, hidden, over]) await world.find(id);
  expect(await told()).toEqual([hidden, over].sort());
});

it.each<[what: string, filter: NeedFilter, alert: boolean, changes: readonly Partial<SearchContent>[]]>([
  ['its filter is another', { area: ['MW'] }, true, [{ filter: { area: ['HT'] } }]],
  ['its filter is wider', { area: ['HT'], priority: [3] }, true, [{ filter: { area: ['HT'] } }]],
  ['its alert is on', { area: ['HT'] }, false, [{ alert: true }]],
  ['its alert is on again', { area: ['HT'] }, true, [{ alert: false }, { alert: true }]],
  ['its name is another', { area: ['HT'] }, true, [{ name: 'Haiti' }]],
])('tells nothing of what it holds once %s, and of what comes in from then on', async (_, filter, alert, changes) => {
  const { needId: held } = await world.need(PUBLIC);
  const searchId = await world.save(world.donor, filter, 'Locks', alert);
  await change(searchId, ...changes);
  const { needId: later } = await world.need(PUBLIC);
  for (const id of [held, later]) await world.find(id);
  expect(await told()).toEqual([later]);
});

it('lets what left it while its alert was off come in again', async () => {
  const { needId } = await world.need(PUBLIC);
  const searchId = await world.save(world.donor, {});
  await change(searchId, { alert: false });
  await world.db.asOwner("UPDATE needs SET state = 'expired' WHERE id = $1", [needId]);
  await change(searchId, { alert: true });
  await world.db.asOwner("UPDATE needs SET state = 'published' WHERE id = $1", [needId]);
  await world.find(needId);
  expect(await told()).toEqual([needId]);
});

it.each<[what: string, save: (tx: Tx, searchId: string) => Promise<unknown>]>([
  ['saved', (tx) => world.searches.save(tx, { name: 'Haiti', filter: { area: ['HT'] }, alert: true })],
  ['changed', (tx, searchId) => world.searches.change(tx, { searchId, version: 1 }, { filter: { area: ['HT'] } })],
])('tells of a need that is published while it is being %s', async (_, save) => {
  const searchId = await world.save(world.donor, { area: ['MW'] });
  let found: Promise<void> | undefined;
  const needId = await world.run(world.donor, async (tx) => {
    await save(tx, searchId);
    const need = await world.need(PUBLIC);
    let isOver = false;
    found = world.find(need.needId).finally(() => (isOver = true));
    while (!isOver && !(await isAnybodyWaiting()));
    return need.needId;
  });
  await found;
  expect(await told()).toEqual([needId]);
});

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);

it('saved at a moment of the past that a demonstration tells of, it tells of what came in since', async () => {
  const { needId: held } = await world.need({ ...PUBLIC, published_at: daysAgo(3) });
  const { needId: later } = await world.need({ ...PUBLIC, published_at: daysAgo(1) });
  await atMoment(daysAgo(2), () => world.save(world.donor, {}));
  for (const id of [held, later]) await world.find(id);
  expect(await told()).toEqual([later]);
});

it('saved before searches noted what they hold, it tells of what comes in from the last day before the upgrade on', async () => {
  const { needId: old } = await world.need({ ...PUBLIC, published_at: daysAgo(2) });
  const { needId: onItsWay } = await world.need({ ...PUBLIC, published_at: daysAgo(0.5) });
  const { needId: hidden } = await world.need({ published_at: daysAgo(2), visibility: 'coordinators' });
  await world.save(world.donor, {});
  await world.db.asOwner('DELETE FROM found_needs');
  await world.db.asOwner('ALTER TABLE saved_searches DROP COLUMN unnoted_before');
  await new NotedSearches1764001300180().up({ query: (sql: string) => world.db.asOwner(sql) } as QueryRunner);
  for (const id of [old, onItsWay]) await world.find(id);
  expect(await told()).toEqual([onItsWay]);
  await world.db.asOwner("UPDATE needs SET visibility = 'public'");
  for (const id of [old, onItsWay, hidden]) await world.find(id);
  expect(await told()).toEqual([onItsWay, hidden].sort());
});
