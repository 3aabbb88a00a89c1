import type { Actor } from '#libs/kernel';
import { NEED_VERBS, type NeedFilter, type NeedState } from '#libs/needs';
import { EVENT_CONSUMERS, type EventType } from '#libs/platform';
import type { QueryRunner } from 'typeorm';
import { FoundNeeds1764001300160 } from './migrations/1764001300160-found-needs.js';
import { FindsThatComeAgain1764001300200 } from './migrations/1764001300200-finds-that-come-again.js';
import { notificationsWorld } from './notifications.fixture.js';
import { SEARCHES_A_BATCH } from './search-alerts.service.js';

const world = notificationsWorld();

const PUBLIC = { visibility: 'public' };
const UNPUBLISHED = { published_at: null };

const owner = { query: (sql: string) => world.db.asOwner(sql) } as QueryRunner;

const isLookedAtAfter = (event: EventType) =>
  (EVENT_CONSUMERS[event] as readonly string[]).includes('notifications.find');

/** The event, and what is done where it is delivered to. */
const announced = async (event: EventType, needId: string) => {
  if (isLookedAtAfter(event)) await world.find(needId);
};

/** What the donor's inbox says of needs that were found, and how many that it counts as unread. */
const finds = async () => {
  const lines = (await world.page(world.donor)).map(({ kind, need, isRead }) => [kind, need?.id, isRead]);
  return { lines, unread: await world.unread(world.donor) };
};
const toldAnew = (needId: string) => ({ lines: [['need.found', needId, false]], unread: 1 });

const reads = async () => {
  const ids = (await world.page(world.donor)).map(({ id }) => id);
  await world.run(world.donor, (tx) => world.notifications.mark(tx, ids, true));
};

