// Danger: what an import says in the name of a State is shown to people that it did not agree to, and it cannot change that.
import { Audit } from '#libs/audit';
import { IdentityService } from '#libs/identity';
import { newId, type Problem } from '#libs/kernel';
import { Outbox, type Tx } from '#libs/platform';
import type { SeenNeed } from './move-need.js';
import type { Visibility } from './need.states.js';
import { needsWorld } from './needs.fixtures.js';
import { NeedsImport } from './needs.import.js';
import { awaitsTheirState } from './needs.visibility.js';

const world = needsWorld();
const { stateA: otherState, stateB: state, donor, coordinator, life, coverage, db } = world;
// Importing never touches a password.
const identity = new IdentityService(null as never, new Audit(), null as never);
const importer = new NeedsImport(identity, new Audit(), new Outbox());

beforeAll(() =>
  db.asOwner("UPDATE organizations SET area_iso2 = CASE id WHEN $1 THEN 'HT' ELSE 'MW' END WHERE id IN ($1, $2)", [
    state.organizationId,
    otherState.organizationId,
  ]),
);

const rowOf = (externalRef: string, amount = '10') => ({
  source: 'relief',
  externalRef,
  title: 'Safe storage for the northern depots',
  areaIso2: 'HT',
  requestingOrganization: { externalRef: 'RA', name: 'Relief Agency' },
  startDate: '',
  endDate: '',
  amount,
  currency: 'USD',
  sourceSector: '',
  sourceCluster: '',
  categoryCode: 'STOCK',
  objectives: '',
  activities: 'Racks',
});
const imported = async (visibility?: Visibility, row = rowOf(newId('need'))) =>
  (await world.run(db.actor, (tx) => importer.importRow(tx, row, visibility))).needId;

const act = async (needId: string, verb: (tx: Tx, seen: SeenNeed) => Promise<unknown>, actor = state) => {
  const seen = await world.seen(needId);
  return world
    .run(actor, (tx) => verb(tx, seen))
    .then(
      () => 'done',
      (error: Problem) => error.code,
    );
};
const show = (needId: string, visibility: Visibility, actor = state) =>
  act(needId, (tx, seen) => life.showTo(tx, seen, visibility, 'Agreed in Port-au-Prince'), actor);
const reads = (needId: string, actor = donor) =>
  db.uow
    .read(actor, (tx) => world.queries.get(tx, needId))
    .then(
      () => true,
      () => false,
    );
const waits = async (needId: string, { organizationId } = state) =>
  (
    await db.asOwner(`SELECT n.id FROM needs n WHERE n.id = $1 AND ${awaitsTheirState('n', 2)}`, [
      needId,
      organizationId,
    ])
  ).length > 0;

it('the State that it is for shows it to more and to fewer, at once, on record and told', async () => {
  const id = await imported();
  expect(await reads(id)).toBe(false);
  expect(await show(id, 'public')).toBe('done');
  expect(await reads(id)).toBe(true);
  expect(await show(id, 'parties-only')).toBe('done');
  expect(await reads(id)).toBe(false);
  expect(await world.need(id)).toMatchObject({ visibility: 'parties-only', agreedVisibility: null, revision: 3 });
  expect((await world.events(id)).slice(-2)).toEqual(['need.changed', 'need.revised']);
  const [shown] = await db.asOwner(
    "SELECT payload, actor_person FROM audit_log WHERE ref_id = $1 AND act = 'need.shown-to' ORDER BY id",
    [id],
  );
  expect(shown).toEqual({
    payload: { from: 'parties-only', to: 'public', reason: 'Agreed in Port-au-Prince' },
    actor_person: state.personId,
  });
});

it('it says that the circle is right as it is, on record, and no longer is waited for', async () => {
  const id = await imported();
  expect(await waits(id)).toBe(true);
  expect(await show(id, 'parties-only')).toBe('done');
  expect(await waits(id)).toBe(false);
  expect(await world.need(id)).toMatchObject({ visibility: 'parties-only', version: 2, revision: 1 });
  const shown = await db.asOwner("SELECT payload FROM audit_log WHERE ref_id = $1 AND act = 'need.shown-to'", [id]);
  expect(shown).toEqual([
    { payload: { from: 'parties-only', to: 'parties-only', reason: 'Agreed in Port-au-Prince' } },
  ]);
  expect(await show(id, 'parties-only', coordinator)).toBe('done');
  expect(await world.need(id)).toMatchObject({ version: 2 });
});

