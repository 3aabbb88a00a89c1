// Danger: an offer promised twice, changed by a stranger, or seen by one who may not.
import { newId, type Actor } from '#libs/kernel';
import { testDatabase } from '#libs/platform';
import { offersEntities } from './offer.entity.js';
import { cashOf, contentOf, OffersWorld } from './offers.fixtures.js';
import { offersInvariants } from './offers.invariants.js';
import type { SeenOffer } from './move-offer.js';
import type { OfferDraft } from './offers.service.js';

const world = new OffersWorld(testDatabase({ entities: offersEntities }));
const { db, offers, life, donorA, donorB, state, coordinator, auditor } = world;
const system = db.actor;
beforeAll(() => world.open());

const commit = (id: string, amount: bigint) => world.run(system, (tx) => offers.commit(tx, id, amount));
const release = (id: string, amount: bigint) => world.run(system, (tx) => offers.release(tx, id, amount));
const revise = (changes: Partial<OfferDraft>) => (seen: SeenOffer, actor: Actor) =>
  world.run(actor, (tx) => offers.revise(tx, seen, changes));
const publish = (seen: SeenOffer, actor: Actor) => world.run(actor, (tx) => life.publish(tx, seen));
const withdraw = (seen: SeenOffer, actor: Actor) => world.run(actor, (tx) => life.withdraw(tx, seen, 'budget cut'));

describe('an offer', () => {
  it('is drafted, published, revised and withdrawn by its donor, each act audited and announced', async () => {
    const id = await world.draft();
    await publish(await world.seen(id), donorA);
    await revise({ capacity: 12n, minimumLot: 2n, validUntil: '2027-12-31' })(await world.seen(id), donorA);
    expect(await world.offer(id)).toMatchObject({
      state: 'published',
      capacity: 12n,
      minimumLot: 2n,
      validUntil: '2027-12-31',
      unitCode: 'machine',
      version: 3,
    });
    await withdraw(await world.seen(id), donorA);
    expect(await world.acts(id)).toEqual(['offer.drafted', 'offer.published', 'offer.revised', 'offer.withdrawn']);
    expect(await world.events(id)).toEqual(['offer.published', 'offer.changed', 'offer.withdrawn']);
    await expect(publish(await world.seen(id), donorA)).rejects.toMatchObject({ code: 'move-not-allowed' });
    await expect(revise({ title: 'x' })(await world.seen(id), donorA)).rejects.toMatchObject({
      code: 'offer-not-open',
    });
  });

  it('keeps its measure once published, only grows, and is reduced to what is committed of it at the least', async () => {
    const id = await world.published();
    await commit(id, 6n);
    const changed = async (changes: Partial<OfferDraft>) => revise(changes)(await world.seen(id), donorA);
    await expect(changed({ measure: { unit: 'set' } })).rejects.toMatchObject({ code: 'measure-is-fixed' });
    await expect(changed(cashOf('USD', 100n))).rejects.toMatchObject({ code: 'measure-is-fixed' });
    await expect(changed({ capacity: 9n })).rejects.toMatchObject({ errors: [{ path: 'capacity' }] });
    await changed({ capacity: 11n });
    const seen = await world.seen(id);
    const reduceTo = (capacity: bigint) =>
      world.run(donorA, (tx) => life.reduce(tx, seen, { capacity, reason: 'budget cut' }));
    await expect(reduceTo(5n)).rejects.toMatchObject({
      code: 'less-than-committed',
      errors: [{ path: 'capacity', detail: 'Write 6 × machine or more.' }],
    });
    await reduceTo(6n);
    const view = await db.uow.read(donorA, (tx) => world.queries.get(tx, id));
    expect(view).toMatchObject({ state: 'exhausted', capacity: '6', committed: '6', left: '0' });
  });

  it('gets the earmark level that follows, again when it names other places', async () => {
    const id = await world.draft({ earmarkRegions: ['002'] });
    expect(await world.offer(id)).toMatchObject({ earmarkLevel: 2 });
    await revise({ earmarkAreas: ['KE'] })(await world.seen(id), donorA);
    expect(await world.offer(id)).toMatchObject({ earmarkLevel: 3 });
    await revise({ earmarkLevel: 4 })(await world.seen(id), donorA);
    await revise({ title: 'tight' })(await world.seen(id), donorA);
    expect(await world.offer(id)).toMatchObject({ earmarkLevel: 4, earmarkAreas: ['KE'] });
  });

  it('withdrawn keeps what was committed, gives back, and takes no more', async () => {
    const id = await world.published();
    await commit(id, 4n);
    await withdraw(await world.seen(id), donorA);
    await expect(commit(id, 1n)).rejects.toMatchObject({ code: 'offer-not-open' });
    await release(id, 4n);
    expect(await world.offer(id)).toMatchObject({ state: 'withdrawn', committed: 0n });
    await expect(release(id, 1n)).rejects.toMatchObject({ code: 'more-than-taken' });
  });

  it.each<[string, Partial<OfferDraft>, string]>([
    ['category', { categoryCodes: ['MARK', 'NONE'] }, 'categoryCodes'],
    ['type', { typeCodes: ['none'] }, 'typeCodes'],
    ['country', { earmarkAreas: ['XX'] }, 'earmarkAreas'],
    ['excluded country', { excludedAreas: ['XX'] }, 'excludedAreas'],
    ['region', { earmarkRegions: ['332'] }, 'earmarkRegions'],
    ['currency', cashOf('XXQ', 1n), 'measure.currency'],
    ['unit', { measure: { unit: 'none' } }, 'measure.unit'],
    ['lot', { minimumLot: 11n }, 'minimumLot'],
    ['excluded category', { categoryCodes: [], excludedCategories: ['NONE'] }, 'excludedCategories'],
    ['excluded type', { excludedTypes: ['none'] }, 'excludedTypes'],
    ['implementing body', { implementerId: newId('org') }, 'implementerId'],
  ])('that names an unknown or wrong %s is refused', async (_, content, path) => {
    await expect(world.draft(contentOf(content))).rejects.toMatchObject({ errors: [{ path }] });
  });
});