describe('a saved search', () => {
  it.each<[what: string, filter: NeedFilter, isFound: boolean]>([
    ['no filter', {}, true],
    ['its area', { area: ['HT'] }, true],
    ['another area', { area: ['MW'] }, false],
    ['its category and type', { category: ['STOCK'], type: ['equipment'] }, true],
    ['another category', { category: ['MARK'] }, false],
    ['its region', { region: ['029'] }, true],
    ['its group', { group: ['ldc'] }, true],
    ['words of it', { q: 'safes' }, true],
    ['other words', { q: 'boats' }, false],
    ['open money', { openFrom: 1 }, false],
    ['open money of nothing', { openFrom: 0, openTo: 10 }, true],
  ])('by %s finds a need as the list does', async (_, filter, isFound) => {
    await world.save(world.donor, filter);
    const { needId } = await world.need(PUBLIC);
    await world.find(needId);
    expect(await world.kinds(world.donor)).toEqual(isFound ? ['need.found'] : []);
  });

  it.each<[state: NeedState, event: EventType, more: object, finders: string[]]>([
    ['submitted', 'need.submitted', UNPUBLISHED, ['coordinator']],
    ['withdrawn', 'need.withdrawn', { end_reason: 'x', withdrawn_from: 'published' }, ['coordinator', 'donor']],
    ['closed-partly', 'need.closed', { end_reason: 'x' }, ['coordinator', 'donor']],
    ['expired', 'need.expired', {}, ['coordinator', 'donor']],
    ['fulfilled', 'need.fulfilled', {}, ['coordinator', 'donor']],
  ])('by the state %s finds a need after %s, for those who see it there', async (state, event, more, finders) => {
    for (const actor of [world.coordinator, world.donor]) await world.save(actor, { state: [state] });
    const { needId } = await world.need({ ...PUBLIC, state, ...more });
    await announced(event, needId);
    for (const actor of [world.coordinator, world.donor]) {
      expect(await world.kinds(actor)).toEqual(finders.includes(actor.role) ? ['need.found'] : []);
    }
  });

  it.each<[state: NeedState, more: object]>([
    ['withdrawn', { end_reason: 'x', withdrawn_from: 'published' }],
    ['expired', {}],
    ['fulfilled', {}],
  ])('that names no state does not tell of a need that is %s', async (state, more) => {
    for (const actor of [world.coordinator, world.donor]) await world.save(actor, {});
    const { needId } = await world.need({ ...PUBLIC, state, ...more });
    await world.find(needId);
    expect([await world.kinds(world.coordinator), await world.kinds(world.donor)]).toEqual([[], []]);
  });

  it('is looked at after each event that moves a need, changes it or asks for its confirmation', () => {
    const events = [
      ...Object.values(NEED_VERBS).map(({ event }) => event),
      ...(['need.changed', 'need.revised', 'need.reconfirmation-due'] as const),
    ];
    const unheard = events.filter((event) => !isLookedAtAfter(event));
    expect(unheard).toEqual([]);
  });

  it('tells nothing where its person does not want it, asks for the need or caused it', async () => {
    await world.save(world.donor, {}, 'Quiet', false);
    await world.save(world.focalPoint, {});
    await world.save(world.coordinator, {});
    const { needId } = await world.need(PUBLIC);
    await world.find(needId, '', world.coordinator);
    for (const actor of [world.donor, world.focalPoint, world.coordinator]) {
      expect(await world.kinds(actor)).toEqual([]);
    }
  });

  it('tells of a need once while it stays in, in one line where two searches find it at once', async () => {
    await world.save(world.donor, {}, 'All');
    await world.save(world.donor, { area: ['HT'] }, 'Haiti');
    const { needId } = await world.need(PUBLIC);
    await world.find(needId);
    expect(await finds()).toEqual(toldAnew(needId));
    await reads();
    await world.find(needId);
    expect(await finds()).toEqual({ lines: [['need.found', needId, true]], unread: 0 });
  });

  it('tells anew, in the same line, of a need that another search of its person told of before', async () => {
    await world.save(world.donor, {}, 'All');
    await world.save(world.donor, { priority: [1] }, 'First things first');
    const { needId } = await world.need(PUBLIC);
    await world.find(needId);
    await reads();
    await world.db.asOwner('UPDATE needs SET priority = 1 WHERE id = $1', [needId]);
    await world.find(needId);
    expect(await finds()).toEqual(toldAnew(needId));
  });

  it.each<[what: string, filter: NeedFilter, leave: string, comeBack: string]>([
    [
      'whose commitment fell through',
      { coverage: ['open'] },
      'UPDATE need_items SET committed = 100 WHERE need_id = $1',
      'UPDATE need_items SET committed = 0 WHERE need_id = $1',
    ],
    [
      'that was over',
      {},
      "UPDATE needs SET state = 'expired' WHERE id = $1",
      "UPDATE needs SET state = 'published' WHERE id = $1",
    ],
    [
      'that was hidden',
      { state: ['published'] },
      "UPDATE needs SET visibility = 'coordinators' WHERE id = $1",
      "UPDATE needs SET visibility = 'public' WHERE id = $1",
    ],
  ])('tells anew, in the same line, of a need %s', async (_, filter, leave, comeBack) => {
    await world.save(world.donor, filter);
    const { needId } = await world.need(PUBLIC);
    await world.find(needId);
    const [first] = await world.page(world.donor);
    await reads();
    for (const move of [leave, comeBack]) {
      await world.db.asOwner(move, [needId]);
      await world.find(needId);
    }
    expect(await finds()).toEqual(toldAnew(needId));
    const [again] = await world.page(world.donor);
    expect(again!.createdAt.getTime()).toBeGreaterThan(first!.createdAt.getTime());
    // Who pressed "all read" on a page of before has not seen it.
    await world.run(world.donor, (tx) => world.notifications.markAllRead(tx, first!.id));
    expect(await world.unread(world.donor)).toBe(1);
  });

  it('tells of one event once, also where it is read before the last of the searches is looked at', async () => {
    await world.save(world.donor, { area: ['HT'] }, 'Haiti');
    const { needId } = await world.need(PUBLIC);
    const left = { after: '', eventId: 'evt_of_all', actorPerson: '' };
    const looks = (after: string) =>
      world.run(world.db.actor, (tx) => world.alerts.find(tx, needId, { ...left, after }));
    await looks('');
    await reads();
    // As if another of theirs were in the next batch.
    await world.db.asOwner('DELETE FROM found_needs');
    await looks('');
    expect(await world.unread(world.donor)).toBe(0);
  });

  it('is looked at in batches, the rest by an event of its own', async () => {
    await world.db.asOwner(
      `INSERT INTO saved_searches (id, membership_id, name, filter, alert)
       SELECT 'srch_' || lpad(i::text, 26, '0'), (SELECT id FROM memberships WHERE person_id = $1), 'Search ' || i,
              '{"area": ["MW"], "group": ["ldc"], "openFrom": 1}', true
         FROM generate_series(1, $2::integer) i`,
      [world.otherDonor.personId, SEARCHES_A_BATCH],
    );
    await world.save(world.donor, {});
    const { needId } = await world.need(PUBLIC);
    await world.find(needId);
    expect(await world.kinds(world.donor)).toEqual([]);
    const rest = await world.db.asOwner<{ payload: { after: string } }>(
      "SELECT payload FROM outbox_events WHERE type = 'search.batch-left' AND ref_id = $1",
      [needId],
    );
    expect(rest).toHaveLength(1);
    await world.find(needId, rest[0]!.payload.after);
    expect(await world.kinds(world.donor)).toEqual(['need.found']);
  });
});

