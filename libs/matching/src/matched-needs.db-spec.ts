// Danger: a donor's pledge or a consent vanishes with a need that is merged into another.
import { Audit } from '#libs/audit';
import { NeedMergeService } from '#libs/needs';
import { Outbox } from '#libs/platform';
import { matchingWorld } from './matching.fixture.js';
import { MatchedNeedsService } from './matched-needs.service.js';

const world = matchingWorld();
const needMerges = new NeedMergeService(new Audit(), new Outbox());
const merges = new MatchedNeedsService(needMerges, world.restored, new Audit(), new Outbox());

const stateOf = async (id: string) => (await world.match(id)).state;
const versionOf = async (needId: string) =>
  (await world.db.asOwner<{ version: number }>('SELECT version FROM needs WHERE id = $1', [needId]))[0]!.version;

async function merge(needId: string, into: string): Promise<void> {
  const version = await versionOf(needId);
  await world.run(world.coordinator, (tx) => merges.merge(tx, { needId, version }, into, 'Filed twice'));
}

async function takeApart(needId: string): Promise<void> {
  const version = await versionOf(needId);
  await world.run(world.coordinator, (tx) => merges.takeApart(tx, { needId, version }, 'Two stores'));
}

async function proposed(itemId: string): Promise<string> {
  const offerId = await world.offer();
  return world.run(world.coordinator, (tx) =>
    world.matches.propose(tx, { needItemId: itemId, offerId, amount: 10n, note: null }),
  );
}

it('supersedes what waits for a review, and lets what people brought wait again when it is undone', async () => {
  const [goes, stays] = [await world.need({ visibility: 'public' }), await world.need({ visibility: 'public' })];
  const byPerson = await proposed(goes.itemId);
  const pledge = await world.run(world.donor, (tx) =>
    world.pledges.pledge(tx, {
      ...{ needId: goes.needId, needItemId: goes.itemId, amount: 5n, measure: { unit: 'safe' } },
      ...{ title: 'Five safes', conditions: '', validUntil: null, visibility: 'public' as const },
    }),
  );
  await world.offer();
  await world.run(world.db.actor, (tx) => world.suggestions.refreshNeed(tx, goes.needId));
  const standing = () =>
    world.db.asOwner<{ id: string; origin: string }>(
      "SELECT id, origin FROM matches WHERE need_id = $1 AND state = 'suggested' ORDER BY id",
      [goes.needId],
    );
  expect(new Set((await standing()).map(({ origin }) => origin))).toEqual(new Set(['engine', 'person', 'pledge']));

  await merge(goes.needId, stays.needId);
  expect(await standing()).toEqual([]);
  expect([await stateOf(byPerson), await stateOf(pledge)]).toEqual(['superseded', 'superseded']);
  await world.run(world.db.actor, (tx) => world.suggestions.refreshNeed(tx, goes.needId));
  expect(await standing()).toEqual([]);

  await takeApart(goes.needId);
  expect((await standing()).map(({ id }) => id)).toEqual([byPerson, pledge].sort());
});

it('tells the donor of a pledge that it ended by a merge, and that it is back, naming the offer', async () => {
  const [goes, stays] = [await world.need({ visibility: 'public' }), await world.need({ visibility: 'public' })];
  await proposed(goes.itemId);
  const pledge = await world.run(world.donor, (tx) =>
    world.pledges.pledge(tx, {
      ...{ needId: goes.needId, needItemId: goes.itemId, amount: 5n, measure: { unit: 'safe' } },
      ...{ title: 'Five safes', conditions: '', validUntil: null, visibility: 'public' as const },
    }),
  );
  await merge(goes.needId, stays.needId);
  await takeApart(goes.needId);
  const { needId, needItemId, offerId } = await world.match(pledge);
  const events = await world.db.asOwner(
    `SELECT e.type, e.ref_id, e.payload FROM outbox_events e JOIN matches m ON m.id = e.ref_id
      WHERE m.need_id = $1 AND e.type IN ('match.superseded', 'match.restored') ORDER BY e.id`,
    [goes.needId],
  );
  const payload = { needId, needItemId, offerId };
  expect(events).toEqual([
    { type: 'match.superseded', ref_id: pledge, payload },
    { type: 'match.restored', ref_id: pledge, payload },
  ]);
});

