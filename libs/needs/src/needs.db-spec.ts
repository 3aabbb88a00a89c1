// Danger: a need changed by somebody who may not, in a state where it must not, over somebody else's change, or untraced.
import { Money, newId, type Actor, type Problem } from '#libs/kernel';
import { contentOf, itemOf, needsWorld } from './needs.fixtures.js';
import type { Tx } from '#libs/platform';
import type { SeenNeed } from './move-need.js';

const world = needsWorld();
beforeAll(() => world.askForLittle());
const { drafts, life, review, coverage, stateA, stateB, donor, coordinator, auditor, administrator } = world;

describe('a need', () => {
  it('goes from draft to published, each step audited and announced', async () => {
    const id = await world.draft();
    expect(await world.need(id)).toMatchObject({ state: 'draft', version: 1, organizationId: stateA.organizationId });
    await world.run(stateA, (tx) => life.submit(tx, { needId: id, version: 1 }));
    await world.run(coordinator, (tx) => review.acknowledge(tx, { needId: id, version: 2 }, 'Note verbale 12/2026'));
    await world.run(coordinator, (tx) => review.validate(tx, { needId: id, version: 3 }));
    await world.run(coordinator, (tx) => review.publish(tx, { needId: id, version: 4 }));
    expect(await world.need(id)).toMatchObject({ state: 'published', version: 5, visibility: 'parties-only' });
    const steps = ['need.submitted', 'need.acknowledged', 'need.validated', 'need.published'];
    expect(await world.acts(id)).toEqual(['need.drafted', ...steps]);
    expect(await world.events(id)).toEqual(steps);
  });

  it('keeps what its organization wrote', async () => {
    const unitCost = Money.of(250_000n, 'USD');
    const id = await world.draft({ tags: ['police'], items: [itemOf({ minimum: 2n, unitCost })] });
    const view = await world.run(stateA, (tx) => world.queries.get(tx, id));
    expect(view).toMatchObject({ areaIso2: 'HT', neededBy: '2097-06-30', tags: ['police'], validUntil: null });
    expect(view.items).toEqual([
      expect.objectContaining({
        categoryCode: 'MARK',
        measure: { unit: 'machine' },
        requested: '10',
        minimum: '2',
        open: '10',
        unitCost: { minor: '250000', currency: 'USD' },
      }),
    ]);
  });

  it('is rewritten by its organization before it is handed in, line by line', async () => {
    const id = await world.draft({ items: [itemOf(), itemOf({ description: 'Spare needles' })] });
    const [first, second] = await world.items(id);
    await world.run(stateA, async (tx) =>
      drafts.revise(tx, await world.seen(id), {
        title: 'Marking',
        neededBy: null,
        items: [
          itemOf({ measure: { currency: 'USD' }, requested: 5n }),
          { ...itemOf({ requested: 3n }), id: second!.id },
        ],
      }),
    );
    expect(await world.need(id)).toMatchObject({ title: 'Marking', neededBy: null, areaIso2: 'HT', version: 2 });
    const items = await world.items(id);
    expect(items.map(({ currency, requested }) => [currency, requested])).toEqual([
      ['USD', 5n],
      [null, 3n],
    ]);
    expect(items[1]!.id).toBe(second!.id);
    expect(items.map((item) => item.id)).not.toContain(first!.id);
    await world.run(stateA, async (tx) => life.submit(tx, await world.seen(id)));
    await expect(
      world.run(stateA, async (tx) => drafts.revise(tx, await world.seen(id), { title: 'Late' })),
    ).rejects.toMatchObject({ code: 'need-not-open' });
  });

  it('is not decided on by who wrote it or left its organization within a year, as coordinators of elsewhere too', async () => {
    const changed = { ...coordinator, personId: stateB.personId, label: 'Changed sides' };
    const decide = async (id: string, verb: (tx: Tx, seen: SeenNeed) => Promise<unknown>) => {
      const seen = await world.seen(id);
      return world
        .run(changed, (tx) => verb(tx, seen))
        .then(
          () => 'done',
          (error: Problem) => error.code,
        );
    };
    const leave = (ago: string) =>
      world.db.asOwner(`UPDATE memberships SET ended_at = now() - $2::interval WHERE person_id = $1`, [
        stateB.personId,
        ago,
      ]);
    const [theirs, ofAnother] = [await world.submitted({}, stateB), await world.submitted()];
    const live = await world.published({}, stateB);
    const revisionId = await world.run(stateB, async (tx) =>
      world.revisions.propose(tx, await world.seen(live), { title: 'Anew', reason: 'Better' }),
    );
    try {
      for (const ago of ['1 day', '11 months', '13 months']) {
        await leave(ago);
        expect(await decide(theirs, (tx, seen) => review.acknowledge(tx, seen, 'Mine'))).toBe('own-need');
        expect(await decide(live, (tx, seen) => world.revisions.publish(tx, { ...seen, revisionId }, null))).toBe(
          'own-need',
        );
      }
      const colleague = await world.submitted({}, await world.pointOfContact(stateB));
      await leave('11 months');
      expect(await decide(colleague, (tx, seen) => review.acknowledge(tx, seen, 'Ours'))).toBe('own-need');
      await leave('13 months');
      expect(await decide(colleague, (tx, seen) => review.acknowledge(tx, seen, 'Note'))).toBe('done');
      expect(await decide(ofAnother, (tx, seen) => review.acknowledge(tx, seen, 'Note'))).toBe('done');
    } finally {
      await world.db.asOwner('UPDATE memberships SET ended_at = NULL WHERE person_id = $1', [stateB.personId]);
    }
  });

  it('is not decided on by a coordinator of the organization that filed it, carries an item out, or is the State of an imported one', async () => {
    const own = { ...coordinator, organizationId: stateA.organizationId };
    const judge = async (id: string) => {
      const { id: itemId } = await world.itemOf(id);
      const seen = await world.seen(id);
      const acts = [
        world.run(own, (tx) => review.acknowledge(tx, seen, 'Note verbale')),
        world.run(own, (tx) =>
          review.assignCategory(tx, seen, itemId, { categoryCode: 'TRACE', reason: 'Sorted here' }),
        ),
        world.run(own, (tx) => life.withdraw(tx, seen, 'Over')),
      ];
      return (await Promise.allSettled(acts)).map((act) => act.status === 'rejected' && (act.reason as Problem).code);
    };
    const change = (id: string, table: string, set: string) =>
      world.db.asOwner(`UPDATE ${table} SET ${set} WHERE ${table === 'needs' ? 'id' : 'need_id'} = $1`, [id]);

    expect(await judge(await world.submitted())).toEqual(['own-need', 'own-need', 'denied']);
    const carried = await world.submitted({}, stateB);
    await change(carried, 'need_items', `through_organization_id = '${stateA.organizationId}'`);
    expect(await judge(carried)).toEqual(['own-need', 'own-need', 'denied']);
    const imported = await world.submitted({}, stateB);
    await world.db.asOwner(`UPDATE organizations SET area_iso2 = 'HT' WHERE id = $1`, [stateA.organizationId]);
    await change(imported, 'needs', `source = 'elsewhere', external_ref = id`);
    expect(await judge(imported)).toEqual(['own-need', 'own-need', 'own-need']);
    await world.db.asOwner('UPDATE organizations SET area_iso2 = NULL WHERE id = $1', [stateA.organizationId]);
    await world.db.asOwner('UPDATE organizations SET area_iso2 = NULL WHERE id = $1', [stateA.organizationId]);
  });

  it('is sorted into a category by a coordinator, which matching is told', async () => {
    const id = await world.published({ items: [itemOf({ categoryCode: 'OTHER' })] });
    const item = await world.itemOf(id);
    await world.run(coordinator, async (tx) =>
      review.assignCategory(tx, await world.seen(id), item.id, { categoryCode: 'TRACE', reason: 'Sorted here' }),
    );
    expect(await world.itemOf(id)).toMatchObject({ categoryCode: 'TRACE', version: 2 });
    // Two of one millisecond are in no order.
    expect((await world.events(id)).slice(-2).sort()).toEqual(['need.changed', 'need.revised']);
    const [revision] = await world.db.asOwner(
      'SELECT number, reason FROM need_revisions WHERE need_id = $1 ORDER BY number DESC LIMIT 1',
      [id],
    );
    expect(revision).toEqual({ number: 2, reason: 'Sorted here' });
    const other = await world.itemOf(await world.published());
    await expect(
      world.run(coordinator, async (tx) =>
        review.assignCategory(tx, await world.seen(id), other.id, { categoryCode: 'TRACE', reason: 'Sorted here' }),
      ),
    ).rejects.toMatchObject({ code: 'not-found' });
  });

  it('sorted before it is published it tells who asked in its thread, and nobody else', async () => {
    const id = await world.submitted({ items: [itemOf(), itemOf({ categoryCode: 'OTHER' })] });
    const { id: itemId } = (await world.items(id)).find(({ categoryCode }) => categoryCode === 'OTHER')!;
    await world.run(coordinator, async (tx) =>
      review.assignCategory(tx, await world.seen(id), itemId, { categoryCode: 'TRACE', reason: 'It is for tracing' }),
    );
    expect((await world.events(id)).at(-1)).toBe('need.message-sent');
    const messages = await world.db.asOwner('SELECT about, body, role FROM need_messages WHERE need_id = $1', [id]);
    expect(messages).toEqual([
      {
        about: 'items.1.categoryCode',
        body: expect.stringMatching(/^.+ → .+\. It is for tracing$/) as string,
        role: 'coordinator',
      },
    ]);
    const told = await world.db.asOwner(
      `SELECT FROM outbox_events e JOIN need_messages m ON m.id = e.payload ->> 'messageId' WHERE e.ref_id = $1`,
      [id],
    );
    expect(told).toHaveLength(1);
  });

  it('keeps its category while a donor is committed to it', async () => {
    const id = await world.published();
    const item = await world.itemOf(id);
    const assign = async () =>
      world.run(coordinator, async (tx) =>
        review.assignCategory(tx, await world.seen(id), item.id, { categoryCode: 'TRACE', reason: 'Sorted here' }),
      );
    await world.run(world.db.actor, (tx) => coverage.commit(tx, item.id, 4n));
    await expect(assign()).rejects.toMatchObject({
      code: 'item-is-committed',
      message: expect.stringContaining('Rescind its confirmed matches first') as string,
    });
    await world.run(world.db.actor, (tx) => coverage.release(tx, item.id, 4n));
    await assign();
    expect(await world.itemOf(id)).toMatchObject({ categoryCode: 'TRACE' });
  });

  it('is withdrawn with a reason, but not while a donor is committed to it', async () => {
    const id = await world.published();
    const item = await world.itemOf(id);
    const withdraw = async () =>
      world.run(stateA, async (tx) => life.withdraw(tx, await world.seen(id), 'Met from our own budget'));
    await world.run(world.db.actor, (tx) => coverage.commit(tx, item.id, 4n));
    await expect(withdraw()).rejects.toMatchObject({ code: 'need-has-commitments' });
    await world.run(world.db.actor, (tx) => coverage.release(tx, item.id, 4n));
    await withdraw();
    expect(await world.need(id)).toMatchObject({ state: 'withdrawn', endReason: 'Met from our own budget' });
    expect((await world.events(id)).at(-1)).toBe('need.withdrawn');
    await expect(world.run(world.db.actor, (tx) => coverage.commit(tx, item.id, 1n))).rejects.toMatchObject({
      code: 'need-not-open',
    });
    await expect(withdraw()).rejects.toMatchObject({ code: 'move-not-allowed' });
  });

  it('cannot be submitted while it says nothing', async () => {
    const id = await world.draft({ summary: '  ', items: [] });
    await expect(world.run(stateA, (tx) => life.submit(tx, { needId: id, version: 1 }))).rejects.toMatchObject({
      code: 'need-incomplete',
      errors: expect.arrayContaining([
        expect.objectContaining({ path: 'summary' }),
        expect.objectContaining({ path: 'items' }),
      ]) as unknown,
    });
  });

  it('is shown to no more people than its organization agreed to', async () => {
    const id = await world.validated({ visibility: 'states-only' });
    await expect(world.publish(id, 'public')).rejects.toMatchObject({ code: 'wider-than-agreed' });
    await world.publish(id, 'coordinators');
    expect(await world.need(id)).toMatchObject({ visibility: 'coordinators' });
  });
});

