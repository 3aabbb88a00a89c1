// Danger: under concurrent confirmations more is committed to an item than it asked for, or a count is lost.
import fc from 'fast-check';
import { NeedItem } from './need.entity.js';
import type { ItemContent } from './need.rules.js';
import { itemOf, needsWorld } from './needs.fixtures.js';

const world = needsWorld();
const { coverage, life, stateA } = world;
const system = world.db.actor;
const commit = (itemId: string, amount: bigint) => world.run(system, (tx) => coverage.commit(tx, itemId, amount));
const release = (itemId: string, amount: bigint) => world.run(system, (tx) => coverage.release(tx, itemId, amount));
const deliver = (itemId: string, amount: bigint) => world.run(system, (tx) => coverage.deliver(tx, itemId, amount));

async function publishedItem(
  requested: bigint,
  content: Partial<ItemContent> = {},
): Promise<NeedItem & { needId: string }> {
  return world.itemOf(await world.published({ items: [itemOf({ requested, ...content })] }));
}

describe('of an item', () => {
  it('no more is committed than is open, however many try at once', async () => {
    const { id, needId } = await publishedItem(100n);
    const tries = await Promise.allSettled(Array.from({ length: 16 }, () => commit(id, 9n)));
    const done = tries.filter(({ status }) => status === 'fulfilled');
    expect(done).toHaveLength(11);
    for (const one of tries) {
      if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'more-than-open' });
    }
    expect(await world.itemOf(needId)).toMatchObject({ committed: 99n, version: 12 });
    expect((await world.acts(needId)).filter((act) => act === 'need.committed')).toHaveLength(11);
  });

  it('every one of many concurrent commitments, releases and deliveries counts once', async () => {
    const { id, needId } = await publishedItem(1_000n);
    await commit(id, 500n);
    await Promise.all([
      ...Array.from({ length: 5 }, () => commit(id, 10n)),
      ...Array.from({ length: 5 }, () => release(id, 7n)),
      ...Array.from({ length: 5 }, () => deliver(id, 3n)),
    ]);
    expect(await world.itemOf(needId)).toMatchObject({ committed: 515n, delivered: 15n });
  });

  it('a commitment and a withdrawal at once never both happen', async () => {
    for (let round = 0; round < 8; round += 1) {
      const { id, needId } = await publishedItem(10n);
      const seen = await world.seen(needId);
      await Promise.allSettled([commit(id, 10n), world.run(stateA, (tx) => life.withdraw(tx, seen, 'no more'))]);
      const [need, item] = [await world.need(needId), await world.itemOf(needId)];
      expect([need.state, item.committed]).toEqual(item.committed > 0n ? ['published', 10n] : ['withdrawn', 0n]);
    }
  });

  it('what is paid was committed, and the last of it fulfils the need', async () => {
    const { id, needId } = await publishedItem(10n, { measure: { currency: 'USD' } });
    await commit(id, 6n);
    await expect(deliver(id, 7n)).rejects.toMatchObject({
      code: 'more-than-committed',
      message: expect.stringContaining('USD 0.07 is more than the USD 0.06 that') as string,
    });
    await deliver(id, 6n);
    await expect(release(id, 1n)).rejects.toMatchObject({ code: 'more-than-committed' });
    expect(await world.need(needId)).toMatchObject({ state: 'published' });
    await commit(id, 4n);
    await deliver(id, 4n);
    expect(await world.need(needId)).toMatchObject({ state: 'fulfilled' });
    expect((await world.acts(needId)).slice(-2)).toEqual(['need.delivered', 'need.fulfilled']);
    await expect(commit(id, 1n)).rejects.toMatchObject({ code: 'need-not-open' });
  });

  it('what comes in kind fulfils the need when it is accepted, and what went back does not count', async () => {
    const { id, needId } = await publishedItem(10n);
    const count = (delivered: bigint, accepted: bigint) =>
      world.run(system, (tx) => coverage.deliverByHand(tx, id, { delivered, accepted }));
    await commit(id, 10n);
    await expect(count(11n, 0n)).rejects.toMatchObject({ code: 'more-than-committed' });
    await count(10n, 0n);
    expect(await world.need(needId)).toMatchObject({ state: 'published' });
    await count(-2n, 8n);
    expect(await world.itemOf(needId)).toMatchObject({ delivered: 8n, accepted: 8n });
    await count(2n, 0n);
    await count(0n, 2n);
    expect(await world.need(needId)).toMatchObject({ state: 'fulfilled' });
    expect((await world.acts(needId)).slice(-2)).toEqual(['need.accepted', 'need.fulfilled']);
    await expect(count(-1n, 0n)).rejects.toMatchObject({ code: 'need-not-open' });
  });

  it('nothing is committed before it is published, nor an amount of 0 or less', async () => {
    const item = await world.itemOf(await world.submitted());
    await expect(commit(item.id, 1n)).rejects.toMatchObject({ code: 'need-not-open' });
    const { id } = await publishedItem(10n);
    for (const amount of [0n, -1n]) {
      await expect(commit(id, amount)).rejects.toMatchObject({ errors: [{ path: 'amount' }] });
    }
  });

  it('matching is told what is taken and given back; the version of the need grows', async () => {
    const { id, needId } = await publishedItem(10n);
    const { version } = await world.need(needId);
    await commit(id, 2n);
    await release(id, 2n);
    expect((await world.events(needId)).slice(-3)).toEqual(['need.published', 'need.changed', 'need.changed']);
    expect(await world.need(needId)).toMatchObject({ version: version + 2 });
  });

  it('the numbers follow a simple model, whatever is done in whatever order', async () => {
    const act = fc.record({
      verb: fc.constantFrom('commit', 'release', 'deliver'),
      amount: fc.bigInt({ min: 1n, max: 12n }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 12 }), async (acts) => {
        const { id, needId } = await publishedItem(20n);
        const model = { committed: 0n, delivered: 0n };
        for (const { verb, amount } of acts) {
          const left = model.committed - model.delivered;
          const allowed = verb === 'commit' ? model.committed + amount <= 20n && model.delivered < 20n : amount <= left;
          const done = await { commit, release, deliver }[verb](id, amount).then(
            () => true,
            () => false,
          );
          expect([verb, amount, done]).toEqual([verb, amount, allowed]);
          if (!allowed) continue;
          if (verb === 'deliver') model.delivered += amount;
          else model.committed += verb === 'commit' ? amount : -amount;
        }
        expect(await world.itemOf(needId)).toMatchObject(model);
      }),
      { numRuns: 15 },
    );
  });

  it.each([
    ['committed = 11', 'ck_need_items_committed'],
    ['committed = -1', 'ck_need_items_committed'],
    ['delivered = 1', 'ck_need_items_delivered'],
    ['requested = 9007199254740992', 'ck_need_items_requested'],
    ['minimum = 11', 'ck_need_items_minimum'],
    ["currency = 'USD'", 'ck_need_items_one_measure'],
    ['unit_cost_minor = 1', 'ck_need_items_unit_cost_whole'],
    [
      "currency = 'USD', unit_code = null, unit_cost_minor = 1, unit_cost_currency = 'USD'",
      'ck_need_items_unit_cost_of_units',
    ],
    ['position = 0', 'ck_need_items_position'],
  ])('the database itself refuses %s', async (change, constraint) => {
    const { id } = await publishedItem(10n);
    await expect(
      world.run(system, (tx) => tx.query(`UPDATE need_items SET ${change} WHERE id = $1`, [id])),
    ).rejects.toMatchObject({ driverError: { constraint } });
  });
});