it('by its point of contact; no other State does, and no State for what is not imported', async () => {
  const id = await imported('public');
  expect(await show(id, 'coordinators', { ...state, personId: db.actor.personId })).toBe('point-of-contact-required');
  expect(await show(id, 'coordinators', otherState)).toBe('denied');
  expect(await act(id, (tx, seen) => life.withdraw(tx, seen, 'x'), otherState)).toBe('denied');
  const filed = await world.published({}, otherState);
  expect(await show(filed, 'coordinators')).toBe('denied');
  expect(await act(filed, (tx, seen) => life.withdraw(tx, seen, 'x'))).toBe('denied');
});

it('it withdraws it and takes that back, closes it, opens it again and says that it still stands', async () => {
  const id = await imported();
  const { id: itemId } = await world.itemOf(id);
  const verbs: ((tx: Tx, seen: SeenNeed) => Promise<unknown>)[] = [
    (tx, seen) => life.withdraw(tx, seen, 'We did not ask for this'),
    (tx, seen) => life.reinstate(tx, seen),
    (tx, seen) => life.close(tx, seen, 'Enough'),
    (tx, seen) => life.reopen(tx, seen),
    (tx, seen) => life.confirm(tx, seen, new Date().toISOString().slice(0, 10)),
    (tx, seen) => coverage.waive(tx, seen, itemId, 1n, 'Less is enough'),
  ];
  for (const verb of verbs) expect(await act(id, verb)).toBe('done');
  expect((await world.acts(id)).slice(1)).toEqual([
    ...['need.withdrawn', 'need.reinstated', 'need.closed-partly', 'need.reopened', 'need.confirmed', 'need.waived'],
  ]);
});

it('what that State ended it alone brings back; what a coordinator ended, that State and coordinators', async () => {
  const id = await imported();
  const withdraw = (tx: Tx, seen: SeenNeed) => life.withdraw(tx, seen, 'We do not ask for this');
  const close = (tx: Tx, seen: SeenNeed) => life.close(tx, seen, 'Enough');
  const reinstate = (tx: Tx, seen: SeenNeed) => life.reinstate(tx, seen);
  const reopen = (tx: Tx, seen: SeenNeed) => life.reopen(tx, seen);
  const pairs: [typeof withdraw, typeof reinstate][] = [
    [withdraw, reinstate],
    [close, reopen],
  ];
  for (const [end, back] of pairs) {
    expect(await act(id, end)).toBe('done');
    expect(await act(id, back, coordinator)).toBe('denied');
    expect(await act(id, back)).toBe('done');
    // Nothing is ended now, which is another answer.
    expect(await act(id, back, coordinator)).toBe('move-not-allowed');
    for (const actor of [coordinator, state]) {
      expect(await act(id, end, coordinator)).toBe('done');
      expect(await act(id, back, actor)).toBe('done');
    }
  }
  expect(await act(id, (tx, seen) => world.review.unpublish(tx, seen, 'To be looked at'), coordinator)).toBe('done');
  expect(await act(id, withdraw)).toBe('done');
  expect(await act(id, reinstate, coordinator)).toBe('denied');
});

it('a coordinator of no party shows it to fewer, and to more only the State', async () => {
  const id = await imported('states-only');
  expect(await show(id, 'public', coordinator)).toBe('wider-than-agreed');
  expect(await show(id, 'parties-only', { ...coordinator, organizationId: state.organizationId })).toBe('own-need');
  expect(await show(id, 'parties-only', coordinator)).toBe('done');
  expect(await show(id, 'states-only', coordinator)).toBe('wider-than-agreed');
  expect(await show(id, 'states-only')).toBe('done');
  const filed = await world.published({}, otherState);
  expect(await show(filed, 'coordinators', coordinator)).toBe('need-not-ended');
});

it('a later file neither shows it to more again nor brings back what the State withdrew', async () => {
  const row = rowOf('withdrawn');
  const id = await imported('public', row);
  expect(await show(id, 'coordinators')).toBe('done');
  expect(await imported('public', row)).toBe(id);
  expect(await world.need(id)).toMatchObject({ visibility: 'coordinators', state: 'published' });
  expect(await act(id, (tx, seen) => life.withdraw(tx, seen, 'x'))).toBe('done');
  await expect(imported('public', rowOf('withdrawn', '11'))).rejects.toMatchObject({
    errors: [{ path: 'externalRef' }],
  });
  expect(await world.need(id)).toMatchObject({ visibility: 'coordinators', state: 'withdrawn' });
});

const elsewhere = (externalRef: string) => ({ ...rowOf(externalRef), areaIso2: 'MW' });
const asked = async (needId: string) =>
  (await world.events(needId)).filter((event) => event === 'need.state-asked').length;
const bring = (row: ReturnType<typeof rowOf>) => world.run(db.actor, (tx) => importer.importRow(tx, row, 'public'));

