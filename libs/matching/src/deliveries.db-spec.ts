// Danger: goods that count twice, beyond what is committed, for a State that never accepted them, or by who may not.
import { newId, type Actor } from '#libs/kernel';
import type { Tx } from '#libs/platform';
import { Delivery } from './delivery.entity.js';
import { matchingInvariants } from './matching.invariants.js';
import { matchingWorld } from './matching.fixture.js';

const world = matchingWorld();
const { db, deliveries, receipts, matches, focalPoint, otherFocalPoint, donor, otherDonor, coordinator } = world;

const DAY = '2026-11-24';
const code = (expected: string) => expect.objectContaining({ code: expected });

async function seen(matchId: string) {
  return { matchId, version: (await world.match(matchId)).version };
}

type Act = (tx: Tx, at: { matchId: string; version: number }) => Promise<unknown>;

async function act<T extends Act>(actor: Actor, matchId: string, what: T): Promise<Awaited<ReturnType<T>>> {
  const at = await seen(matchId);
  return world.run(actor, (tx) => what(tx, at)) as Promise<Awaited<ReturnType<T>>>;
}

const start = (matchId: string, actor = donor) =>
  act(actor, matchId, (tx, at) => deliveries.start(tx, at, { plannedOn: DAY, note: 'By ship' }));

const record = (matchId: string, quantity: bigint, actor = donor, more: object = {}) =>
  act(actor, matchId, (tx, at) =>
    deliveries.record(tx, at, { quantity, deliveredOn: DAY, note: null, evidenceFileIds: [], ...more }),
  );

const undo = (matchId: string, id: string, actor = donor) =>
  act(actor, matchId, (tx, at) => deliveries.undo(tx, at, id, 'Miscounted'));

const accept = (matchId: string, id: string, accepted?: bigint, reason: string | null = null, actor = focalPoint) =>
  act(actor, matchId, (tx, at) => receipts.accept(tx, at, id, { ...(accepted !== undefined && { accepted }), reason }));

const giveBack = (matchId: string, id: string, actor = focalPoint) =>
  act(actor, matchId, (tx, at) => receipts.giveBack(tx, at, id, 'Broken'));

const end = (matchId: string, actor = donor) =>
  act(actor, matchId, (tx, at) => deliveries.endRest(tx, at, 'The maker closed.'));

