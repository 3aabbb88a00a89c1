// Danger: a need that ended with nobody's name and no day to it, or an entry that is written twice or of what people did.
import type { QueryRunner } from 'typeorm';
import { EndsOnRecord1764000400160 } from './migrations/1764000400160-ends-on-record.js';
import { needsWorld } from './needs.fixtures.js';

const world = needsWorld();

const upgrade = () =>
  new EndsOnRecord1764000400160().up({
    query: (sql: string, params?: unknown[]) => world.db.asOwner(sql, params),
  } as QueryRunner);

const entries = (id: string) =>
  world.db.asOwner<{ act: string; by: string; later: boolean | null }>(
    `SELECT act, actor_label AS by, (payload ->> 'recordedLater')::boolean AS later FROM audit_log
      WHERE ref_id = $1 ORDER BY id DESC LIMIT 1`,
    [id],
  );

it('needs that an earlier change of rules ended get one entry, and no others', async () => {
  const [fulfilled, waived, byPeople, open] = await Promise.all([0, 1, 2, 3].map(() => world.published()));
  await world.db.asOwner("UPDATE needs SET state = 'fulfilled' WHERE id = $1", [fulfilled]);
  await world.db.asOwner(
    "UPDATE needs SET state = 'closed-partly', end_reason = 'All of it was waived.' WHERE id = $1",
    [waived],
  );
  const item = await world.itemOf(byPeople!);
  await world.run(world.db.actor, (tx) => world.coverage.commit(tx, item.id, 10n));
  await world.run(world.db.actor, (tx) => world.coverage.deliverByHand(tx, item.id, { delivered: 10n, accepted: 10n }));
  const before = await Promise.all([byPeople, open].map((id) => entries(id!)));
  await upgrade();
  const count = await world.db.asOwner('SELECT count(*) FROM audit_log');
  await upgrade();
  expect(await world.db.asOwner('SELECT count(*) FROM audit_log')).toEqual(count);
  expect(await entries(fulfilled!)).toEqual([{ act: 'need.fulfilled', by: 'upgrade', later: true }]);
  expect(await entries(waived!)).toEqual([{ act: 'need.closed-partly', by: 'upgrade', later: true }]);
  expect(await Promise.all([byPeople, open].map((id) => entries(id!)))).toEqual(before);
});