describe('what somebody may no longer see', () => {
  const circles = ['public', 'states-only', 'parties-only', 'coordinators'];
  const people = (): Actor[] => [world.donor, world.otherFocalPoint, world.coordinator, world.finance, world.auditor];

  it.each(circles)('is in no inbox and no count: published for everybody, then %s', async (visibility) => {
    for (const actor of people()) await world.save(actor, {});
    const { needId } = await world.need(PUBLIC);
    await world.run(world.donor, (tx) => world.shortlist.add(tx, needId));
    await world.find(needId);
    await world.happens('need.closed', needId);
    for (const actor of people()) expect(await world.kinds(actor)).toContain('need.found');

    await world.db.asOwner('UPDATE needs SET visibility = $2 WHERE id = $1', [needId, visibility]);
    const isOpen = ['public', 'states-only'].includes(visibility);
    for (const actor of people()) {
      const isOffice =
        ['coordinator', 'auditor'].includes(actor.role) || (actor.role === 'finance' && visibility !== 'coordinators');
      const expected = isOpen || isOffice ? 'told' : 'nothing';
      const told = (await world.page(actor)).length > 0 ? 'told' : 'nothing';
      const counted = (await world.unread(actor)) > 0 ? 'told' : 'nothing';
      expect({ role: actor.role, told, counted }).toEqual({ role: actor.role, told: expected, counted: expected });
    }
    const shortlist = await world.run(world.donor, (tx) => world.shortlist.needIds(tx));
    expect(shortlist).toEqual(isOpen ? [needId] : []);
  });

  it('is found for nobody who may not see it at that moment', async () => {
    for (const actor of people()) await world.save(actor, {});
    const { needId } = await world.need({ visibility: 'coordinators' });
    await world.find(needId);
    await world.db.asOwner("UPDATE needs SET visibility = 'public' WHERE id = $1", [needId]);
    expect(await world.kinds(world.donor)).toEqual([]);
    expect(await world.kinds(world.coordinator)).toEqual(['need.found']);
  });
});

