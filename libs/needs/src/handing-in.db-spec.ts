// Danger: somebody hands in a request who may not, past a question of the coordinators, or cannot take back
// that they did; or a question of theirs passes to another item.
import { newId, type Problem } from '#libs/kernel';
import type { Tx } from '#libs/platform';
import type { SeenNeed } from './move-need.js';
import { NeedThreadQueries } from './need-thread.queries.js';
import type { ItemContent } from './need.rules.js';
import { itemOf, needsWorld } from './needs.fixtures.js';

const world = needsWorld();
const { drafts, life, review, stateA, db } = world;
const threads = new NeedThreadQueries();

const QUESTION = { about: 'items.0.unitCost', body: 'What does one machine cost?' };

const own = async (id: string, verb: (tx: Tx, seen: SeenNeed) => Promise<void>) => {
  const seen = await world.seen(id);
  await world.run(stateA, (tx) => verb(tx, seen));
};
const codeOf = (act: Promise<unknown>) =>
  act.then(
    () => 'done',
    (error: Problem) => error.code,
  );

it('who hands in is a point of contact of the organization, or whom one delegated; the draft is kept', async () => {
  const colleague = { ...stateA, personId: newId('pers'), label: 'Colleague' };
  await db.asOwner('INSERT INTO people (id, email, name) VALUES ($1, $1, $1)', [colleague.personId]);
  await db.asOwner(
    "INSERT INTO memberships (id, person_id, organization_id, role) VALUES ($1, $2, $3, 'focal-point')",
    [newId('memb'), colleague.personId, colleague.organizationId],
  );
  const id = await world.draft({}, colleague);
  const submit = async () => {
    const seen = await world.seen(id);
    return codeOf(world.run(colleague, (tx) => life.submit(tx, seen)));
  };
  expect(await submit()).toBe('point-of-contact-required');
  expect((await world.need(id)).state).toBe('draft');
  await db.asOwner(
    `INSERT INTO contact_delegations (id, point_of_contact_id, person_id, until)
       SELECT $1, id, $2, '2099-12-31' FROM points_of_contact WHERE organization_id = $3`,
    [newId('dele'), colleague.personId, colleague.organizationId],
  );
  expect(await submit()).toBe('done');
});

it('what was handed in again is taken back until a coordinator decides on it', async () => {
  const returned = async () => {
    const id = await world.underReview();
    await world.judge(id, (tx, seen) => review.giveBack(tx, seen, [QUESTION]));
    return id;
  };
  const recall = (id: string) => codeOf(own(id, (tx, seen) => life.recall(tx, seen)));
  const id = await returned();
  await own(id, (tx, seen) => life.submit(tx, seen, true));
  expect(await recall(id)).toBe('done');
  expect(await world.need(id)).toMatchObject({ state: 'returned', answeredAt: null, authentication: 'Note verbale' });
  expect((await world.events(id)).slice(-2)).toEqual(['need.answered', 'need.recalled']);
  expect(await recall(id)).toBe('move-not-allowed');
  await own(id, (tx, seen) => life.submit(tx, seen, true));
  await world.judge(id, (tx, seen) => review.validate(tx, seen));
  expect(await recall(id)).toBe('move-not-allowed');
  await world.judge(id, (tx, seen) => review.reconsider(tx, seen));
  expect(await recall(id)).toBe('move-not-allowed');
  const reconsidered = await returned();
  await world.judge(reconsidered, (tx, seen) => review.reconsider(tx, seen));
  expect(await recall(reconsidered)).toBe('move-not-allowed');
});

it('a question stays with the item that it asks about, wherever that stands later, and says when it is gone', async () => {
  const id = await world.underReview({ items: [itemOf(), itemOf()] });
  const ask = (about: string) => world.judge(id, (tx, seen) => review.giveBack(tx, seen, [{ about, body: 'Where?' }]));
  await expect(ask('items.2.place')).rejects.toMatchObject({
    code: 'invalid-input',
    errors: [{ path: 'questions.0.about' }],
  });
  await ask('items.1.place');
  const [, second] = await world.items(id);
  const becomes = async (items: ItemContent[]) => {
    await own(id, (tx, seen) => drafts.revise(tx, seen, { items }));
    const { items: messages } = await db.uow.read(stateA, (tx) => threads.thread(tx, id, { limit: 10 }));
    return messages.map(({ about, isItemRemoved }) => [about, isItemRemoved]);
  };
  expect(await becomes([itemOf(), itemOf(), itemOf({ id: second!.id })])).toEqual([['items.2.place', false]]);
  expect(await becomes([itemOf({ id: second!.id }), itemOf()])).toEqual([['items.0.place', false]]);
  expect(await becomes([itemOf()])).toEqual([['items.1.place', true]]);
});