describe('of an offer', () => {
  it('no more is committed than it has, however many try at once', async () => {
    const id = await world.published({ capacity: 100n });
    const tries = await Promise.allSettled(Array.from({ length: 16 }, () => commit(id, 9n)));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(11);
    for (const one of tries) {
      if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'more-than-left' });
    }
    expect(await world.offer(id)).toMatchObject({ committed: 99n, version: 2 });
  });

  it('every one of many concurrent commitments and releases counts once', async () => {
    const id = await world.published({ capacity: 1_000n });
    await commit(id, 100n);
    await Promise.all([
      ...Array.from({ length: 6 }, () => commit(id, 10n)),
      ...Array.from({ length: 6 }, () => release(id, 7n)),
    ]);
    expect(await world.offer(id)).toMatchObject({ committed: 118n });
  });

  it('nothing is committed before it is published, nor an amount of 0', async () => {
    await expect(commit(await world.draft(), 1n)).rejects.toMatchObject({ code: 'offer-not-open' });
    await expect(commit(await world.published(), 0n)).rejects.toMatchObject({ errors: [{ path: 'amount' }] });
  });

  it.each([
    ['committed = 11', 'ck_offers_committed'],
    ['committed = -1', 'ck_offers_committed'],
    ['capacity = 0', 'ck_offers_capacity'],
    ["currency = 'USD'", 'ck_offers_kind_measure'],
    ['unit_code = NULL', 'ck_offers_one_measure'],
    ["kind = 'cash'", 'ck_offers_kind_measure'],
    ["earmark_groups = '{rich}', earmark_level = 2", 'ck_offers_earmark_groups'],
    ["earmark_areas = '{HT}'", 'ck_offers_earmark_follows'],
    ["category_codes = '{}', type_codes = '{}'", 'ck_offers_earmark_follows'],
    ['earmark_level = 1', 'ck_offers_earmark_follows'],
    ['earmark_level = 4', 'ck_offers_earmark_follows'],
    ['earmark_level = 5', 'ck_offers_earmark_follows'],
    ['minimum_lot = 11', 'ck_offers_minimum_lot'],
    ['maximum_per_recipient = 0', 'ck_offers_maximum_per_recipient'],
    ['minimum_lot = 5, maximum_per_recipient = 4', 'ck_offers_lot_for_recipient'],
    ["valid_until = '2025-12-31'", 'ck_offers_valid_from_until'],
    ["state = 'gone'", 'ck_offers_state'],
    ["state = 'draft'", 'ck_offers_published_at'],
    ["visibility = 'some'", 'ck_offers_visibility'],
    ["source = 'x'", 'ck_offers_external_ref_whole'],
    ["title = ''", 'ck_offers_title'],
    ["state = 'withdrawn', published_at = NULL, committed = 1", 'ck_offers_committed_published'],
  ])('the database itself refuses %s', async (change, constraint) => {
    const id = await world.published();
    await expect(
      world.run(system, (tx) => tx.query(`UPDATE offers SET ${change} WHERE id = $1`, [id])),
    ).rejects.toMatchObject({ driverError: { constraint } });
  });
});

