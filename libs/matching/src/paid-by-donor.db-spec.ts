// Danger: money that a donor pays a State itself counts although the State never had it, counts twice, or nobody can report it.
import type { Actor } from '#libs/kernel';
import type { Tx } from '#libs/platform';
import type { QueryRunner } from 'typeorm';
import type { Seen } from './lock-match.js';
import { matchingInvariants } from './matching.invariants.js';
import { matchingWorld } from './matching.fixture.js';
import { PaidByFunds1764000600180 } from './migrations/1764000600180-paid-by-funds.js';

const world = matchingWorld();
const { db, deliveries, receipts, matches, focalPoint, donor, coordinator } = world;

const DAY = '2026-11-24';
const MONEY = { currency: 'USD', type_code: 'financial', requested: 100_000n };
const code = (expected: string) => expect.objectContaining({ code: expected });

async function act<T>(actor: Actor, matchId: string, what: (tx: Tx, seen: Seen) => Promise<T>): Promise<T> {
  const { version } = await world.match(matchId);
  return world.run(actor, (tx) => what(tx, { matchId, version }));
}

const start = (matchId: string) =>
  act(donor, matchId, (tx, seen) => deliveries.start(tx, seen, { plannedOn: DAY, note: null }));
const record = (matchId: string, quantity: bigint) =>
  act(donor, matchId, (tx, seen) =>
    deliveries.record(tx, seen, { quantity, deliveredOn: DAY, note: null, evidenceFileIds: [] }),
  );
const accept = (matchId: string, id: string, accepted: bigint, reason: string | null = null) =>
  act(focalPoint, matchId, (tx, seen) => receipts.accept(tx, seen, id, { accepted, reason }));

/** 1,000.00 dollars are asked for, offered and committed. */
async function confirmed() {
  const { needId, itemId } = await world.need({}, MONEY);
  const offerId = await world.offer({ currency: 'USD', capacity: 100_000n });
  return { needId, itemId, offerId, matchId: await world.confirmed(itemId, offerId, 100_000n) };
}

async function counted(itemId: string, offerId: string): Promise<string[]> {
  const [row] = await db.asOwner<{ counts: string[] }>(
    `SELECT ARRAY[i.committed, i.delivered, i.accepted, o.committed, o.delivered, o.accepted]::text[] AS counts
       FROM need_items i, offers o WHERE i.id = $1 AND o.id = $2`,
    [itemId, offerId],
  );
  return row!.counts;
}

const stateOf = async (needId: string) =>
  (await db.asOwner<{ state: string }>('SELECT state FROM needs WHERE id = $1', [needId]))[0]?.state;

const paidBy = async (matchId: string) => (await world.run(donor, (tx) => world.queries.get(tx, matchId))).paidBy;

async function findings(): Promise<string[]> {
  const rows = await Promise.all(matchingInvariants.map(({ sql }) => db.asOwner<{ what: string }>(sql)));
  return rows.flat().map(({ what }) => what);
}

it('counts for the need when the State has accepted it, and fulfils it with the last of it', async () => {
  const { needId, itemId, offerId, matchId } = await confirmed();
  expect(await paidBy(matchId)).toBeNull();
  await start(matchId);
  expect(await paidBy(matchId)).toBe('donor');
  const first = await record(matchId, 60_000n);
  const second = await record(matchId, 40_000n);
  expect(await counted(itemId, offerId)).toEqual(['100000', '0', '0', '100000', '100000', '0']);
  expect(await stateOf(needId)).toBe('published');
  await accept(matchId, first, 60_000n);
  expect(await counted(itemId, offerId)).toEqual(['100000', '60000', '60000', '100000', '100000', '60000']);
  await accept(matchId, second, 40_000n);
  expect(await counted(itemId, offerId)).toEqual(['100000', '100000', '100000', '100000', '100000', '100000']);
  expect(await world.match(matchId)).toMatchObject({ state: 'completed' });
  expect(await paidBy(matchId)).toBe('donor');
  expect(await stateOf(needId)).toBe('fulfilled');
  expect(await findings()).toEqual([]);
});

