// Danger: an offer that everybody reads tells what was agreed on with a need that is hidden from them.
import { ANONYMOUS, newId, type Actor } from '#libs/kernel';
import { OffersCounts, type OfferFilter, type OfferView } from '#libs/offers';
import type { Tx } from '#libs/platform';
import { matchingWorld } from './matching.fixture.js';

const world = matchingWorld();
const { db, matches, deliveries, receipts, focalPoint, otherFocalPoint, donor, otherDonor, coordinator } = world;
const counts = new OffersCounts();
const outsiders: Readonly<Record<string, Actor>> = {
  ANONYMOUS,
  otherFocalPoint,
  otherDonor,
  finance: world.finance,
};
const insiders: Readonly<Record<string, Actor>> = { donor, coordinator, auditor: world.auditor };
const SEARCHES: readonly OfferFilter[] = [
  {},
  { state: ['published'] },
  { state: ['exhausted'] },
  { state: ['agreed'] },
  { availableFrom: 1 },
  { availableTo: 0 },
];

beforeAll(() =>
  world.insert('points_of_contact', {
    ...{
      id: newId('poc'),
      organization_id: focalPoint.organizationId,
      person_id: focalPoint.personId,
      instrument: 'poa',
    },
    ...{ is_primary: true, starts_on: '2026-01-01', verified_on: '2026-01-01' },
  }),
);

/** Everything that a reader is told of offers, in every way that there is. */
async function toldTo(reader: Actor) {
  return db.uow.read(reader, async (tx) => {
    const lists = SEARCHES.map(async (filter) => [
      await world.offerQueries.list(tx, { ...filter, limit: 100, total: true }),
      await counts.facets(tx, filter),
    ]);
    const rows = await world.offerQueries.inOrderOfIds(tx, {}, { after: null, limit: 100 });
    return [await Promise.all(lists), rows, await Promise.all(rows.map(({ id }) => world.offerQueries.get(tx, id)))];
  });
}

const toldToAll = async () =>
  Object.fromEntries(
    await Promise.all(Object.entries(outsiders).map(async ([name, reader]) => [name, await toldTo(reader)])),
  );

const numbers = ({ committed, delivered, accepted, left, state }: OfferView) => ({
  ...{ committed, delivered, accepted, left, state },
});
const told = async (reader: Actor, offerId: string) =>
  numbers(await db.uow.read(reader, (tx) => world.offerQueries.get(tx, offerId)));

const NOTHING = { committed: '0', delivered: '0', accepted: '0', left: '10', state: 'published' };
const ALL = { committed: '10', delivered: '0', accepted: '0', left: '0', state: 'exhausted' };

type Act = (tx: Tx, seen: { matchId: string; version: number }) => Promise<unknown>;

async function act(actor: Actor, matchId: string, verb: Act): Promise<void> {
  const { version } = await world.match(matchId);
  await world.run(actor, (tx) => verb(tx, { matchId, version }));
}

async function deliver(matchId: string, quantity: bigint): Promise<void> {
  const DAY = '2026-11-24';
  await act(donor, matchId, (tx, at) => deliveries.start(tx, at, { plannedOn: DAY, note: 'By ship' }));
  const delivery = { quantity, deliveredOn: DAY, note: null, evidenceFileIds: [] };
  await act(donor, matchId, (tx, at) => deliveries.record(tx, at, delivery));
  const [row] = await db.asOwner<{ id: string }>('SELECT id FROM deliveries WHERE match_id = $1', [matchId]);
  await act(focalPoint, matchId, (tx, at) => receipts.accept(tx, at, row!.id, { reason: null }));
}

describe('what is agreed on with a need', () => {
  it.each(['parties-only', 'states-only'])(
    'that is shown %s changes nothing for who reads offers',
    async (visibility) => {
      const { itemId } = await world.need({ visibility });
      const offerId = await world.offer({ capacity: 10n, earmark_areas: ['HT'], earmark_level: 4 });
      const before = await toldToAll();
      const matchId = await world.confirmed(itemId, offerId, 10n);
      expect(await toldToAll()).toEqual(before);
      for (const reader of Object.values(insiders)) expect(await told(reader, offerId)).toEqual(ALL);
      await deliver(matchId, 4n);
      expect(await toldToAll()).toEqual(before);
      for (const reader of Object.values(insiders)) {
        expect(await told(reader, offerId)).toEqual({ ...ALL, delivered: '4', accepted: '4' });
      }
    },
  );

  it('of money, neither in the list of what is available nor as an agreement', async () => {
    const { itemId } = await world.need({}, { currency: 'USD', requested: 1_000n });
    const offerId = await world.offer({ capacity: 1_000n, currency: 'USD' });
    const before = await toldToAll();
    const matchId = await world.confirmed(itemId, offerId, 1_000n);
    expect(await toldToAll()).toEqual(before);
    await world.run(world.finance, (tx) => world.offers.agree(tx, offerId));
    expect(await toldToAll()).toEqual(before);
    for (const reader of Object.values(insiders)) expect((await told(reader, offerId)).state).toBe('agreed');
    await world.run(world.finance, async (tx) => world.offers.returnToMarket(tx, await world.offers.hold(tx, offerId)));
    await act(coordinator, matchId, (tx, seen) => matches.rescind(tx, seen, 'Plans changed'));
    expect(await toldToAll()).toEqual(before);
  });

  it('that everybody reads counts for everybody, as long as they do', async () => {
    const { needId, itemId } = await world.need({ visibility: 'public' });
    const { itemId: hidden } = await world.need();
    const offerId = await world.offer({ capacity: 10n });
    const matchId = await world.confirmed(itemId, offerId, 6n);
    await world.confirmed(hidden, offerId, 4n);
    await deliver(matchId, 6n);
    const inPublic = { committed: '6', delivered: '6', accepted: '6', left: '4', state: 'published' };
    const inTruth = { ...inPublic, committed: '10', left: '0', state: 'exhausted' };
    const expectTold = async (outside: object) => {
      for (const reader of Object.values(outsiders)) expect(await told(reader, offerId)).toEqual(outside);
      for (const reader of Object.values(insiders)) expect(await told(reader, offerId)).toEqual(inTruth);
    };
    await expectTold(inPublic);
    for (const visibility of ['states-only', 'parties-only', 'coordinators']) {
      await db.asOwner('UPDATE needs SET visibility = $2 WHERE id = $1', [needId, visibility]);
      await expectTold(NOTHING);
    }
    await db.asOwner(`UPDATE needs SET visibility = 'public' WHERE id = $1`, [needId]);
    await expectTold(inPublic);
  });

  it('that everybody reads leaves nothing for everybody, until the match ends', async () => {
    const { itemId } = await world.need({ visibility: 'public' });
    const offerId = await world.offer({ capacity: 10n });
    const matchId = await world.confirmed(itemId, offerId, 10n);
    for (const reader of [...Object.values(outsiders), donor]) expect(await told(reader, offerId)).toEqual(ALL);
    await act(coordinator, matchId, (tx, seen) => matches.rescind(tx, seen, 'Plans changed'));
    for (const reader of [...Object.values(outsiders), donor]) expect(await told(reader, offerId)).toEqual(NOTHING);
  });
});