it('leaves superseded what was brought to a need that is hidden by the time', async () => {
  const [goes, stays] = [await world.need(), await world.need()];
  const matchId = await proposed(goes.itemId);
  await merge(goes.needId, stays.needId);
  await world.db.asOwner("UPDATE needs SET visibility = 'coordinators' WHERE id = $1", [goes.needId]);
  await takeApart(goes.needId);
  expect(await stateOf(matchId)).toBe('superseded');
});

it('leaves superseded what its donor took back in the meantime', async () => {
  const [goes, stays] = [await world.need(), await world.need()];
  const matchId = await proposed(goes.itemId);
  await merge(goes.needId, stays.needId);
  const { offerId } = await world.match(matchId);
  await world.run(world.donor, (tx) => world.life.withdraw(tx, { offerId, version: 1 }, 'Given elsewhere'));
  await takeApart(goes.needId);
  expect(await stateOf(matchId)).toBe('superseded');
});

it('leaves superseded what its offer may no longer give to, or no longer counts alike', async () => {
  const [goes, stays] = [await world.need(), await world.need()];
  const ids = [await proposed(goes.itemId), await proposed(goes.itemId), await proposed(goes.itemId)] as const;
  const [elsewhere, machines, same] = ids;
  await merge(goes.needId, stays.needId);
  const change = async (matchId: string, set: string) =>
    world.db.asOwner(`UPDATE offers SET ${set} WHERE id = $1`, [(await world.match(matchId)).offerId]);
  await change(elsewhere, "earmark_areas = '{MW}', earmark_level = 3");
  await change(machines, "unit_code = 'machine'");
  await takeApart(goes.needId);
  expect(await Promise.all(ids.map(stateOf))).toEqual(['superseded', 'superseded', 'suggested']);
  expect((await world.match(same)).endedBecause).toBeNull();
});

it('lets wait again no more than its offer has left by then, which is kept on record; with nothing left it stays superseded', async () => {
  const [goes, stays] = [await world.need(), await world.need()];
  const matchId = await proposed(goes.itemId);
  const spent = await proposed(goes.itemId);
  const [less, none] = [(await world.match(matchId)).offerId, (await world.match(spent)).offerId];
  await merge(goes.needId, stays.needId);
  const reduction = { capacity: 4n, reason: 'Given elsewhere' };
  await world.run(world.donor, (tx) => world.life.reduce(tx, { offerId: less, version: 1 }, reduction));
  await world.confirmed((await world.need()).itemId, none, 100n);
  await takeApart(goes.needId);
  expect(await world.match(matchId)).toMatchObject({ state: 'suggested', amount: 4n });
  expect(await stateOf(spent)).toBe('superseded');
  const [reduced] = await world.db.asOwner(
    "SELECT payload FROM audit_log WHERE ref_id = $1 AND act = 'match.reduced'",
    [matchId],
  );
  expect(reduced).toEqual({ payload: { from: '10', to: '4', because: 'offer-reduced' } });
});

it('is refused once the parties of a match were asked, and nothing is half done', async () => {
  const [goes, stays] = [await world.need(), await world.need()];
  const waiting = await proposed(goes.itemId);
  const asked = await world.reviewed(goes.itemId, await world.offer(), 10n);
  await expect(merge(goes.needId, stays.needId)).rejects.toMatchObject({
    code: 'need-has-matches',
    message: expect.stringContaining(asked) as string,
  });
  expect([await stateOf(waiting), await stateOf(asked)]).toEqual(['suggested', 'reviewed']);
  // A merge the other way round asks nobody anew.
  await merge(stays.needId, goes.needId);
  expect(await stateOf(asked)).toBe('reviewed');
});

it('waits for an acceptance that is under way, and is refused by it', async () => {
  const [goes, stays] = [await world.need(), await world.need()];
  const matchId = await proposed(goes.itemId);
  let merging: Promise<unknown> = Promise.resolve();
  await world.run(world.coordinator, async (tx) => {
    await world.matches.accept(tx, { matchId, version: 1 }, {});
    merging = merge(goes.needId, stays.needId).catch((error: unknown) => error);
    await untilSomebodyWaits();
  });
  expect(await merging).toMatchObject({ code: 'need-has-matches' });
  expect(await stateOf(matchId)).toBe('reviewed');
});

async function untilSomebodyWaits(): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const waiting = await world.db.asOwner(
      `SELECT FROM pg_locks l JOIN pg_database d ON d.oid = l.database OR l.database IS NULL
        WHERE NOT l.granted AND d.datname = current_database()`,
    );
    if (waiting.length > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('Nobody waits for the match.');
}
