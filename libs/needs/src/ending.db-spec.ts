// Danger: a request stands for ever, ends in the wrong way, or is spoken for or shown by those who may not.
import { Audit } from '#libs/audit';
import { newId, type Problem } from '#libs/kernel';
import type { Tx } from '#libs/platform';
import type { SeenNeed } from './move-need.js';
import { NeedMergeService } from './need-merge.service.js';
import { itemOf, needsWorld } from './needs.fixtures.js';
import { Outbox } from '#libs/platform';

const world = needsWorld();
const { life, review, coverage, expiry, stateA, stateB, donor, coordinator, auditor, db } = world;

type Verb = (tx: Tx, seen: SeenNeed) => Promise<unknown>;
const codeOf = (act: Promise<unknown>) =>
  act.then(
    () => 'done',
    (error: Problem) => error.code,
  );
const by = async (id: string, verb: Verb, actor = stateA) => {
  const seen = await world.seen(id);
  return codeOf(world.run(actor, (tx) => verb(tx, seen)));
};
const stateOf = async (id: string) => (await world.need(id)).state;
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const get = (id: string, actor = stateA) => db.uow.read(actor, (tx) => world.queries.get(tx, id));
const asSystem = (work: (tx: Tx) => Promise<unknown>) => world.run(db.actor, work);

it('what was handed in only a point of contact or a delegate speaks for; drafts every focal point', async () => {
  const colleague = { ...stateA, personId: newId('pers'), label: 'Colleague' };
  await db.asOwner('INSERT INTO people (id, email, name) VALUES ($1, $1, $1)', [colleague.personId]);
  await db.asOwner(
    "INSERT INTO memberships (id, person_id, organization_id, role) VALUES ($1, $2, $3, 'focal-point')",
    [newId('memb'), colleague.personId, colleague.organizationId],
  );
  const [live, closed, withdrawn, submitted] = [
    await world.published(),
    await world.published(),
    await world.published(),
    await world.submitted(),
  ];
  const { id: itemId } = await world.itemOf(live);
  await by(closed, (tx, seen) => life.close(tx, seen, 'Enough'));
  await by(withdrawn, (tx, seen) => life.withdraw(tx, seen, 'Met'));
  const acts: [string, Verb][] = [
    [live, (tx, seen) => life.confirm(tx, seen, inDays(10))],
    [live, (tx, seen) => coverage.waive(tx, seen, itemId, 1n, 'x')],
    [live, (tx, seen) => coverage.accept(tx, seen, itemId, 0n)],
    [live, (tx, seen) => life.close(tx, seen, 'x')],
    [live, (tx, seen) => life.withdraw(tx, seen, 'x')],
    [submitted, (tx, seen) => life.recall(tx, seen)],
    [closed, (tx, seen) => life.reopen(tx, seen)],
    [closed, (tx, seen) => life.showTo(tx, seen, 'coordinators', 'x')],
    [withdrawn, (tx, seen) => life.reinstate(tx, seen)],
  ];
  for (const [id, verb] of acts) expect(await by(id, verb, colleague)).toBe('point-of-contact-required');
  const draft = await world.draft({}, colleague);
  expect(await by(draft, (tx, seen) => life.withdraw(tx, seen, 'x'), colleague)).toBe('done');
  expect(await by(draft, (tx, seen) => life.reinstate(tx, seen), colleague)).toBe('done');
});

