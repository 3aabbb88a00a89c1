// Danger: a step of a need's life is taken by the wrong side, from the wrong state, cannot be taken back, or is not traced.
import { newId, type Problem } from '#libs/kernel';
import type { Tx } from '#libs/platform';
import { NeedThreadQueries } from './need-thread.queries.js';
import type { SeenNeed } from './move-need.js';
import { itemOf, needsWorld } from './needs.fixtures.js';

const world = needsWorld();
const { drafts, life, review, coverage, thread, expiry, stateA, stateB, donor, coordinator, auditor, db } = world;
const threads = new NeedThreadQueries();

const QUESTION = { about: 'items.0.unitCost', body: 'What does one machine cost?' };
const PLAIN = { about: null, answersId: null };

type Verb = (tx: Tx, seen: SeenNeed) => Promise<void>;
const own = async (id: string, verb: Verb) => {
  const seen = await world.seen(id);
  await world.run(stateA, (tx) => verb(tx, seen));
};
const stateOf = async (id: string) => (await world.need(id)).state;
const codeOf = (act: Promise<unknown>) =>
  act.then(
    () => 'done',
    (error: Problem) => error.code,
  );
const threadOf = (id: string, actor = stateA) => db.uow.read(actor, (tx) => threads.thread(tx, id, { limit: 100 }));

describe('a review', () => {
  it('asks, is answered, and goes on where it was', async () => {
    const id = await world.underReview();
    await world.judge(id, (tx, seen) =>
      review.giveBack(tx, seen, [QUESTION, { about: null, body: 'Who operates them?' }]),
    );
    expect(await stateOf(id)).toBe('returned');
    const [first] = (await threadOf(id)).items;
    expect(first).toMatchObject({ ...QUESTION, isQuestion: true, isAnswered: false, role: 'coordinator' });

    await own(id, (tx, seen) => drafts.revise(tx, seen, { title: 'Marking machines for the police' }));
    const answer = { about: null, body: '24,000 dollars.', answersId: first!.id };
    await world.run(stateA, (tx) => thread.send(tx, id, answer));
    const seen = await world.seen(id);
    await expect(world.run(stateA, (tx) => life.submit(tx, seen))).rejects.toMatchObject({
      code: 'questions-unanswered',
      errors: [{ path: expect.stringMatching(/^messages[.]msg_/), detail: 'Who operates them?' }],
    });
    await own(id, (tx, at) => life.submit(tx, at, true));
    expect(await stateOf(id)).toBe('under-review');
    const { items, authentication, openQuestions } = await threadOf(id, coordinator);
    expect(openQuestions).toBe(1);
    expect(items.map(({ isQuestion, isAnswered }) => [isQuestion, isAnswered])).toEqual([
      [true, true],
      [true, false],
      [false, false],
    ]);
    expect(authentication).toBe('Note verbale');
    expect((await world.events(id)).slice(1)).toEqual([
      'need.acknowledged',
      'need.returned',
      'need.message-sent',
      'need.answered',
    ]);
  });

  it('is read by its organization, coordinators and auditors alone, even of a public need', async () => {
    const id = await world.published();
    await world.run(stateA, (tx) => thread.send(tx, id, { ...PLAIN, body: 'The depot is at the harbour.' }));
    for (const reader of [stateA, coordinator, auditor]) expect((await threadOf(id, reader)).items).toHaveLength(1);
    for (const outsider of [stateB, donor, world.administrator, world.finance]) {
      expect(await codeOf(threadOf(id, outsider))).toBe('not-found');
    }
    expect(await codeOf(world.run(stateB, (tx) => thread.send(tx, id, { ...PLAIN, body: 'Where?' })))).toBe('denied');
  });

  it('answers only questions about the same need, and nobody talks about a draft', async () => {
    const [one, other] = [await world.underReview(), await world.underReview()];
    await world.judge(other, (tx, seen) => review.giveBack(tx, seen, [QUESTION]));
    const [question] = (await threadOf(other)).items;
    const say = (id: string, answersId: string | null) =>
      codeOf(world.run(stateA, (tx) => thread.send(tx, id, { about: null, body: 'Yes.', answersId })));
    expect(await say(one, question!.id)).toBe('invalid-input');
    expect(await say(one, newId('msg'))).toBe('invalid-input');
    expect(await say(other, question!.id)).toBe('done');
    expect(await say(await world.draft(), null)).toBe('need-not-open');
  });

  it('turns down with a reason, and can reconsider', async () => {
    const id = await world.underReview();
    await world.judge(id, (tx, seen) => review.reject(tx, seen, 'It is about landmines'));
    expect(await world.need(id)).toMatchObject({ state: 'rejected', endReason: 'It is about landmines' });
    await world.judge(id, (tx, seen) => review.reconsider(tx, seen));
    expect(await world.need(id)).toMatchObject({ state: 'under-review', endReason: null });
    await world.judge(id, (tx, seen) => review.validate(tx, seen));
    await world.judge(id, (tx, seen) => review.reconsider(tx, seen));
    expect(await stateOf(id)).toBe('under-review');
  });

  it.each([
    ['acknowledges', 'draft', review.acknowledge.bind(review), 'not-found'],
    ['acknowledges', 'underReview', review.acknowledge.bind(review), 'move-not-allowed'],
    ['validates', 'submitted', review.validate.bind(review), 'move-not-allowed'],
    ['rejects', 'submitted', review.reject.bind(review), 'move-not-allowed'],
    ['publishes', 'underReview', review.publish.bind(review), 'move-not-allowed'],
    ['reconsiders', 'submitted', review.reconsider.bind(review), 'move-not-allowed'],
    ['takes off', 'validated', review.unpublish.bind(review), 'move-not-allowed'],
  ] as const)('%s nothing that is %s', async (_, state, verb, code) => {
    const id = await world[state]();
    const judge = verb as unknown as (tx: Tx, seen: SeenNeed, word?: string) => Promise<void>;
    const word = verb.name.endsWith('publish') ? undefined : 'A reason';
    expect(await codeOf(world.judge(id, (tx, seen) => judge(tx, seen, word)))).toBe(code);
  });
});

