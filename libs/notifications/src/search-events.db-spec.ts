// Danger: a search could hold a need from now on, and nobody looks.
import { Audit } from '#libs/audit';
import { PointsOfContactQueries } from '#libs/identity';
import { systemClock } from '#libs/kernel';
import { NeedLifeService, type NeedFilter } from '#libs/needs';
import type { EventType, JsonObject } from '#libs/platform';
import { notificationsWorld } from './notifications.fixture.js';
import { FindForSearches } from './worker/find-for-searches.js';

const world = notificationsWorld();
const { db, donor, otherDonor, focalPoint } = world;
const life = new NeedLifeService(new Audit(), world.outbox, new PointsOfContactQueries(), systemClock);

interface Event {
  readonly id: string;
  readonly eventId: string;
  readonly eventType: EventType;
  readonly refId: string;
  readonly payload: JsonObject;
  readonly actorPerson: string;
}

/** What waits for the finder is handed to it; what is delivered counts no more. */
async function deliverEvents(): Promise<void> {
  const events = await db.asOwner<Event>(
    `UPDATE outbox_deliveries d SET state = 'done', done_at = now() FROM outbox_events e
      WHERE e.id = d.event_id AND d.consumer = 'notifications.find' AND d.state = 'pending'
     RETURNING d.id, e.id AS "eventId", e.type AS "eventType", e.ref_id AS "refId", e.payload, '' AS "actorPerson"`,
  );
  const finder = new FindForSearches(world.alerts);
  for (const event of events) await world.run(db.actor, (tx) => finder.consume(tx, event));
}

const seen = async (needId: string) => {
  const [row] = await db.asOwner<{ version: number }>('SELECT version FROM needs WHERE id = $1', [needId]);
  return { needId, version: row!.version };
};

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

interface Moment {
  readonly filter: NeedFilter;
  readonly need: object;
  readonly before?: (needId: string, itemId: string) => Promise<unknown>;
  readonly act: (needId: string, itemId: string) => Promise<unknown>;
}

let matchId: string;

const MOMENTS: Readonly<Record<string, Moment>> = {
  'a delivery begins': {
    filter: { inDelivery: true },
    need: {},
    before: async (_, itemId) => {
      matchId = await world.confirmed(itemId, await world.offer(), 10n);
    },
    act: async () => {
      const { version } = await world.match(matchId);
      await world.run(donor, (tx) =>
        world.deliveries.start(tx, { matchId, version }, { plannedOn: '2026-12-01', note: null }),
      );
    },
  },
  'a delivery is not under way after all': {
    filter: { inDelivery: false },
    need: {},
    before: async (needId, itemId) => {
      await MOMENTS['a delivery begins']!.before!(needId, itemId);
      await MOMENTS['a delivery begins']!.act(needId, itemId);
    },
    act: async () => {
      const { version } = await world.match(matchId);
      await world.run(donor, (tx) => world.deliveries.stop(tx, { matchId, version }));
    },
  },
  'what ended is shown to more again': {
    filter: { state: ['closed-partly'] },
    need: {
      ...{ state: 'closed-partly', end_reason: 'x', visibility: 'coordinators', agreed_visibility: 'public' },
    },
    act: async (needId) => {
      const version = await seen(needId);
      await world.run(focalPoint, (tx) => life.showTo(tx, version, 'public', 'Agreed'));
    },
  },
  'its organization confirms that it still stands': {
    filter: { reconfirmation: false },
    need: { published_at: new Date('2020-01-01'), valid_until: inDays(90) },
    act: async (needId) => {
      const version = await seen(needId);
      await world.run(focalPoint, (tx) => life.confirm(tx, version, inDays(100)));
    },
  },
  'a commitment falls through': {
    filter: { coverage: ['open'] },
    need: {},
    before: async (_, itemId) => {
      matchId = await world.confirmed(itemId, await world.offer(), 10n);
    },
    act: async () => {
      const { version } = await world.match(matchId);
      await world.run(world.coordinator, (tx) => world.matches.rescind(tx, { matchId, version }, 'No budget'));
    },
  },
};

it.each(Object.entries(MOMENTS))('finds a need as soon as %s', async (_, { filter, need, before, act }) => {
  const { needId, itemId } = await world.need({ visibility: 'public', ...need });
  await before?.(needId, itemId);
  await world.save(otherDonor, filter);
  await deliverEvents();
  expect(await world.kinds(otherDonor)).toEqual([]);
  await act(needId, itemId);
  await deliverEvents();
  expect((await world.page(otherDonor)).map(({ kind, need: told }) => [kind, told?.id])).toEqual([
    ['need.found', needId],
  ]);
});

it.each(['a delivery is not under way after all', 'a commitment falls through'])(
  'sees that a need that it held when it was saved leaves, and tells that it is back when %s',
  async (moment) => {
    const { filter, before, act } = MOMENTS[moment]!;
    const { needId, itemId } = await world.need({ visibility: 'public' });
    await world.save(otherDonor, filter);
    await before!(needId, itemId);
    await deliverEvents();
    expect(await world.kinds(otherDonor)).toEqual([]);
    await act(needId, itemId);
    await deliverEvents();
    expect(await world.kinds(otherDonor)).toEqual(['need.found']);
  },
);