describe('what was agreed and what is shown', () => {
  it('stay apart: a publication to fewer, taken off again, may be published as was agreed', async () => {
    const id = await world.validated({ visibility: 'states-only' });
    await world.publish(id, 'coordinators');
    expect(await get(id)).toMatchObject({ visibility: 'coordinators', agreedVisibility: 'states-only' });
    expect((await get(id, coordinator)).agreedVisibility).toBe('states-only');
    await world.judge(id, (tx, seen) => review.unpublish(tx, seen, 'Wrong circle'));
    expect(await codeOf(world.publish(id, 'public'))).toBe('wider-than-agreed');
    await world.publish(id, 'states-only');
    expect(await world.need(id)).toMatchObject({ visibility: 'states-only', agreedVisibility: null });
    expect((await get(id, donor)).agreedVisibility).toBeNull();
  });

  it('meet again in a change that its organization proposes of its readers, and in no other', async () => {
    const id = await world.validated({ visibility: 'public' });
    await world.publish(id, 'states-only');
    const change = async (changes: object) => {
      const revisionId = await world.run(stateA, async (tx) =>
        world.revisions.propose(tx, await world.seen(id), { ...changes, reason: 'Better' }),
      );
      await world.judge(id, (tx, seen) => world.revisions.publish(tx, { ...seen, revisionId }, null));
    };
    await change({ title: 'Anew' });
    expect(await world.need(id)).toMatchObject({ visibility: 'states-only', agreedVisibility: 'public' });
    await change({ visibility: 'coordinators' });
    expect(await world.need(id)).toMatchObject({ visibility: 'coordinators', agreedVisibility: null });
  });

  it('its organization or a coordinator hides what has ended, and shows it again, no wider than was agreed', async () => {
    const id = await world.published({ visibility: 'states-only' });
    const show = (visibility: 'public' | 'states-only' | 'coordinators', actor = stateA) =>
      by(id, (tx, seen) => life.showTo(tx, seen, visibility, 'Names a depot'), actor);
    expect(await show('coordinators', coordinator)).toBe('need-not-ended');
    await by(id, (tx, seen) => life.close(tx, seen, 'Enough'));
    expect(await show('coordinators', stateB)).toBe('denied');
    expect(await show('coordinators')).toBe('done');
    expect(await codeOf(get(id, donor))).toBe('not-found');
    expect(await show('public')).toBe('wider-than-agreed');
    expect(await show('states-only', coordinator)).toBe('done');
    expect((await get(id, donor)).visibility).toBe('states-only');
    expect(await show('coordinators', coordinator)).toBe('done');
    // Open again it is shown to those who could see it last, and its revisions say so.
    expect(await by(id, (tx, seen) => life.reopen(tx, seen))).toBe('done');
    expect(await world.need(id)).toMatchObject({
      visibility: 'coordinators',
      agreedVisibility: 'states-only',
      revision: 2,
    });
    expect((await world.acts(id)).filter((act) => act === 'need.shown-to')).toHaveLength(3);
    for (const state of ['fulfilled', 'expired']) {
      const other = await world.published();
      await db.asOwner('UPDATE needs SET state = $2 WHERE id = $1', [other, state]);
      expect(await by(other, (tx, seen) => life.showTo(tx, seen, 'coordinators', 'x'))).toBe('done');
    }
    expect(await by(await world.draft(), (tx, seen) => life.showTo(tx, seen, 'coordinators', 'x'))).toBe(
      'need-not-ended',
    );
  });

  it('its organization shows what is published to fewer at once, and to more only by a proposal', async () => {
    const id = await world.published({ visibility: 'states-only' });
    const show = (visibility: 'public' | 'states-only' | 'parties-only' | 'coordinators', actor = stateA) =>
      by(id, (tx, seen) => life.showTo(tx, seen, visibility, 'Names a depot'), actor);
    expect(await show('public')).toBe('wider-by-proposal');
    expect(await show('states-only')).toBe('done');
    expect(await show('parties-only', stateB)).toBe('denied');
    expect((await world.need(id)).revision).toBe(1);
    expect(await show('parties-only')).toBe('done');
    expect(await world.need(id)).toMatchObject({ visibility: 'parties-only', agreedVisibility: null, revision: 2 });
    expect(await codeOf(get(id, donor))).toBe('not-found');
    expect((await world.events(id)).slice(-2)).toEqual(['need.changed', 'need.revised']);
    expect((await world.acts(id)).at(-1)).toBe('need.shown-to');
    expect(await show('states-only')).toBe('wider-by-proposal');
    // Donors who give to it read it on.
    await db.asOwner('UPDATE needs SET donor_ids = $2 WHERE id = $1', [id, [donor.organizationId]]);
    expect(await show('coordinators')).toBe('parties-read-it');
    expect((await get(id, donor)).visibility).toBe('parties-only');
    await db.asOwner("UPDATE needs SET donor_ids = '{}' WHERE id = $1", [id]);
    expect(await show('coordinators')).toBe('done');
  });

  it('what it is shown to already its organization may make all that it agrees to', async () => {
    const id = await world.validated({ visibility: 'public' });
    await world.publish(id, 'states-only');
    expect(await by(id, (tx, seen) => life.showTo(tx, seen, 'states-only', 'Names a depot'))).toBe('done');
    expect(await world.need(id)).toMatchObject({ visibility: 'states-only', agreedVisibility: null, revision: 1 });
    expect((await world.events(id)).at(-1)).not.toBe('need.revised');
  });

  it('what was proposed before it was shown to fewer does not open it again', async () => {
    const id = await world.published({ visibility: 'public' });
    const seen = await world.seen(id);
    const change = { title: 'Anew', reason: 'Better words' };
    const revisionId = await world.run(stateA, (tx) => world.revisions.propose(tx, seen, change));
    expect(await by(id, (tx, at) => life.showTo(tx, at, 'parties-only', 'Names a depot'))).toBe('done');
    const decide = world.judge(id, (tx, at) => world.revisions.publish(tx, { ...at, revisionId }, null));
    expect(await codeOf(decide)).toBe('revision-outdated');
  });

  it('why it ended is told to its organization, coordinators and auditors alone', async () => {
    const id = await world.published();
    await by(id, (tx, seen) => life.close(tx, seen, 'The depot burnt'));
    for (const reader of [stateA, coordinator, auditor])
      expect((await get(id, reader)).endReason).toBe('The depot burnt');
    for (const reader of [stateB, donor, world.finance, world.administrator]) {
      expect(await get(id, reader)).toMatchObject({ state: 'closed-partly', endReason: null, agreedVisibility: null });
    }
  });

  it('a hidden need that is merged into one that more see leaves no trace there', async () => {
    const merges = new NeedMergeService(new Audit(), new Outbox());
    const into = await world.published({ visibility: 'public' });
    const [hidden, open] = [await world.published({ visibility: 'coordinators' }), await world.published()];
    const trace = async () => [(await world.need(into)).version, (await world.events(into)).length];
    const before = await trace();
    await world.judge(hidden, (tx, seen) => merges.merge(tx, seen, into, 'Filed twice'));
    await world.judge(hidden, (tx, seen) => merges.takeApart(tx, seen, 'It was not'));
    expect(await trace()).toEqual(before);
    expect(await world.acts(into)).toEqual(expect.arrayContaining(['need.took-in', 'need.gave-back']));
    await world.judge(open, (tx, seen) => merges.merge(tx, seen, into, 'Filed twice'));
    expect(await trace()).toEqual([before[0]! + 1, before[1]! + 1]);
  });
});