/** Requested and committed: 10, unless said otherwise. */
async function underWay(amount = 10n, requested = amount) {
  const { needId, itemId } = await world.need({}, { requested });
  const offerId = await world.offer();
  const matchId = await world.confirmed(itemId, offerId, amount);
  await start(matchId);
  return { needId, itemId, offerId, matchId };
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

const isInDelivery = async (needId: string) =>
  (await db.asOwner<{ begun: boolean }>('SELECT delivery_begun AS begun FROM needs WHERE id = $1', [needId]))[0]?.begun;

async function findings(): Promise<string[]> {
  const rows = await Promise.all(matchingInvariants.map(({ sql }) => db.asOwner<{ what: string }>(sql)));
  return rows.flat().map(({ what }) => what);
}

describe('a match in kind', () => {
  it('goes by single deliveries from its confirmation to a fulfilled need', async () => {
    const { needId, itemId, offerId, matchId } = await underWay();
    expect(await world.match(matchId)).toMatchObject({ state: 'delivering', deliveryPlannedOn: DAY });
    expect(await isInDelivery(needId)).toBe(true);
    const first = await record(matchId, 6n);
    const second = await record(matchId, 4n);
    expect(await counted(itemId, offerId)).toEqual(['10', '10', '0', '10', '10', '0']);
    expect(await stateOf(needId)).toBe('published');
    await accept(matchId, first);
    expect(await world.match(matchId)).toMatchObject({ state: 'delivering' });
    await accept(matchId, second);
    expect(await counted(itemId, offerId)).toEqual(['10', '10', '10', '10', '10', '10']);
    expect(await world.match(matchId)).toMatchObject({ state: 'completed' });
    expect(await stateOf(needId)).toBe('fulfilled');
    const { items, ...whole } = await db.uow.read(donor, (tx) => world.deliveriesQueries.ofMatch(tx, matchId));
    expect(whole).toMatchObject({ delivered: '10', accepted: '10', note: 'By ship', plannedOn: DAY });
    expect(items.map(({ quantity, state }) => `${quantity} ${state}`)).toEqual(['6 accepted', '4 accepted']);
    const acts = await world.acts(matchId);
    expect(acts.slice(-6)).toEqual([
      ...['match.delivering', 'match.delivered', 'match.delivered'],
      ...['match.delivery-accepted', 'match.delivery-accepted', 'match.completed'],
    ]);
    expect(await findings()).toEqual([]);
  });

  it('never delivers beyond what it commits; what went back or was undone may come again', async () => {
    const { itemId, offerId, matchId } = await underWay();
    const whole = await record(matchId, 10n);
    await expect(record(matchId, 1n)).rejects.toEqual(code('more-than-undelivered'));
    await undo(matchId, whole);
    await expect(record(matchId, 11n)).rejects.toMatchObject({
      code: 'more-than-undelivered',
      errors: [{ path: 'quantity', detail: 'Write 10 × safe or less.' }],
    });
    await giveBack(matchId, await record(matchId, 10n));
    const third = await record(matchId, 10n);
    await expect(accept(matchId, third, 7n)).rejects.toMatchObject({ errors: [{ path: 'reason' }] });
    await accept(matchId, third, 7n, 'Three are broken');
    expect(await counted(itemId, offerId)).toEqual(['10', '7', '7', '10', '7', '7']);
    await accept(matchId, await record(matchId, 3n));
    expect(await world.match(matchId)).toMatchObject({ state: 'completed' });
    expect(await findings()).toEqual([]);
  });

  it('gives the rest back that will not come, and is completed by what came', async () => {
    const { needId, itemId, offerId, matchId } = await underWay();
    await expect(end(matchId)).rejects.toEqual(code('nothing-to-end'));
    await accept(matchId, await record(matchId, 6n));
    const waiting = await record(matchId, 1n);
    await end(matchId);
    expect(await world.match(matchId)).toMatchObject({ state: 'delivering', amount: 7n, consentedAmount: 10n });
    expect(await counted(itemId, offerId)).toEqual(['7', '7', '6', '7', '7', '6']);
    await accept(matchId, waiting);
    expect(await world.match(matchId)).toMatchObject({ state: 'completed' });
    expect(await stateOf(needId)).toBe('published');
    expect(await findings()).toEqual([]);
  });

  it('is confirmed again when the donor takes the start back, and only while nothing stands', async () => {
    const { matchId, needId } = await underWay();
    const stop = () => act(donor, matchId, (tx, at) => deliveries.stop(tx, at));
    const id = await record(matchId, 2n);
    await expect(stop()).rejects.toEqual(code('delivery-under-way'));
    await undo(matchId, id);
    await stop();
    expect(await world.match(matchId)).toMatchObject({ state: 'confirmed', deliveryPlannedOn: null });
    expect([await isInDelivery(needId), await findings()]).toEqual([false, []]);
    await act(coordinator, matchId, (tx, at) => matches.rescind(tx, at, 'It will not come.'));
  });

  it('is taken off its way by a coordinator of neither side where the donor has left, and may be rescinded then', async () => {
    const { matchId } = await underWay();
    const stop = (actor: Actor) => act(actor, matchId, (tx, at) => deliveries.stop(tx, at));
    await expect(stop({ ...coordinator, organizationId: donor.organizationId })).rejects.toEqual(code('own-match'));
    await expect(stop(focalPoint)).rejects.toEqual(code('denied'));
    const id = await record(matchId, 2n);
    await expect(stop(coordinator)).rejects.toEqual(code('delivery-under-way'));
    await giveBack(matchId, id);
    await stop(coordinator);
    await act(coordinator, matchId, (tx, at) => matches.rescind(tx, at, 'The donor has left.'));
    const other = await underWay();
    await accept(other.matchId, await record(other.matchId, 2n));
    await end(other.matchId, coordinator);
    expect(await world.match(other.matchId)).toMatchObject({ state: 'completed', amount: 2n });
    expect(await findings()).toEqual([]);
  });

  it('refuses days that cannot be, quantities of nothing, and files of others', async () => {
    const { matchId } = await underWay();
    for (const [field, more] of [
      ['deliveredOn', { deliveredOn: '2026-11-26' }],
      ['deliveredOn', { deliveredOn: '2026-11-22' }],
      ['quantity', { quantity: 0n }],
      ['evidenceFileIds.0', { evidenceFileIds: [newId('file')] }],
    ] as const) {
      await expect(record(matchId, 1n, donor, more)).rejects.toMatchObject({ errors: [{ path: field }] });
    }
    const past = act(donor, matchId, (tx, at) => deliveries.start(tx, at, { plannedOn: '2026-11-22', note: null }));
    await expect(past).rejects.toMatchObject({ errors: [{ path: 'plannedOn' }] });
  });

  it('says all that is wrong with a record, or with what is accepted, at once', async () => {
    const { matchId } = await underWay();
    const tooMuch = record(matchId, 11n, donor, { deliveredOn: '2026-11-26' });
    await expect(tooMuch).rejects.toMatchObject({ errors: [{ path: 'quantity' }, { path: 'deliveredOn' }] });
    const unread = [{ path: 'deliveredOn', detail: 'is missing' }];
    const nothing = { quantity: 0n, deliveredOn: undefined as never, note: null, evidenceFileIds: [newId('file')] };
    await expect(act(donor, matchId, (tx, at) => deliveries.record(tx, at, nothing, unread))).rejects.toMatchObject({
      errors: [...unread, { path: 'quantity' }, { path: 'evidenceFileIds.0' }],
    });
    const id = await record(matchId, 5n);
    await expect(accept(matchId, id, 0n)).rejects.toMatchObject({ errors: [{ path: 'accepted' }, { path: 'reason' }] });
  });
});

describe('who may', () => {
  it('the donor or a coordinator of neither side records, the State’s point of contact alone decides', async () => {
    const { matchId } = await underWay();
    const id = await record(matchId, 5n, coordinator);
    const involved = { ...coordinator, organizationId: donor.organizationId };
    await expect(record(matchId, 1n, involved)).rejects.toEqual(code('own-match'));
    for (const actor of [focalPoint, world.auditor, world.finance, db.actor]) {
      await expect(record(matchId, 1n, actor)).rejects.toEqual(code('denied'));
      await expect(start(matchId, actor)).rejects.toEqual(code('denied'));
    }
    await expect(start(matchId, coordinator)).rejects.toEqual(code('denied'));
    await expect(record(matchId, 1n, otherDonor)).rejects.toEqual(code('not-found'));
    await expect(undo(matchId, id, otherDonor)).rejects.toEqual(code('not-found'));
    for (const actor of [donor, coordinator, world.auditor, db.actor]) {
      await expect(accept(matchId, id, 5n, null, actor)).rejects.toEqual(code('denied'));
      await expect(giveBack(matchId, id, actor)).rejects.toEqual(code('denied'));
    }
    await expect(accept(matchId, id, 5n, null, otherFocalPoint)).rejects.toEqual(code('not-found'));
    const colleague = { ...focalPoint, personId: db.actor.personId };
    await expect(accept(matchId, id, 5n, null, colleague)).rejects.toEqual(code('point-of-contact-required'));
    await accept(matchId, id);
    await expect(undo(matchId, id)).rejects.toEqual(code('move-not-allowed'));
    const stale = world.run(donor, (tx) => deliveries.endRest(tx, { matchId, version: 1 }, 'x'));
    await expect(stale).rejects.toEqual(code('stale'));
  });

  it('nobody delivers what is not confirmed', async () => {
    const reviewed = await world.reviewed((await world.need()).itemId, await world.offer(), 5n);
    await expect(start(reviewed)).rejects.toEqual(code('move-not-allowed'));
    await expect(record(reviewed, 1n)).rejects.toEqual(code('move-not-allowed'));
    const proposed = await world.run(coordinator, async (tx) =>
      matches.propose(tx, {
        needItemId: (await world.need()).itemId,
        offerId: await world.offer(),
        amount: 5n,
        note: null,
      }),
    );
    await expect(start(proposed)).rejects.toEqual(code('not-found'));
  });
});

describe('at once', () => {
  it('of many records each counts once, and never more than is committed', async () => {
    const { itemId, offerId, matchId } = await underWay();
    const at = await seen(matchId);
    const same = await Promise.allSettled(
      Array.from({ length: 4 }, () =>
        world.run(donor, (tx) =>
          deliveries.record(tx, at, { quantity: 6n, deliveredOn: DAY, note: null, evidenceFileIds: [] }),
        ),
      ),
    );
    expect(same.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await counted(itemId, offerId)).toEqual(['10', '6', '0', '10', '6', '0']);
  });

  it('an acceptance and an undoing of one delivery end in one of the two', async () => {
    const { itemId, offerId, matchId } = await underWay();
    const id = await record(matchId, 6n);
    const tries = await Promise.allSettled([accept(matchId, id), undo(matchId, id)]);
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect([
      ['10', '6', '6', '10', '6', '6'],
      ['10', '0', '0', '10', '0', '0'],
    ]).toContainEqual(await counted(itemId, offerId));
  });

  it('deliveries of several matches of one item add up', async () => {
    const { needId, itemId } = await world.need({}, { requested: 40n });
    const all: string[] = [];
    for (let index = 0; index < 4; index += 1) {
      const matchId = await world.confirmed(itemId, await world.offer(), 10n);
      await start(matchId);
      all.push(matchId);
    }
    const ids = await Promise.all(all.map((matchId) => record(matchId, 10n)));
    await Promise.all(all.map((matchId, index) => accept(matchId, ids[index]!)));
    expect(await stateOf(needId)).toBe('fulfilled');
    expect(await findings()).toEqual([]);
  });
});

describe('the database itself refuses', () => {
  const insert = (tx: Tx, matchId: string, columns: object = {}) =>
    tx.insert(Delivery, {
      ...{ id: newId('delivery'), matchId, position: 9, state: 'delivered', quantity: 11n, deliveredOn: DAY },
      ...{ recordedBy: donor.personId, recordedAt: new Date(), ...columns },
    });

  it('more than a match commits, what is not counted on both sides, and a count without its deliveries', async () => {
    const { itemId, matchId } = await underWay();
    const beyond = world.run(db.actor, (tx) => insert(tx, matchId));
    await expect(beyond).rejects.toMatchObject({ driverError: { constraint: 'ck_deliveries_within_match' } });
    const uncounted = world.run(db.actor, (tx) => insert(tx, matchId, { quantity: 3n }));
    await expect(uncounted).rejects.toMatchObject({ driverError: { constraint: 'ck_deliveries_counted' } });
    const invented = world.run(db.actor, (tx) =>
      tx.query('UPDATE need_items SET delivered = 2 WHERE id = $1', [itemId]),
    );
    await expect(invented).rejects.toMatchObject({ driverError: { constraint: 'ck_deliveries_counted' } });
    const early = await world.confirmed((await world.need()).itemId, await world.offer(), 20n);
    const beforeStart = world.run(db.actor, (tx) => insert(tx, early, { quantity: 1n }));
    await expect(beforeStart).rejects.toMatchObject({ driverError: { constraint: 'ck_deliveries_within_match' } });
  });

  it.each([
    ["state = 'accepted'", 'ck_deliveries_accepted'],
    ["state = 'returned', decided_by = recorded_by, decided_at = now()", 'ck_deliveries_reason'],
    ["state = 'undone', reason = 'x'", 'ck_deliveries_decided'],
    ["state = 'gone', decided_by = recorded_by, decided_at = now(), reason = 'x'", 'ck_deliveries_state'],
    ["state = 'accepted', accepted = 1, decided_by = recorded_by, decided_at = now()", 'ck_deliveries_reason'],
  ])('a record with %s', async (change, constraint) => {
    const { matchId } = await underWay();
    const id = await record(matchId, 6n);
    const update = world.run(db.actor, (tx) => tx.query(`UPDATE deliveries SET ${change} WHERE id = $1`, [id]));
    await expect(update).rejects.toMatchObject({ driverError: { constraint } });
  });

  it('and doctor finds what a hand at the database did', async () => {
    const { itemId, matchId } = await underWay();
    await record(matchId, 6n);
    await db.asOwner('ALTER TABLE need_items DISABLE TRIGGER tr_need_items_deliveries');
    await db.asOwner('UPDATE need_items SET delivered = 5 WHERE id = $1', [itemId]);
    await db.asOwner('ALTER TABLE need_items ENABLE TRIGGER tr_need_items_deliveries');
    await db.asOwner('ALTER TABLE matches DISABLE TRIGGER tr_matches_deliveries');
    await db.asOwner("UPDATE matches SET state = 'completed' WHERE id = $1", [matchId]);
    await db.asOwner('ALTER TABLE matches ENABLE TRIGGER tr_matches_deliveries');
    const found = await findings();
    expect(found.filter((what) => what.startsWith(`item ${itemId} counts 5`))).toHaveLength(1);
    expect(found.filter((what) => what.startsWith(`match ${matchId} is completed`))).toHaveLength(1);
  });
});
