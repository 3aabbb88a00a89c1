import { notificationsWorld } from './notifications.fixture.js';
import { notificationsInvariants } from './notifications.invariants.js';

const world = notificationsWorld();

async function found(name: string): Promise<string[]> {
  const invariant = notificationsInvariants.find((one) => one.name === name)!;
  return (await world.db.asOwner<{ what: string }>(invariant.sql)).map(({ what }) => what);
}

const MEMBER = 'SELECT id FROM memberships WHERE person_id = $1';

it('more searches than a membership may keep are found', async () => {
  const plant = (count: number) =>
    world.db.asOwner(
      `INSERT INTO saved_searches (id, membership_id, name, filter, alert)
       SELECT gen_random_uuid()::text, (${MEMBER}), gen_random_uuid()::text, '{}', false FROM generate_series(1, $2::integer)`,
      [world.donor.personId, count],
    );
  await plant(50);
  expect(await found('notifications.searches-within-limit')).toEqual([]);
  await plant(1);
  expect(await found('notifications.searches-within-limit')).toEqual([
    expect.stringMatching(/^membership .* keeps 51/),
  ]);
});

it('more needs than a shortlist may hold are found', async () => {
  const plant = async (needId: string) =>
    world.db.asOwner(`INSERT INTO shortlisted_needs (membership_id, need_id) VALUES ((${MEMBER}), $2)`, [
      world.donor.personId,
      needId,
    ]);
  for (let i = 0; i < 100; i += 1) await plant((await world.need()).needId);
  expect(await found('notifications.shortlists-within-limit')).toEqual([]);
  await plant((await world.need()).needId);
  expect(await found('notifications.shortlists-within-limit')).toEqual([
    expect.stringMatching(/^membership .* keeps 101/),
  ]);
});