describe('what was done is taken back', () => {
  it('by the organization: handing in, withdrawing, closing', async () => {
    const id = await world.submitted();
    await own(id, (tx, seen) => life.recall(tx, seen));
    expect(await world.need(id)).toMatchObject({ state: 'draft', submittedAt: null });
    await own(id, (tx, seen) => life.submit(tx, seen));
    await world.judge(id, (tx, seen) => review.acknowledge(tx, seen, 'Call to the mission'));
    expect(await codeOf(own(id, (tx, seen) => life.recall(tx, seen)))).toBe('move-not-allowed');
    await own(id, (tx, seen) => life.withdraw(tx, seen, 'Too early'));
    await own(id, (tx, seen) => life.reinstate(tx, seen));
    expect(await world.need(id)).toMatchObject({ state: 'under-review', authentication: 'Call to the mission' });

    const published = await world.published();
    await own(published, (tx, seen) => life.withdraw(tx, seen, 'By mistake'));
    await own(published, (tx, seen) => life.reinstate(tx, seen));
    await own(published, (tx, seen) => life.close(tx, seen, 'The rest came from our own budget'));
    expect(await stateOf(published)).toBe('closed-partly');
    await own(published, (tx, seen) => life.reopen(tx, seen));
    expect(await world.need(published)).toMatchObject({ state: 'published', endReason: null });
    expect((await world.events(published)).slice(-4)).toEqual([
      'need.withdrawn',
      'need.published',
      'need.closed',
      'need.published',
    ]);
  });

  it('by the coordinator: a publication, as long as nobody has committed anything', async () => {
    const id = await world.published({ visibility: 'public' });
    const { id: itemId } = await world.itemOf(id);
    await world.run(db.actor, (tx) => coverage.commit(tx, itemId, 1n));
    const takeOff = () => codeOf(world.judge(id, (tx, seen) => review.unpublish(tx, seen, 'Wrong file')));
    expect(await takeOff()).toBe('need-has-commitments');
    await world.run(db.actor, (tx) => coverage.release(tx, itemId, 1n));
    expect(await takeOff()).toBe('done');
    expect(await world.need(id)).toMatchObject({ state: 'validated', publishedAt: null });
    expect(await codeOf(db.uow.read(donor, (tx) => world.queries.get(tx, id)))).toBe('not-found');
  });

  it.each(['draft', 'submitted', 'underReview', 'validated', 'published'] as const)(
    'a withdrawal of one that is %s: it is again what it was',
    async (state) => {
      const id = await world[state]();
      const what = ({ version: _, ...need }: Awaited<ReturnType<typeof world.need>>) => need;
      const before = what(await world.need(id));
      await own(id, (tx, seen) => life.withdraw(tx, seen, 'By mistake'));
      expect(await world.need(id)).toMatchObject({ state: 'withdrawn', withdrawnFrom: before.state });
      await own(id, (tx, seen) => life.reinstate(tx, seen));
      expect(what(await world.need(id))).toEqual(before);
    },
  );

  it('by a coordinator: that it was taken up', async () => {
    const id = await world.underReview();
    await world.judge(id, (tx, seen) => review.unacknowledge(tx, seen, 'Another file'));
    expect(await world.need(id)).toMatchObject({ state: 'submitted', acknowledgedAt: null, authentication: null });
    expect(await codeOf(own(id, (tx, seen) => life.recall(tx, seen)))).toBe('done');
    const validated = await world.validated();
    const take = () => world.judge(validated, (tx, seen) => review.unacknowledge(tx, seen, 'x'));
    expect(await codeOf(take())).toBe('move-not-allowed');
  });

  it('only by who did it', async () => {
    const id = await world.published();
    await own(id, (tx, seen) => life.withdraw(tx, seen, 'Met'));
    const seen = await world.seen(id);
    expect(await codeOf(world.run(coordinator, (tx) => life.reinstate(tx, seen)))).toBe('denied');
    expect(await codeOf(world.run(stateB, (tx) => life.reinstate(tx, seen)))).toBe('denied');
    expect(await codeOf(world.run(coordinator, (tx) => review.publish(tx, seen)))).toBe('move-not-allowed');
  });
});

