// Danger: an acceptance or a return by mistake stands for good, or what is taken back of it counts on somewhere, or counts twice.
import type { Actor } from '#libs/kernel';
import type { Tx } from '#libs/platform';
import type { Seen } from './lock-match.js';
import { matchingInvariants } from './matching.invariants.js';
import { matchingWorld } from './matching.fixture.js';

const world = matchingWorld();
const { db, deliveries, receipts, focalPoint, otherFocalPoint, donor, coordinator } = world;

const DAY = '2026-11-24';
const code = (expected: string) => expect.objectContaining({ code: expected });

async function act<T>(actor: Actor, matchId: string, what: (tx: Tx, seen: Seen) => Promise<T>): Promise<T> {
  const { version } = await world.match(matchId);
  return world.run(actor, (tx) => what(tx, { matchId, version }));
}

const record = (matchId: string, quantity: bigint) =>
  act(donor, matchId, (tx, seen) =>
    deliveries.record(tx, seen, { quantity, deliveredOn: DAY, note: null, evidenceFileIds: [] }),
  );
const accept = (matchId: string, id: string, accepted: bigint, reason: string | null = null) =>
  act(focalPoint, matchId, (tx, seen) => receipts.accept(tx, seen, id, { accepted, reason }));
const unaccept = (matchId: string, id: string, actor = focalPoint) =>
  act(actor, matchId, (tx, seen) => receipts.unaccept(tx, seen, id, 'Counted in the wrong depot.'));

const giveBack = (matchId: string, id: string) =>
  act(focalPoint, matchId, (tx, seen) => receipts.giveBack(tx, seen, id, 'Broken'));
const unreturn = (matchId: string, id: string, actor = focalPoint) =>
  act(actor, matchId, (tx, seen) => receipts.unreturn(tx, seen, id, 'It was the other crate.'));

/** 10 safes, or 0.10 dollars, of a match that is under way. */
async function underWay(currency?: string) {
  const item = currency === undefined ? {} : { currency, type_code: 'financial' };
  const { needId, itemId } = await world.need({ valid_until: '2099-12-31' }, { requested: 10n, ...item });
  const offerId = await world.offer(currency === undefined ? {} : { currency });
  const matchId = await world.confirmed(itemId, offerId, 10n);
  await act(donor, matchId, (tx, seen) => deliveries.start(tx, seen, { plannedOn: DAY, note: null }));
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

async function findings(): Promise<string[]> {
  const rows = await Promise.all(matchingInvariants.map(({ sql }) => db.asOwner<{ what: string }>(sql)));
  return rows.flat().map(({ what }) => what);
}

it.each([
  ['goods', undefined, ['10', '10', '4', '10', '10', '4']],
  ['money', 'USD', ['10', '4', '4', '10', '10', '4']],
])('of %s opens the match and the need again, and can be given anew', async (_, currency, waiting) => {
  const { needId, itemId, offerId, matchId } = await underWay(currency);
  const [first, second] = [await record(matchId, 4n), await record(matchId, 6n)];
  await accept(matchId, first, 4n);
  await accept(matchId, second, 6n);
  expect([(await world.match(matchId)).state, await stateOf(needId)]).toEqual(['completed', 'fulfilled']);
  // Its last day is over by now: it stands while something is under way.
  await db.asOwner("UPDATE needs SET valid_until = '2026-11-01' WHERE id = $1", [needId]);
  await unaccept(matchId, second);
  expect([(await world.match(matchId)).state, await stateOf(needId)]).toEqual(['delivering', 'published']);
  expect(await counted(itemId, offerId)).toEqual(waiting);
  expect((await world.acts(matchId)).at(-1)).toBe('match.delivery-unaccepted');
  expect((await world.acts(needId)).slice(-2)).toEqual(['need.acceptance-taken-back', 'need.opened-again']);
  expect(await findings()).toEqual([]);
  await expect(unaccept(matchId, second)).rejects.toEqual(code('move-not-allowed'));
  await act(donor, matchId, (tx, seen) => deliveries.undo(tx, seen, second, 'Of another match'));
  await accept(matchId, await record(matchId, 6n), 6n);
  expect([(await world.match(matchId)).state, await stateOf(needId)]).toEqual(['completed', 'fulfilled']);
  const { history } = await world.run(donor, (tx) => world.history.get(tx, matchId));
  expect(history.find(({ act: done }) => done === 'delivery-unaccepted')?.note).toBe('Counted in the wrong depot.');
  expect(await findings()).toEqual([]);
});

it('of a part lets the whole wait again, unless the rest was delivered again or given up since', async () => {
  const { itemId, offerId, matchId } = await underWay();
  const id = await record(matchId, 10n);
  await accept(matchId, id, 7n, 'Three are broken');
  await unaccept(matchId, id);
  expect(await counted(itemId, offerId)).toEqual(['10', '10', '0', '10', '10', '0']);
  await accept(matchId, id, 8n, 'Two are broken');
  const again = await record(matchId, 1n);
  await expect(unaccept(matchId, id)).rejects.toEqual(code('rest-is-gone'));
  await giveBack(matchId, again);
  await unaccept(matchId, id);
  await accept(matchId, id, 8n, 'Two are broken');
  await act(donor, matchId, (tx, seen) => deliveries.endRest(tx, seen, 'The maker closed.'));
  expect(await world.match(matchId)).toMatchObject({ state: 'completed', amount: 8n });
  await expect(unaccept(matchId, id)).rejects.toMatchObject({
    code: 'rest-is-gone',
    message: expect.stringContaining('2 × safe of this delivery went back') as string,
  });
  expect(await findings()).toEqual([]);
});

it('is for the State alone, and refused where the need was closed since', async () => {
  const { needId, matchId } = await underWay();
  const id = await record(matchId, 10n);
  await accept(matchId, id, 10n);
  for (const actor of [donor, coordinator, world.auditor]) {
    await expect(unaccept(matchId, id, actor)).rejects.toEqual(code('denied'));
  }
  await expect(unaccept(matchId, id, otherFocalPoint)).rejects.toEqual(code('not-found'));
  const colleague = { ...focalPoint, personId: db.actor.personId };
  await expect(unaccept(matchId, id, colleague)).rejects.toEqual(code('point-of-contact-required'));
  await db.asOwner("UPDATE needs SET state = 'closed-partly', end_reason = 'x' WHERE id = $1", [needId]);
  await expect(unaccept(matchId, id)).rejects.toEqual(code('need-not-open'));
  expect(await world.match(matchId)).toMatchObject({ state: 'completed' });
});

it('asked for twice at the same moment happens once', async () => {
  const { itemId, offerId, matchId } = await underWay();
  const id = await record(matchId, 10n);
  await accept(matchId, id, 10n);
  const tries = await Promise.allSettled([unaccept(matchId, id), unaccept(matchId, id)]);
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await counted(itemId, offerId)).toEqual(['10', '10', '0', '10', '10', '0']);
});