it.each([
  ["title = ''", 'ck_needs_title'],
  ["language = 'xx'", 'ck_needs_language'],
  ["state = 'gone'", 'ck_needs_state'],
  ['submitted_at = NULL', 'ck_needs_submitted_at'],
  ["state = 'validated'", 'ck_needs_published_at'],
  ["state = 'withdrawn'", 'ck_needs_end_reason'],
  ["visibility = 'all'", 'ck_needs_visibility'],
  ['priority = 6', 'ck_needs_priority'],
  ["needed_from = '2099-01-01'", 'ck_needs_needed_from_by'],
  ["source = 'relief'", 'ck_needs_external_ref_whole'],
  ["tags = array_fill('x'::text, ARRAY[51])", 'ck_needs_tags'],
  ["area_iso2 = 'XX'", 'fk_needs_area'],
  ["organization_id = 'org_x'", 'fk_needs_organization'],
])('of a need the database itself refuses %s', async (change, constraint) => {
  const id = await world.published();
  await expect(
    world.run(system, (tx) => tx.query(`UPDATE needs SET ${change} WHERE id = $1`, [id])),
  ).rejects.toMatchObject({ driverError: { constraint } });
});

describe('while something is committed the database itself refuses', () => {
  it.each([
    ["need_items SET category_code = 'TRACE'", 'ck_need_items_committed_stays'],
    ["need_items SET type_code = 'training'", 'ck_need_items_committed_stays'],
    ["need_items SET unit_code = 'rack'", 'ck_need_items_committed_stays'],
    ["need_items SET currency = 'USD', unit_code = NULL", 'ck_need_items_committed_stays'],
    ['need_items SET through_organization_id = $2', 'ck_need_items_committed_stays'],
    ["needs SET area_iso2 = 'FJ'", 'ck_needs_committed_stays'],
    ['needs SET organization_id = $2', 'ck_needs_committed_stays'],
    ["needs SET source = 'relief', external_ref = 'x'", 'ck_needs_committed_stays'],
  ])('%s', async (change, constraint) => {
    const { id, needId } = await publishedItem(10n);
    const key = change.startsWith('needs') ? 'id' : 'need_id';
    const sql = `UPDATE ${change} WHERE ${key} = $1 AND $2::text IS NOT NULL`;
    const update = () => world.run(system, (tx) => tx.query(sql, [needId, world.stateB.organizationId]));
    await commit(id, 1n);
    await expect(update()).rejects.toMatchObject({ driverError: { constraint } });
    await release(id, 1n);
    await update();
  });
});