it('is never more than is committed; what was returned, undone or taken in part counts for no more than that', async () => {
  const { itemId, offerId, matchId } = await confirmed();
  await start(matchId);
  await expect(record(matchId, 100_001n)).rejects.toMatchObject({
    code: 'more-than-undelivered',
    errors: [{ path: 'quantity', detail: 'Write USD 1000.00 or less.' }],
  });
  const wrong = await record(matchId, 100_000n);
  await expect(record(matchId, 1n)).rejects.toEqual(code('more-than-undelivered'));
  await act(donor, matchId, (tx, seen) => deliveries.undo(tx, seen, wrong, 'Another payment'));
  const lost = await record(matchId, 100_000n);
  await act(focalPoint, matchId, (tx, seen) => receipts.giveBack(tx, seen, lost, 'It never came.'));
  expect(await counted(itemId, offerId)).toEqual(['100000', '0', '0', '100000', '0', '0']);
  await accept(matchId, await record(matchId, 100_000n), 99_000n, 'The bank kept ten dollars.');
  expect(await counted(itemId, offerId)).toEqual(['100000', '99000', '99000', '100000', '99000', '99000']);
  await act(donor, matchId, (tx, seen) => deliveries.endRest(tx, seen, 'The bank keeps it.'));
  expect(await world.match(matchId)).toMatchObject({ state: 'completed', amount: 99_000n });
  expect(await counted(itemId, offerId)).toEqual(['99000', '99000', '99000', '99000', '99000', '99000']);
  expect(await findings()).toEqual([]);
});

it('is taken off its way while nothing is reported, and is open to a fund again or to be withdrawn', async () => {
  const { offerId, matchId } = await confirmed();
  await start(matchId);
  await act(coordinator, matchId, (tx, seen) => deliveries.stop(tx, seen));
  expect([await paidBy(matchId), (await world.match(matchId)).state]).toEqual([null, 'confirmed']);
  expect(await world.run(coordinator, (tx) => matches.isPaidByDonor(tx, offerId))).toBe(false);
  await act(donor, matchId, (tx, seen) => matches.withdraw(tx, seen, 'The budget was cut.'));
  expect(await findings()).toEqual([]);
});

it('is refused where a fund holds the money of the offer, or pays the match', async () => {
  const { offerId, matchId } = await confirmed();
  await world.run(db.actor, (tx) => world.offers.agree(tx, offerId));
  await expect(start(matchId)).rejects.toEqual(code('delivered-as-money'));
  expect(await paidBy(matchId)).toBe('fund');
  const other = await confirmed();
  await world.run(db.actor, (tx) => matches.startDelivery(tx, other.matchId));
  await expect(start(other.matchId)).rejects.toEqual(code('delivered-as-money'));
  await expect(record(other.matchId, 1n)).rejects.toEqual(code('delivered-as-money'));
  expect(await paidBy(other.matchId)).toBe('fund');
});