it.each([
  ['goods', undefined, ['10', '6', '0', '10', '6', '0'], ['10', '0', '0', '10', '0', '0']],
  ['money', 'USD', ['10', '0', '0', '10', '6', '0'], ['10', '0', '0', '10', '0', '0']],
])('of a return of %s counts it as delivered again, to be decided on', async (_, currency, waiting, returned) => {
  const { itemId, offerId, matchId } = await underWay(currency);
  const id = await record(matchId, 6n);
  await giveBack(matchId, id);
  expect(await counted(itemId, offerId)).toEqual(returned);
  await unreturn(matchId, id);
  expect(await counted(itemId, offerId)).toEqual(waiting);
  await expect(unreturn(matchId, id)).rejects.toEqual(code('move-not-allowed'));
  await accept(matchId, id, 6n);
  await expect(unreturn(matchId, id)).rejects.toEqual(code('move-not-allowed'));
  const { history } = await world.run(donor, (tx) => world.history.get(tx, matchId));
  expect(history.find(({ act: done }) => done === 'delivery-unreturned')?.note).toBe('It was the other crate.');
  expect(await findings()).toEqual([]);
});

it('of a return is for the State alone, and refused once that was delivered again or given up', async () => {
  const { matchId } = await underWay();
  const [first, second] = [await record(matchId, 6n), await record(matchId, 4n)];
  await giveBack(matchId, first);
  await expect(unaccept(matchId, first)).rejects.toEqual(code('move-not-allowed'));
  for (const actor of [donor, coordinator]) {
    await expect(unreturn(matchId, first, actor)).rejects.toEqual(code('denied'));
  }
  await expect(unreturn(matchId, first, otherFocalPoint)).rejects.toEqual(code('not-found'));
  const again = await record(matchId, 1n);
  await expect(unreturn(matchId, first)).rejects.toEqual(code('rest-is-gone'));
  await act(donor, matchId, (tx, seen) => deliveries.undo(tx, seen, again, 'Miscounted'));
  await accept(matchId, second, 4n);
  await act(donor, matchId, (tx, seen) => deliveries.endRest(tx, seen, 'The maker closed.'));
  expect(await world.match(matchId)).toMatchObject({ state: 'completed', amount: 4n });
  await expect(unreturn(matchId, first)).rejects.toEqual(code('rest-is-gone'));
  expect(await findings()).toEqual([]);
});