describe('searches are kept', () => {
  it('by name, each once, for their person under their membership alone', async () => {
    const id = await world.save(world.donor, { area: ['HT'] });
    await expect(world.save(world.donor, {})).rejects.toMatchObject({ code: 'saved-search-name-taken' });
    await world.save(world.otherDonor, {});
    expect(await world.run(world.donor, (tx) => world.searches.list(tx))).toMatchObject([
      { id, name: 'Locks', filter: { area: ['HT'] }, alert: true, version: 1 },
    ]);
    const seen = { searchId: id, version: 1 };
    await expect(world.run(world.otherDonor, (tx) => world.searches.remove(tx, id))).rejects.toMatchObject({
      code: 'not-found',
    });
    await world.run(world.donor, (tx) => world.searches.change(tx, seen, { alert: false }));
    await expect(
      world.run(world.donor, (tx) => world.searches.change(tx, seen, { alert: true })),
    ).rejects.toMatchObject({ code: 'stale' });
    await world.run(world.donor, (tx) => world.searches.remove(tx, id));
    expect(await world.run(world.donor, (tx) => world.searches.list(tx))).toEqual([]);
    expect(await world.acts(id)).toEqual(['saved-search.saved', 'saved-search.changed', 'saved-search.removed']);
  });

  it('a filter that contradicts itself is refused, by its place', async () => {
    await expect(world.save(world.donor, { openFrom: 5, openTo: 1 })).rejects.toMatchObject({
      errors: [{ path: 'filter.openTo' }],
    });
  });

  it('fifty and no more, also when two are saved at once', async () => {
    for (let i = 1; i < 50; i += 1) await world.save(world.donor, {}, `Search ${i}`);
    const both = await Promise.allSettled([world.save(world.donor, {}, 'A'), world.save(world.donor, {}, 'B')]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});

describe('a shortlist', () => {
  it('tells what becomes of what is on it', async () => {
    const { needId } = await world.need(PUBLIC);
    for (let i = 0; i < 2; i += 1) await world.run(world.donor, (tx) => world.shortlist.add(tx, needId));
    await world.happens('need.closed', needId);
    expect(await world.kinds(world.donor)).toEqual(['need.closed']);
    await world.run(world.donor, (tx) => world.shortlist.remove(tx, needId));
    await world.happens('need.expired', needId);
    expect(await world.kinds(world.donor)).toEqual(['need.closed']);
    expect(await world.acts(needId)).toEqual(['need.shortlisted', 'need.taken-off-shortlist']);
  });

  it('takes nothing that its person may not see', async () => {
    const { needId } = await world.need({ visibility: 'coordinators' });
    await expect(world.run(world.donor, (tx) => world.shortlist.add(tx, needId))).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it('holds a hundred; what is hidden by now makes room', async () => {
    const ids: string[] = [];
    for (let i = 0; i < 101; i += 1) ids.push((await world.need(PUBLIC)).needId);
    const add = (id: string) => world.run(world.donor, (tx) => world.shortlist.add(tx, id));
    for (const id of ids.slice(0, 100)) await add(id);
    await expect(add(ids[100]!)).rejects.toMatchObject({ code: 'shortlist-full' });
    await world.db.asOwner("UPDATE needs SET visibility = 'coordinators' WHERE id = $1", [ids[0]]);
    await add(ids[100]!);
    expect(await world.run(world.donor, (tx) => world.shortlist.needIds(tx))).toHaveLength(100);
  });
});

it('told of a need before searches remembered what they hold, nobody is told of it again', async () => {
  await world.save(world.donor, {});
  const { needId } = await world.need(PUBLIC);
  const { needId: other } = await world.need(PUBLIC);
  await world.find(needId);
  await world.db.asOwner('DROP TABLE found_needs');
  await world.db.asOwner(
    "CREATE UNIQUE INDEX uq_notifications_found ON notifications (membership_id, need_id) WHERE kind = 'need.found'",
  );
  const role = new URL(world.db.url).username;
  await world.db.asOwner("SELECT set_config('app.app_role', $1, false)", [role]);
  await new FoundNeeds1764001300160().up(owner);
  for (const id of [needId, other]) await world.find(id);
  expect((await world.page(world.donor)).map(({ need }) => need?.id).sort()).toEqual([needId, other].sort());
});

it('told of a need more than once before there was one line of it, the last one stays', async () => {
  const { needId } = await world.need(PUBLIC);
  await world.db.asOwner('ALTER TABLE found_needs ADD COLUMN IF NOT EXISTS told_at timestamptz');
  await world.db.asOwner('DROP INDEX uq_notifications_found_need');
  await world.db.asOwner(
    `INSERT INTO notifications (id, membership_id, kind, need_id, event_id, created_at)
     SELECT 'note_' || lpad((9 - i)::text, 26, '0'), m.id, 'need.found', $2, 'evt_' || i, now() + i * interval '1 hour'
       FROM memberships m, generate_series(1, 3) i WHERE m.person_id = $1`,
    [world.donor.personId, needId],
  );
  await new FindsThatComeAgain1764001300200().up(owner);
  expect((await world.page(world.donor)).map(({ id }) => id)).toEqual([`note_${'6'.padStart(26, '0')}`]);
});