describe('what is accepted of it is what was accepted with the payments', () => {
  const inItem = (needId: string, itemId: string, accepted: bigint) =>
    world.run(focalPoint, async (tx) => {
      const [need] = await tx.query<{ version: number }[]>('SELECT version FROM needs WHERE id = $1', [needId]);
      await world.needs.accept(tx, { needId, version: need!.version }, itemId, accepted);
    });
  const unaccept = (matchId: string, id: string) =>
    act(focalPoint, matchId, (tx, seen) => receipts.unaccept(tx, seen, id, 'Another payment'));
  const ofItem = async (itemId: string) =>
    (
      await db.asOwner<{ counts: string[] }>(
        'SELECT ARRAY[delivered, paid_by_fund, accepted]::text[] AS counts FROM need_items WHERE id = $1',
        [itemId],
      )
    )[0]!.counts;
  const paid = async (itemId: string, amount: bigint) => {
    const matchId = await world.confirmed(itemId, await world.offer({ currency: 'USD', capacity: amount }), amount);
    await start(matchId);
    return { matchId, id: await record(matchId, amount) };
  };

  it('and never what the form of the item says, whatever is taken back and accepted anew', async () => {
    const { needId, itemId } = await world.need({ valid_until: '2099-12-31' }, MONEY);
    const [x, y] = [await paid(itemId, 60_000n), await paid(itemId, 40_000n)];
    await accept(x.matchId, x.id, 60_000n);
    for (const less of [0n, 59_999n]) {
      await expect(inItem(needId, itemId, less)).rejects.toMatchObject({
        code: 'accepted-by-delivery',
        message: expect.stringContaining('USD 600.00 was accepted with the deliveries') as string,
      });
    }
    await expect(inItem(needId, itemId, 60_001n)).rejects.toEqual(code('more-than-delivered'));
    await accept(y.matchId, y.id, 40_000n);
    await unaccept(x.matchId, x.id);
    expect(await ofItem(itemId)).toEqual(['40000', '0', '40000']);
    await accept(x.matchId, x.id, 60_000n);
    expect(await ofItem(itemId)).toEqual(['100000', '0', '100000']);
    expect(await stateOf(needId)).toBe('fulfilled');
    expect(await findings()).not.toContainEqual(expect.stringContaining(itemId));
  });

  it('beside what is accepted of what a fund paid, which stays as it is', async () => {
    const { needId, itemId } = await world.need({}, MONEY);
    const { matchId, id } = await paid(itemId, 30_000n);
    await world.confirmed(itemId, await world.offer({ currency: 'USD', capacity: 50_000n }), 50_000n);
    await world.run(db.actor, (tx) => world.needs.deliver(tx, itemId, 50_000n));
    await inItem(needId, itemId, 20_000n);
    await accept(matchId, id, 30_000n);
    expect(await ofItem(itemId)).toEqual(['80000', '50000', '50000']);
    await expect(inItem(needId, itemId, 29_999n)).rejects.toEqual(code('accepted-by-delivery'));
    await inItem(needId, itemId, 30_000n);
    await inItem(needId, itemId, 75_000n);
    await unaccept(matchId, id);
    expect(await ofItem(itemId)).toEqual(['50000', '50000', '45000']);
    expect(await findings()).not.toContainEqual(expect.stringContaining(itemId));
  });

  it('is held by the database, found by doctor, and mended where it was overwritten before', async () => {
    const { itemId } = await world.need({}, MONEY);
    const { matchId, id } = await paid(itemId, 60_000n);
    await accept(matchId, id, 60_000n);
    await world.confirmed(itemId, await world.offer({ currency: 'USD', capacity: 40_000n }), 40_000n);
    await world.run(db.actor, (tx) => world.needs.deliver(tx, itemId, 40_000n));
    const set = (columns: string) => db.asOwner(`UPDATE need_items SET ${columns} WHERE id = $1`, [itemId]);
    await expect(set('accepted = 59999')).rejects.toThrow('ck_need_items_accepted_by_delivery');
    await expect(set('paid_by_fund = 100001')).rejects.toThrow('ck_need_items_paid_by_fund');
    await set('paid_by_fund = 50000');
    expect(await findings()).toContain(
      `item ${itemId} counts 50000 beside what funds paid, its deliveries 60000 as accepted`,
    );
    const query = (sql: string) => db.asOwner(sql);
    await db.asOwner('ALTER TABLE need_items DROP CONSTRAINT ck_need_items_accepted_by_delivery');
    await set('paid_by_fund = 0, accepted = 30000');
    await new PaidByFunds1764000600180().takeOver({ query } as unknown as QueryRunner);
    expect(await ofItem(itemId)).toEqual(['100000', '40000', '60000']);
  });
});

it('or a fund allocates to it at the same moment: one of the two happens', async () => {
  const { matchId } = await confirmed();
  const tries = await Promise.allSettled([
    start(matchId),
    world.run(db.actor, (tx) => matches.startDelivery(tx, matchId)),
  ]);
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const { state, deliveryPlannedOn } = await world.match(matchId);
  expect([state, deliveryPlannedOn]).toEqual(['delivering', tries[0].status === 'fulfilled' ? DAY : null]);
});

it('is held by the database: no payment of a donor beside a fund, none beyond its item, none without its offer', async () => {
  const { itemId, matchId, offerId } = await confirmed();
  await start(matchId);
  await accept(matchId, await record(matchId, 60_000n), 60_000n);
  const by = (sql: string, id: string) => world.run(db.actor, (tx) => tx.query(sql, [id]));
  const refused = (constraint: string) => ({ driverError: { constraint } });
  const less = by('UPDATE need_items SET delivered = 1, accepted = 1 WHERE id = $1', itemId);
  await expect(less).rejects.toMatchObject(refused('ck_deliveries_counted'));
  const toFund = by('UPDATE matches SET delivery_planned_on = NULL WHERE id = $1', matchId);
  await expect(toFund).rejects.toMatchObject(refused('ck_deliveries_within_match'));
  const early = by("UPDATE matches SET state = 'confirmed' WHERE id = $1", matchId);
  await expect(early).rejects.toMatchObject(refused('ck_matches_delivery_planned'));
  await db.asOwner('UPDATE offers SET delivered = 1, accepted = 1 WHERE id = $1', [offerId]);
  expect(await findings()).toEqual([
    `offer ${offerId} counts 1 as delivered and 1 as accepted, its deliveries 60000 and 60000`,
  ]);
});
