// Danger: a request stands for ever, or asks for what was needed by a day that has passed.
import type { Problem } from '#libs/kernel';
import type { Tx } from '#libs/platform';
import type { SeenNeed } from './move-need.js';
import { contentOf, itemOf, needsWorld } from './needs.fixtures.js';

const world = needsWorld();
const { life, coverage, expiry, stateA, db } = world;

const codeOf = (act: Promise<unknown>) =>
  act.then(
    () => 'done',
    (error: Problem) => error.code,
  );
const by = async (id: string, verb: (tx: Tx, seen: SeenNeed) => Promise<unknown>) => {
  const seen = await world.seen(id);
  return codeOf(world.run(stateA, (tx) => verb(tx, seen)));
};
const stateOf = async (id: string) => (await world.need(id)).state;
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const asSystem = (work: (tx: Tx) => Promise<unknown>) => world.run(db.actor, work);

const meeting = (code: string, days: number) =>
  db.asOwner(
    `INSERT INTO meetings (code, kind, name_en, starts_on, ends_on, precision, basis, source)
     VALUES ($1, 'biennial-meeting', $1, $2, $2, 'day', 'entered', 'test')`,
    [code, inDays(days)],
  );

// Meetings go and come here under needs that were handed in.
beforeAll(() => db.asOwner('ALTER TABLE meetings DISABLE TRIGGER refuse_cycle_of_needs'));

describe('the days of a need', () => {
  it('by which it is needed are not over when it is handed in, nor moved into the past', async () => {
    const over = { neededBy: inDays(-1) };
    expect(await codeOf(world.submitted(over))).toBe('need-incomplete');
    expect(await codeOf(world.submitted({ neededBy: null, items: [itemOf(over)] }))).toBe('need-incomplete');
    const id = await world.published(contentOf({ neededBy: inDays(0) }));
    const propose = (changes: object) =>
      by(id, (tx, seen) => world.revisions.propose(tx, seen, { ...changes, reason: 'x' }));
    expect(await propose(over)).toBe('invalid-input');
    // What has passed meanwhile hinders no other change.
    await db.asOwner('UPDATE needs SET needed_by = $2 WHERE id = $1', [id, inDays(-3)]);
    expect(await propose({ title: 'Anew' })).toBe('done');
  });

  it('on which it stands last are given with the publication, to the end of the cycle or for half a year', async () => {
    const lastDayOf = async (id: string) => (await world.need(id)).validUntil;
    await db.asOwner('DELETE FROM meetings WHERE ends_on >= current_date');
    expect(await lastDayOf(await world.published())).toBe(inDays(365));
    await meeting('TEST1', 500);
    expect(await lastDayOf(await world.published())).toBe(inDays(500));
    await meeting('TEST2', 20);
    expect(await lastDayOf(await world.published())).toBe(inDays(180));
    expect(await lastDayOf(await world.published({ validUntil: inDays(3) }))).toBe(inDays(3));
    expect(await lastDayOf(await world.validated())).toBeNull();
    await db.asOwner("DELETE FROM meetings WHERE code IN ('TEST1', 'TEST2')");
  });

  it('on which it stands last lie at most two years ahead, or at the end of the cycle after this one, wherever they are said', async () => {
    const published = await world.published();
    const draft = await world.draft({ validUntil: inDays(3) });
    const ways: Readonly<Record<string, (days: number) => Promise<string>>> = {
      written: (days) => codeOf(world.draft({ validUntil: inDays(days) })),
      rewritten: (days) => by(draft, (tx, seen) => world.drafts.revise(tx, seen, { validUntil: inDays(days) })),
      confirmed: (days) => by(published, (tx, seen) => life.confirm(tx, seen, inDays(days))),
    };
    const expectMost = async (days: number) => {
      for (const [way, say] of Object.entries(ways)) {
        expect([way, await say(days + 1)]).toEqual([way, 'invalid-input']);
        expect([way, await say(days)]).toEqual([way, 'done']);
      }
    };
    await expectMost(731);
    await meeting('TEST4', 400);
    await expectMost(731);
    await meeting('TEST5', 900);
    await meeting('TEST6', 1500);
    await expectMost(900);
    // As those that were written before there was a limit.
    const old = await world.draft();
    await db.asOwner('UPDATE needs SET valid_until = $2 WHERE id = $1', [old, inDays(901)]);
    expect(await by(old, (tx, seen) => life.submit(tx, seen))).toBe('need-incomplete');
    const copy = await world.run(stateA, (tx) => world.drafts.copy(tx, old));
    expect((await world.need(copy)).validUntil).toBeNull();
    expect(await codeOf(world.submitted({ validUntil: inDays(900) }))).toBe('done');
    await db.asOwner("DELETE FROM meetings WHERE code IN ('TEST4', 'TEST5', 'TEST6')");
  });

  it('pass when a new cycle asked about it and nobody confirmed it for three months', async () => {
    await db.asOwner('DELETE FROM meetings WHERE ends_on >= $1', [inDays(-300)]);
    await db.asOwner(
      `INSERT INTO meetings (code, kind, name_en, starts_on, ends_on, precision, basis, source)
       VALUES ('TEST3', 'biennial-meeting', 'x', $1, $1, 'day', 'entered', 'test')`,
      [inDays(-200)],
    );
    const [forgotten, confirmed, underWay] = [
      await world.published({ validUntil: inDays(700) }),
      await world.published({ validUntil: inDays(700) }),
      await world.published({ validUntil: inDays(700) }),
    ];
    await asSystem(async (tx) => coverage.commit(tx, (await world.itemOf(underWay)).id, 1n));
    for (const id of [forgotten, confirmed, underWay])
      await db.asOwner('UPDATE needs SET published_at = $2 WHERE id = $1', [id, inDays(-300)]);
    const run = () =>
      asSystem(async (tx) => {
        await expiry.askAgain(tx);
        await expiry.expire(tx);
      });
    const asked = (days: number) =>
      db.asOwner('UPDATE needs SET asked_on = $1 WHERE asked_on IS NOT NULL', [inDays(days)]);
    await run();
    expect((await world.need(forgotten)).askedOn).toBe(inDays(0));
    await asked(-90);
    await run();
    expect(await stateOf(forgotten)).toBe('published');
    await by(confirmed, (tx, seen) => life.confirm(tx, seen, inDays(400)));
    await asked(-91);
    await run();
    expect([await stateOf(forgotten), await stateOf(confirmed), await stateOf(underWay)]).toEqual([
      'expired',
      'published',
      'published',
    ]);
    expect(await world.events(forgotten)).toContain('need.expired');
    expect(await by(forgotten, (tx, seen) => life.confirm(tx, seen, inDays(400)))).toBe('done');
    await run();
    expect(await stateOf(forgotten)).toBe('published');
  });
});