describe('of an item', () => {
  it('what is waived is no longer open, cannot be committed, and may be asked for again', async () => {
    const id = await world.published({ items: [itemOf({ requested: 10n, measure: { currency: 'USD' } })] });
    const { id: itemId } = await world.itemOf(id);
    await world.run(db.actor, (tx) => coverage.commit(tx, itemId, 6n));
    const waive = (waived: bigint) =>
      codeOf(own(id, (tx, seen) => coverage.waive(tx, seen, itemId, waived, 'Bought two ourselves')));
    expect(await waive(5n)).toBe('more-than-open');
    expect(await waive(4n)).toBe('done');
    expect(await world.itemOf(id)).toMatchObject({ waived: 4n, open: 0n });
    expect(await codeOf(world.run(db.actor, (tx) => coverage.commit(tx, itemId, 1n)))).toBe('more-than-open');
    expect(await waive(1n)).toBe('done');
    await world.run(db.actor, (tx) => coverage.commit(tx, itemId, 3n));
    await world.run(db.actor, (tx) => coverage.deliver(tx, itemId, 9n));
    expect(await stateOf(id)).toBe('fulfilled');
    expect((await world.acts(id)).filter((act) => act === 'need.waived')).toHaveLength(2);
  });

  it('its organization accepts what was paid, and may correct that; what comes in kind is accepted where it arrived', async () => {
    const id = await world.published({ items: [itemOf({ requested: 10n, measure: { currency: 'USD' } })] });
    const { id: itemId } = await world.itemOf(id);
    await world.run(db.actor, (tx) => coverage.commit(tx, itemId, 10n));
    await world.run(db.actor, (tx) => coverage.deliver(tx, itemId, 10n));
    const accept = (accepted: bigint) => codeOf(own(id, (tx, seen) => coverage.accept(tx, seen, itemId, accepted)));
    expect(await accept(11n)).toBe('more-than-delivered');
    expect(await accept(10n)).toBe('done');
    expect(await accept(8n)).toBe('done');
    expect(await world.itemOf(id)).toMatchObject({ delivered: 10n, accepted: 8n });
    const inKind = await world.published();
    const { id: machines } = await world.itemOf(inKind);
    expect(await codeOf(own(inKind, (tx, seen) => coverage.accept(tx, seen, machines, 0n)))).toBe(
      'accepted-by-delivery',
    );
  });

  it('a waiver and a commitment at once never go below nothing', async () => {
    for (let round = 0; round < 8; round += 1) {
      const id = await world.published({ items: [itemOf({ requested: 10n })] });
      const { id: itemId } = await world.itemOf(id);
      const seen = await world.seen(id);
      await Promise.allSettled([
        world.run(db.actor, (tx) => coverage.commit(tx, itemId, 7n)),
        world.run(stateA, (tx) => coverage.waive(tx, seen, itemId, 7n, 'Met')),
      ]);
      const { committed, waived, open } = await world.itemOf(id);
      expect([committed + waived, open]).toEqual([7n, 3n]);
    }
  });

  it('the database itself refuses more than was requested', async () => {
    const { id } = await world.itemOf(await world.published({ items: [itemOf({ requested: 10n })] }));
    for (const [set, rule] of [
      ['committed = 6, waived = 5', 'ck_need_items_committed'],
      ['waived = -1', 'ck_need_items_waived'],
      ['accepted = 1', 'ck_need_items_accepted'],
    ]) {
      await expect(db.asOwner(`UPDATE need_items SET ${set} WHERE id = $1`, [id])).rejects.toThrow(rule);
    }
  });
});