describe('nobody else', () => {
  const verbs = { revise: revise({ title: 'Mine' }), publish, withdraw };
  it.each<[keyof typeof verbs, 'draft' | 'published', Actor, string]>([
    ['revise', 'published', donorB, 'denied'],
    ['withdraw', 'published', coordinator, 'denied'],
    ['withdraw', 'published', state, 'denied'],
    ['publish', 'draft', auditor, 'denied'],
    ['publish', 'draft', donorB, 'not-found'],
    ['revise', 'draft', coordinator, 'not-found'],
  ])('may %s one that is %s', async (verb, began, actor, code) => {
    const id = await world[began]();
    const before = await world.offer(id);
    await expect(verbs[verb](await world.seen(id), actor)).rejects.toMatchObject({ code });
    expect(await world.offer(id)).toEqual(before);
  });

  it('changes it unseen: an old version is stale', async () => {
    const id = await world.published();
    for (const verb of [verbs.revise, verbs.withdraw]) {
      await expect(verb({ offerId: id, version: 1 }, donorA)).rejects.toMatchObject({ code: 'stale' });
    }
  });

  it('makes one but a donor', async () => {
    await expect(world.draft({}, state)).rejects.toMatchObject({ code: 'denied' });
  });

  const ALL = Object.keys(world.everyone());
  const OF_STATES = ALL.filter((name) => name !== 'ANONYMOUS' && name !== 'foundation');
  const OFFICE = ['donorA', 'coordinator', 'auditor'];
  it.each<[string, 'draft' | 'published', Partial<OfferDraft>, string | null, string[]]>([
    ['draft', 'draft', {}, null, ['donorA', 'auditor']],
    ['public offer', 'published', {}, null, ALL],
    ['private offer', 'published', { visibility: 'private' }, null, OFFICE],
    ['public pledge to a public need', 'published', {}, 'public', ALL],
    ['public pledge to a need for States', 'published', {}, 'states-only', OF_STATES],
    ['public pledge to a hidden need', 'published', {}, 'closed', OFFICE],
  ])('sees a %s in list, count, search or alone', async (_, began, content, circle, expected) => {
    const word = newId('word');
    const id = await world[began]({ ...content, description: word });
    await db.asOwner('UPDATE offers SET pledge_circle = $2 WHERE id = $1', [id, circle]);
    const seenBy: string[] = [];
    for (const [name, actor] of Object.entries(world.everyone())) {
      const page = await db.uow.read(actor, (tx) => world.queries.list(tx, { q: word, limit: 5, total: true }));
      const alone = await db.uow
        .read(actor, (tx) => world.queries.get(tx, id))
        .then(
          () => 1,
          (error: { code?: string }) => (error.code === 'not-found' ? 0 : -1),
        );
      expect([page.items.length, page.total]).toEqual([alone, alone]);
      if (alone === 1) seenBy.push(name);
    }
    expect(seenBy.sort()).toEqual([...expected].sort());
  });
});

describe('the invariants', () => {
  it('hold after all of this', async () => {
    for (const { name, sql } of offersInvariants) expect([name, await db.dataSource.query(sql)]).toEqual([name, []]);
  });

  it.each<[string, string[]]>([
    [
      'offers.committed-within-capacity',
      ['ALTER TABLE offers DROP CONSTRAINT ck_offers_committed', 'UPDATE offers SET committed = 11 WHERE id = $1'],
    ],
    [
      'offers.commitments-were-published',
      [
        'ALTER TABLE offers DROP CONSTRAINT ck_offers_committed_published',
        "UPDATE offers SET committed = 1, published_at = NULL, state = 'withdrawn' WHERE id = $1",
      ],
    ],
    ['offers.follow-their-words', ["UPDATE offers SET search = '' WHERE id = $1"]],
    ['offers.codes-are-known', ["UPDATE offers SET category_codes = '{MARK,GONE}' WHERE id = $1"]],
  ])('%s is reported when it is broken', async (name, plant) => {
    const id = await world.published();
    await db.asOwner('BEGIN');
    for (const sql of plant) await db.asOwner(sql, sql.includes('$1') ? [id] : []);
    const rows = await db.asOwner(offersInvariants.find((invariant) => invariant.name === name)!.sql);
    await db.asOwner('ROLLBACK');
    expect(rows).toEqual([{ what: expect.stringContaining(id) as string }]);
  });
});