type Verb = (seen: SeenNeed, actor: Actor) => Promise<unknown>;
const revise: Verb = (seen, actor) => world.run(actor, (tx) => drafts.revise(tx, seen, { title: 'Changed' }));
const submit: Verb = (seen, actor) => world.run(actor, (tx) => life.submit(tx, seen));
const publish: Verb = (seen, actor) => world.run(actor, (tx) => review.publish(tx, seen));
const withdraw: Verb = (seen, actor) => world.run(actor, (tx) => life.withdraw(tx, seen, 'no more'));
const assign: Verb = async (seen, actor) => {
  const { id } = await world.itemOf(seen.needId);
  return world.run(actor, (tx) =>
    review.assignCategory(tx, seen, id, { categoryCode: 'TRACE', reason: 'Sorted here' }),
  );
};

describe('nobody else', () => {
  it.each<[string, Verb, 'draft' | 'submitted' | 'validated' | 'published', Actor]>([
    ['revise', revise, 'submitted', coordinator],
    ['revise', revise, 'draft', auditor],
    ['submit', submit, 'draft', auditor],
    ['publish', publish, 'validated', stateA],
    ['publish', publish, 'validated', auditor],
    ['withdraw', withdraw, 'published', stateB],
    ['withdraw', withdraw, 'published', donor],
    ['withdraw', withdraw, 'submitted', coordinator],
    ['assign a category', assign, 'published', stateA],
    ['assign a category', assign, 'published', administrator],
  ])('may %s', async (_, verb, state, actor) => {
    const id = await world[state]();
    const before = await world.need(id);
    await expect(verb(await world.seen(id), actor)).rejects.toMatchObject({ code: 'denied' });
    expect(await world.need(id)).toEqual(before);
  });

  it.each<[string, Verb, 'draft' | 'submitted', Actor]>([
    ['revises', revise, 'draft', stateB],
    ['submits', submit, 'draft', stateB],
    ['publishes', publish, 'draft', coordinator],
    ['withdraws', withdraw, 'submitted', stateB],
    ['sorts', assign, 'submitted', donor],
  ])('%s what they may not know of: to them it is not there', async (_, verb, state, actor) => {
    const id = await world[state]({ visibility: 'public' });
    await expect(verb(await world.seen(id), actor)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('files a need but a focal point', async () => {
    await expect(world.draft({}, donor)).rejects.toMatchObject({ code: 'denied' });
  });
});

it.each<[string, Verb, 'draft' | 'validated' | 'published', Actor]>([
  ['revise', revise, 'draft', stateA],
  ['submit', submit, 'draft', stateA],
  ['publish', publish, 'validated', coordinator],
  ['withdraw', withdraw, 'published', stateA],
  ['assign', assign, 'published', coordinator],
])('%s refuses a version that is not the present one', async (_, verb, state, actor) => {
  const id = await world[state]();
  await expect(verb({ needId: id, version: 99 }, actor)).rejects.toMatchObject({ code: 'stale' });
});

it('of two who change the same version one is told', async () => {
  const id = await world.draft();
  const seen = await world.seen(id);
  const changes = await Promise.allSettled(
    ['one', 'two'].map((title) => world.run(stateA, (tx) => drafts.revise(tx, seen, { title }))),
  );
  expect(changes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});

describe('a field that is wrong is named', () => {
  it.each([
    [{ areaIso2: 'XX' }, 'areaIso2'],
    [{ neededFrom: '2027-02-01', neededBy: '2027-01-31' }, 'neededBy'],
    [{ items: [itemOf(), itemOf({ categoryCode: 'NONE' })] }, 'items.1.categoryCode'],
    [{ items: [itemOf({ typeCode: 'none' })] }, 'items.0.typeCode'],
    [{ items: [itemOf({ measure: { currency: 'XXQ' } })] }, 'items.0.measure.currency'],
    [{ items: [itemOf({ measure: { unit: 'none' } })] }, 'items.0.measure.unit'],
    [{ items: [itemOf({ measure: { unit: 'machine', currency: 'USD' } })] }, 'items.0.measure'],
    [{ items: [itemOf({ unitCost: Money.of(1n, 'XXQ') })] }, 'items.0.unitCost.currency'],
    [{ items: [{ ...itemOf(), id: newId('item') }] }, 'items.0.id'],
  ])('%#', async (content, path) => {
    await expect(world.draft(contentOf(content))).rejects.toMatchObject({ errors: [{ path }] });
  });
});