describe('a need is over', () => {
  const withItems = async (...items: ReturnType<typeof itemOf>[]) => {
    const id = await world.published({ items });
    return { id, ids: (await world.items(id)).map((item) => item.id) };
  };
  const deliver = (itemId: string, amount: bigint) =>
    asSystem(async (tx) => {
      await coverage.commit(tx, itemId, amount);
      await coverage.deliver(tx, itemId, amount);
    });

  const money = (requested: bigint) => itemOf({ requested, measure: { currency: 'USD' } });

  it('when the rest of what was delivered is waived, or accepted after that', async () => {
    const { id, ids } = await withItems(money(30n));
    await deliver(ids[0]!, 20n);
    expect(await by(id, (tx, seen) => coverage.waive(tx, seen, ids[0]!, 10n, 'Bought ten'))).toBe('done');
    expect(await stateOf(id)).toBe('fulfilled');
    expect(await by(id, (tx, seen) => coverage.accept(tx, seen, ids[0]!, 20n))).toBe('done');
    // One that was left published by what went before.
    await db.asOwner("UPDATE needs SET state = 'published' WHERE id = $1", [id]);
    expect(await by(id, (tx, seen) => coverage.accept(tx, seen, ids[0]!, 19n))).toBe('done');
    expect(await stateOf(id)).toBe('fulfilled');
  });

  it('and open again when its organization asks again for what it had waived, as long as it stands', async () => {
    const { id, ids } = await withItems(money(30n));
    await deliver(ids[0]!, 20n);
    const waive = (waived: bigint, actor = stateA) =>
      by(id, (tx, seen) => coverage.waive(tx, seen, ids[0]!, waived, 'A slip'), actor);
    expect(await waive(10n)).toBe('done');
    expect(await waive(5n, coordinator)).toBe('denied');
    await db.asOwner('UPDATE needs SET valid_until = $2 WHERE id = $1', [id, inDays(-1)]);
    expect(await waive(5n)).toBe('need-lapsed');
    await db.asOwner('UPDATE needs SET valid_until = $2 WHERE id = $1', [id, inDays(9)]);
    expect(await waive(10n)).toBe('need-not-open');
    const { version } = await world.need(id);
    expect(await waive(5n)).toBe('done');
    expect(await world.need(id)).toMatchObject({ state: 'published', version: version + 1 });
    expect(await world.itemOf(id)).toMatchObject({ waived: 5n, open: 5n });
    expect((await world.acts(id)).slice(-2)).toEqual(['need.waived', 'need.opened-again']);
    expect((await world.events(id)).at(-1)).toBe('need.published');
    expect(await waive(10n)).toBe('done');
    expect(await stateOf(id)).toBe('fulfilled');
    // What came in full has nothing that could be asked for again.
    const whole = await withItems(money(30n));
    await deliver(whole.ids[0]!, 30n);
    expect(await by(whole.id, (tx, seen) => coverage.waive(tx, seen, whole.ids[0]!, 0n, 'x'))).toBe('need-not-open');
  });

  it('when a published change asks for no more than was delivered', async () => {
    const { id, ids } = await withItems(money(30n));
    await deliver(ids[0]!, 20n);
    const revisionId = await world.run(stateA, async (tx) =>
      world.revisions.propose(tx, await world.seen(id), {
        items: [{ ...money(20n), id: ids[0]! }],
        reason: 'Twenty do',
      }),
    );
    await world.judge(id, (tx, seen) => world.revisions.publish(tx, { ...seen, revisionId }, null));
    expect(await stateOf(id)).toBe('fulfilled');
  });

  it('neither closed, withdrawn nor expired while units wait that nobody accepted or returned', async () => {
    const { id, ids } = await withItems(itemOf());
    const count = (delivered: bigint, accepted: bigint) =>
      asSystem((tx) => coverage.deliverByHand(tx, ids[0]!, { delivered, accepted }));
    await asSystem((tx) => coverage.commit(tx, ids[0]!, 4n));
    await count(4n, 0n);
    const close = () => by(id, (tx, seen) => life.close(tx, seen, 'Enough'));
    expect(await close()).toBe('need-has-undecided-deliveries');
    expect(await by(id, (tx, seen) => life.withdraw(tx, seen, 'Met'))).toBe('need-has-undecided-deliveries');
    await db.asOwner('UPDATE needs SET valid_until = $2 WHERE id = $1', [id, inDays(-100)]);
    await asSystem((tx) => expiry.expire(tx));
    expect(await stateOf(id)).toBe('published');
    await count(0n, 4n);
    expect(await close()).toBe('done');
  });

  it('again when it is reopened and all of it was accepted meanwhile', async () => {
    for (const verb of ['close', 'withdraw'] as const) {
      const { id, ids } = await withItems(itemOf());
      await asSystem((tx) => coverage.commit(tx, ids[0]!, 10n));
      await asSystem((tx) => coverage.deliverByHand(tx, ids[0]!, { delivered: 10n, accepted: 9n }));
      // As it could end before the last unit had to be decided on.
      await db.asOwner('UPDATE need_items SET accepted = 10 WHERE id = $1', [ids[0]]);
      expect(await by(id, (tx, seen) => life[verb](tx, seen, 'Enough'))).toBe('done');
      const back = verb === 'close' ? life.reopen : life.reinstate;
      expect(await by(id, (tx, seen) => back.call(life, tx, seen))).toBe('done');
      expect(await stateOf(id)).toBe('fulfilled');
      expect((await world.events(id)).slice(-2)).toEqual(['need.published', 'need.fulfilled']);
    }
  });

  it('but not by waiving all of it: that is closing it', async () => {
    const { id, ids } = await withItems(itemOf(), itemOf({ requested: 5n }));
    const waive = (index: number, amount: bigint) =>
      by(id, (tx, seen) => coverage.waive(tx, seen, ids[index]!, amount, 'No longer'));
    expect(await waive(0, 10n)).toBe('done');
    expect(await waive(1, 5n)).toBe('nothing-left-asked');
    expect(await waive(1, 4n)).toBe('done');
    const propose = world.run(stateA, async (tx) =>
      world.revisions.propose(tx, await world.seen(id), {
        items: [
          { ...itemOf(), id: ids[0]! },
          { ...itemOf({ requested: 4n }), id: ids[1]! },
        ],
        reason: 'Less',
      }),
    );
    expect(await codeOf(propose)).toBe('nothing-left-asked');
    expect(await stateOf(id)).toBe('published');
  });

  it('is covered in full with its must-haves, or with everything where none is one', async () => {
    const coverageOf = async (id: string) => (await world.need(id)).coverage;
    const { id, ids } = await withItems(itemOf(), itemOf({ isEssential: false }));
    await asSystem((tx) => coverage.commit(tx, ids[1]!, 10n));
    expect(await coverageOf(id)).toBe('partly');
    await asSystem((tx) => coverage.release(tx, ids[1]!, 10n));
    await asSystem((tx) => coverage.commit(tx, ids[0]!, 10n));
    expect(await coverageOf(id)).toBe('full');
    await db.asOwner('UPDATE need_items SET is_essential = false WHERE need_id = $1', [id]);
    expect(await coverageOf(id)).toBe('partly');
    await db.asOwner('UPDATE need_items SET is_essential = true WHERE need_id = $1', [id]);
    expect(await coverageOf(id)).toBe('partly');
    // A must-have that is waived is none any more.
    const waived = await withItems(itemOf(), itemOf({ isEssential: false }));
    await by(waived.id, (tx, seen) => coverage.waive(tx, seen, waived.ids[0]!, 10n, 'No longer'));
    await asSystem((tx) => coverage.commit(tx, waived.ids[1]!, 4n));
    expect(await coverageOf(waived.id)).toBe('partly');
    await asSystem((tx) => coverage.commit(tx, waived.ids[1]!, 6n));
    expect(await coverageOf(waived.id)).toBe('full');
  });
});