describe('the last day of a need', () => {
  // Meetings go and come here under needs that were handed in.
  beforeAll(() => db.asOwner('ALTER TABLE meetings DISABLE TRIGGER refuse_cycle_of_needs'));

  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  const runTwice = async () => {
    for (let run = 0; run < 2; run += 1) {
      await world.run(db.actor, async (tx) => {
        await expiry.remind(tx);
        await expiry.expire(tx);
      });
    }
  };
  const lastDay = (id: string, days: number) =>
    db.asOwner('UPDATE needs SET valid_until = $2 WHERE id = $1', [id, inDays(days)]);

  it('is reminded of once, passes with a grace, and is confirmed', async () => {
    const id = await world.published({ validUntil: inDays(29) });
    await runTwice();
    expect((await world.events(id)).filter((type) => type === 'need.running-out')).toHaveLength(1);
    await lastDay(id, -14);
    await runTwice();
    expect(await stateOf(id)).toBe('published');
    await lastDay(id, -15);
    await runTwice();
    expect(await stateOf(id)).toBe('expired');
    expect((await world.acts(id)).filter((act) => act === 'need.expired')).toHaveLength(1);

    const confirm = (day: string) => codeOf(own(id, (tx, seen) => life.confirm(tx, seen, day)));
    expect(await confirm(inDays(-1))).toBe('invalid-input');
    expect(await confirm(inDays(200))).toBe('done');
    expect(await world.need(id)).toMatchObject({ state: 'published', validUntil: inDays(200), confirmedOn: inDays(0) });
    expect(await confirm(inDays(300))).toBe('done');
    await runTwice();
    expect(await stateOf(id)).toBe('published');
    const changes = async () => (await world.events(id)).filter((type) => type === 'need.changed').length;
    expect(await changes()).toBe(1);
    await lastDay(id, -1);
    expect(await confirm(inDays(300))).toBe('done');
    expect(await changes()).toBe(2);
  });

  it('is asked for in each reporting cycle: a need that was said to stand before the last meeting is to be confirmed', async () => {
    const meeting = (code: string, days: number) =>
      db.asOwner(
        `INSERT INTO meetings (code, kind, name_en, starts_on, ends_on, precision, basis, source)
         VALUES ($1, 'biennial-meeting', $1, $2, $2, 'day', 'entered', 'test')`,
        [code, inDays(days)],
      );
    const dueOf = async (id: string) => {
      const listed = (due: boolean) =>
        db.uow.read(world.stateA, (tx) => world.queries.list(tx, { reconfirmation: due, limit: 100 }));
      const view = await db.uow.read(world.stateA, (tx) => world.queries.get(tx, id));
      for (const due of [true, false]) {
        expect((await listed(due)).items.some((need) => need.id === id)).toBe(due === view.reconfirmationDue);
      }
      return view.reconfirmationDue;
    };
    const asked = async (id: string) => {
      for (let run = 0; run < 2; run += 1) await world.run(db.actor, (tx) => expiry.askAgain(tx));
      return (await world.events(id)).filter((type) => type === 'need.reconfirmation-due').length;
    };
    await db.asOwner(`DELETE FROM meetings WHERE ends_on >= $1`, [inDays(-20)]);
    const id = await world.published({ validUntil: null });
    const draft = await world.draft();
    await meeting('TEST1', -10);
    expect([await dueOf(id), await asked(id)]).toEqual([false, 0]);
    await db.asOwner('UPDATE needs SET published_at = $2 WHERE id = $1', [id, inDays(-15)]);
    expect([await dueOf(id), await asked(id)]).toEqual([true, 1]);
    expect([await dueOf(draft), await asked(draft)]).toEqual([false, 0]);
    await own(id, (tx, seen) => life.confirm(tx, seen, inDays(400)));
    expect([await dueOf(id), await asked(id)]).toEqual([false, 1]);
    await db.asOwner('UPDATE needs SET confirmed_on = $2 WHERE id = $1', [id, inDays(-5)]);
    await meeting('TEST2', -2);
    expect([await dueOf(id), await asked(id)]).toEqual([true, 2]);
  });

  it('ends nothing that a donor is about to deliver', async () => {
    const id = await world.published();
    const { id: itemId } = await world.itemOf(id);
    await world.run(db.actor, (tx) => coverage.commit(tx, itemId, 1n));
    await lastDay(id, -100);
    await runTwice();
    expect(await stateOf(id)).toBe('published');
  });

  it('that is over opens nothing: not by handing in, publishing or taking back', async () => {
    const over = inDays(-1);
    expect(await codeOf(world.submitted({ validUntil: over }))).toBe('need-lapsed');
    const validated = await world.validated();
    await lastDay(validated, -1);
    expect(await codeOf(world.publish(validated))).toBe('need-lapsed');
    const closed = await world.published();
    await own(closed, (tx, seen) => life.close(tx, seen, 'Enough'));
    await lastDay(closed, -1);
    expect(await codeOf(own(closed, (tx, seen) => life.reopen(tx, seen)))).toBe('need-lapsed');
  });
});
