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