it('with another country it falls back to its parties, and the State of that country is asked', async () => {
  for (const [externalRef, by] of [
    ['moved', state],
    ['moved by nobody', null],
  ] as const) {
    const id = await imported(by ? 'parties-only' : 'public', rowOf(externalRef));
    if (by) expect(await show(id, 'public')).toBe('done');
    expect(await bring(elsewhere(externalRef))).toMatchObject({ visibility: 'parties-only', isAskedAnew: true });
    expect(await world.need(id)).toMatchObject({ areaIso2: 'MW', visibility: 'parties-only' });
    expect(await reads(id)).toBe(false);
    expect([await waits(id, otherState), await waits(id), await asked(id)]).toEqual([true, false, 1]);
    expect(await show(id, 'public', otherState)).toBe('done');
    // The State that it was for first said its word of another request.
    expect(await bring(rowOf(externalRef))).toMatchObject({ visibility: 'parties-only', isAskedAnew: true });
    expect([await waits(id), await asked(id)]).toEqual([true, 2]);
  }
});

it('with another country it is not shown to more than before', async () => {
  const id = await imported('coordinators', rowOf('moved, hidden'));
  expect(await bring(elsewhere('moved, hidden'))).toMatchObject({ visibility: 'coordinators', isAskedAnew: true });
  expect(await world.need(id)).toMatchObject({ visibility: 'coordinators' });
});

it('what its State agreed to show is not replaced in public by what it never saw', async () => {
  const row = rowOf('agreed');
  const changes = [
    { ...row, objectives: 'Fewer thefts' },
    { ...row, objectives: 'Fewer thefts', requestingOrganization: { externalRef: 'SA', name: 'Second Agency' } },
    { ...row, objectives: 'Fewer thefts', amount: '11' },
  ];
  const id = await imported('parties-only', row);
  for (const [index, changed] of changes.entries()) {
    expect(await show(id, 'public')).toBe('done');
    expect([await reads(id), await waits(id)]).toEqual([true, false]);
    expect(await bring(changed)).toMatchObject({ visibility: 'parties-only', isAskedAnew: true });
    expect([await reads(id), await waits(id), await asked(id)]).toEqual([false, true, index + 1]);
    // What is asked already is not asked again.
    expect(await bring({ ...changed, activities: `Racks ${index}` })).toMatchObject({ isAskedAnew: false });
    expect(await bring({ ...changed, activities: 'Racks' })).toMatchObject({ isAskedAnew: false });
  }
  expect(await world.need(id)).toMatchObject({ visibility: 'parties-only', agreedVisibility: null });
  const [last] = await db.asOwner(
    "SELECT payload FROM audit_log WHERE ref_id = $1 AND payload ? 'to' AND act LIKE '%import%' ORDER BY id DESC",
    [id],
  );
  expect(last).toMatchObject({ payload: { fields: ['requested'], from: 'public', to: 'parties-only' } });
});

it('what its State only keeps, narrows or answers is asked again too, and shown to no more', async () => {
  const narrowed = await imported('public', rowOf('narrowed'));
  expect(await show(narrowed, 'coordinators')).toBe('done');
  expect(await bring(rowOf('narrowed', '11'))).toMatchObject({ visibility: 'coordinators', isAskedAnew: true });
  const kept = await imported('public', rowOf('kept'));
  expect(await show(kept, 'public')).toBe('done');
  expect(await bring(rowOf('kept', '11'))).toMatchObject({ visibility: 'parties-only', isAskedAnew: true });
});

it('the circle of the operator stands until its State has named one, and another category changes no consent', async () => {
  const id = await imported('public', rowOf('operator'));
  expect(await bring(rowOf('operator', '11'))).toMatchObject({ visibility: 'public', isAskedAnew: false });
  const validUntil = new Date().toISOString().slice(0, 10);
  expect(await act(id, (tx, seen) => life.confirm(tx, seen, validUntil))).toBe('done');
  expect(await bring(rowOf('operator', '12'))).toMatchObject({ visibility: 'public', isAskedAnew: true });
  const unsorted = { ...rowOf('sorted'), categoryCode: '' };
  const sorted = await imported('parties-only', unsorted);
  expect(await show(sorted, 'public')).toBe('done');
  expect(await bring(rowOf('sorted'))).toMatchObject({ outcome: 'changed', visibility: 'public', isAskedAnew: false });
  expect(await waits(sorted)).toBe(false);
});

it('its donors read it also when it falls back', async () => {
  const id = await imported('parties-only', rowOf('given'));
  expect(await show(id, 'public')).toBe('done');
  await db.asOwner('UPDATE needs SET donor_ids = ARRAY[$2] WHERE id = $1', [id, donor.organizationId]);
  expect(await bring(rowOf('given', '11'))).toMatchObject({ visibility: 'parties-only' });
  expect([await reads(id), await reads(id, world.foundation)]).toEqual([true, false]);
});
