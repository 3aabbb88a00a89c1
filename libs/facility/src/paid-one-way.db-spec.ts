// The danger: the money of one offer is paid by its donor and promised to a fund, or a match is paid by both.
import { DeliveriesService, MatchesQueries, ReceiptsService } from '#libs/matching';
import { testDatabase } from '#libs/platform';
import { setTimeout } from 'node:timers/promises';
import { MatchNotAllocatable } from './facility.errors.js';
import { Programme } from './facility.fixture.js';
import { facilityInvariants } from './facility.invariants.js';

const db = testDatabase();
const programme = new Programme(db);

beforeAll(() => programme.open());
afterAll(() => programme.close());

const matchOf = (matchId: string) =>
  programme.as(programme.donorPerson, (tx) => programme.get(MatchesQueries).get(tx, matchId));

async function start(matchId: string): Promise<void> {
  const { version } = await matchOf(matchId);
  const plan = { plannedOn: programme.today, note: null };
  await programme.as(programme.donorPerson, (tx) =>
    programme.get(DeliveriesService).start(tx, { matchId, version }, plan),
  );
}

async function stop(matchId: string): Promise<void> {
  const { version } = await matchOf(matchId);
  await programme.as(programme.donorPerson, (tx) => programme.get(DeliveriesService).stop(tx, { matchId, version }));
}

async function payAll(matchId: string, quantity: bigint): Promise<void> {
  const { version } = await matchOf(matchId);
  const record = { quantity, deliveredOn: programme.today, note: null, evidenceFileIds: [] };
  const id = await programme.as(programme.donorPerson, (tx) =>
    programme.get(DeliveriesService).record(tx, { matchId, version }, record),
  );
  await programme.as(programme.focalPoint, (tx) =>
    programme.get(ReceiptsService).accept(tx, { matchId, version: version + 1 }, id, { reason: null }),
  );
}

const agree = (matchId: string, fundId: string) =>
  programme.as(programme.finance, (tx) => programme.agree(tx, matchId, fundId));

const findings = async () =>
  (await Promise.all(facilityInvariants.map(({ sql }) => db.asOwner<{ what: string }>(sql)))).flat();

it('a match that its donor pays is neither allocated to nor agreed on, until that is taken back', async () => {
  const fundId = await programme.fund({ minor: 500_000n });
  const matchId = await programme.confirmedMatch(100_000n);
  await start(matchId);
  await expect(programme.allocate(matchId, fundId, 100_000n)).rejects.toThrow(MatchNotAllocatable);
  await expect(agree(matchId, fundId)).rejects.toThrow(MatchNotAllocatable);
  await stop(matchId);
  await programme.as(programme.finance, async (tx) => {
    await programme.payIn(tx, await programme.agree(tx, matchId, fundId), 100_000n);
  });
  await expect(start(matchId)).rejects.toMatchObject({ code: 'delivered-as-money' });
  const projectId = await programme.allocate(matchId, fundId, 100_000n);
  await expect(start(matchId)).rejects.toMatchObject({ code: 'delivered-as-money' });
  await programme.cancel(projectId);
  await expect(start(matchId)).rejects.toMatchObject({ code: 'delivered-as-money' });
  expect(await matchOf(matchId)).toMatchObject({ state: 'confirmed', paidBy: 'fund' });
  expect(await findings()).toEqual([]);
});

it('an offer of which its donor pays becomes no agreement; its other match is paid by the donor too', async () => {
  const fundId = await programme.fund();
  const matchId = await programme.confirmedMatch(100_000n);
  const { offer } = await matchOf(matchId);
  await db.asOwner('UPDATE offers SET capacity = capacity * 2 WHERE id = $1', [offer.id]);
  const other = await programme.matchWith(offer.id, 50_000n);
  await start(matchId);
  await expect(agree(other, fundId)).rejects.toThrow(/pays of this offer to a State itself/);
  await payAll(matchId, 100_000n);
  await expect(agree(other, fundId)).rejects.toThrow(MatchNotAllocatable);
  await start(other);
  await payAll(other, 50_000n);
  expect(await matchOf(other)).toMatchObject({ state: 'completed', paidBy: 'donor' });
  expect(await findings()).toEqual([]);
});

it('of an agreement and a payment that begin at the same moment for two matches of one offer one is refused', async () => {
  const fundId = await programme.fund();
  const matchId = await programme.confirmedMatch(100_000n);
  const { offer } = await matchOf(matchId);
  await db.asOwner('UPDATE offers SET capacity = capacity * 2 WHERE id = $1', [offer.id]);
  const [first, second] = [await programme.matchWith(offer.id, 50_000n), await programme.matchWith(offer.id, 50_000n)];
  let late: Promise<unknown> = Promise.resolve();
  await programme.as(programme.donorPerson, async (tx) => {
    const { version } = await programme.get(MatchesQueries).get(tx, first);
    const plan = { plannedOn: programme.today, note: null };
    await programme.get(DeliveriesService).start(tx, { matchId: first, version }, plan);
    late = expect(agree(second, fundId)).rejects.toThrow(MatchNotAllocatable);
    await setTimeout(100); // it waits for the offer
  });
  await late;
  await stop(first);
  let paid: Promise<unknown> = Promise.resolve();
  await programme.as(programme.finance, async (tx) => {
    await programme.agree(tx, second, fundId);
    paid = expect(start(first)).rejects.toMatchObject({ code: 'delivered-as-money' });
    await setTimeout(100);
  });
  await paid;
  expect((await matchOf(first)).paidBy).toBe('fund');
});
