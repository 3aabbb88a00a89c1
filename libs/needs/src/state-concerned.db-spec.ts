// Danger: something is asked for a State behind its back, and it cannot say that it does not agree.
import type { NewMessage } from './need-thread.service.js';
import { NeedThreadQueries } from './need-thread.queries.js';
import { needsWorld } from './needs.fixtures.js';

const world = needsWorld();
const { stateA: region, stateB: state, donor, coordinator, thread, db } = world;
const threads = new NeedThreadQueries();
const OBJECTION: NewMessage = { about: null, body: 'We did not agree to this.', answersId: null };

beforeAll(async () => {
  await db.asOwner(
    `UPDATE organizations SET kind = CASE id WHEN $1 THEN 'regional-organization' ELSE kind END,
            area_iso2 = CASE id WHEN $2 THEN 'HT' END WHERE id IN ($1, $2)`,
    [region.organizationId, state.organizationId],
  );
});

const send = (id: string, actor = state, message = OBJECTION) => world.run(actor, (tx) => thread.send(tx, id, message));
const read = (id: string, actor = state) => db.uow.read(actor, (tx) => threads.thread(tx, id, { limit: 10 }));

it('the State that a request of others is for reads its thread and objects there, for all who decide on it', async () => {
  const id = await world.submitted();
  expect((await read(id)).items).toEqual([]);
  await send(id);
  for (const reader of [region, state, coordinator]) {
    expect((await read(id, reader)).items).toMatchObject([
      { body: OBJECTION.body, organization: { id: state.organizationId }, role: 'focal-point' },
    ]);
  }
});

it('it does so by its point of contact, once the request is handed in, and answers no question of others', async () => {
  const id = await world.submitted();
  const colleague = { ...state, personId: db.actor.personId };
  await expect(send(id, colleague)).rejects.toMatchObject({ code: 'point-of-contact-required' });
  const draft = await world.draft();
  await expect(send(draft)).rejects.toMatchObject({ code: 'not-found' });
  await expect(read(draft)).rejects.toMatchObject({ code: 'not-found' });
  await expect(send(id, state, { ...OBJECTION, answersId: 'msg_1' })).rejects.toMatchObject({ code: 'denied' });
  await expect(read(id, donor)).rejects.toMatchObject({ code: 'not-found' });
});

it('another State reads nothing and writes nothing', async () => {
  await db.asOwner("UPDATE organizations SET area_iso2 = 'MW' WHERE id = $1", [state.organizationId]);
  const id = await world.published();
  await expect(read(id)).rejects.toMatchObject({ code: 'not-found' });
  await expect(send(id)).rejects.toMatchObject({ code: 'denied' });
});
