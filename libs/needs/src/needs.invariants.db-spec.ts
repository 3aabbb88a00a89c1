// Danger: doctor calls broken data healthy. Each violation is planted once, past constraints, and must be reported.
import { needsInvariants } from './needs.invariants.js';
import { needsWorld } from './needs.fixtures.js';

const world = needsWorld();

async function reported(): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const { name, sql } of needsInvariants) {
    const rows = await world.db.dataSource.query<{ what: string }[]>(sql);
    expect(rows.every(({ what }) => typeof what === 'string' && what.length > 0)).toBe(true);
    if (rows.length > 0) found[name] = rows.length;
  }
  return found;
}

it('hold where needs went through their whole life', async () => {
  const id = await world.published();
  const item = await world.itemOf(id);
  await world.run(world.db.actor, (tx) => world.coverage.commit(tx, item.id, 10n));
  await world.run(world.db.actor, (tx) => world.coverage.deliverByHand(tx, item.id, { delivered: 10n, accepted: 10n }));
  await world.draft({ items: [] });
  expect(await reported()).toEqual({});
});

it.each<[string, (id: string) => string[]]>([
  [
    'needs.items-add-up',
    (id) => [
      'ALTER TABLE need_items DROP CONSTRAINT ck_need_items_committed',
      `UPDATE need_items SET committed = 11 WHERE need_id = '${id}'`,
    ],
  ],
  ['needs.published-ask-for-something', (id) => [`DELETE FROM need_items WHERE need_id = '${id}'`]],
  [
    'needs.commitments-need-an-open-need',
    (id) => [
      `UPDATE need_items SET committed = 5 WHERE need_id = '${id}'`,
      `UPDATE needs SET state = 'withdrawn', end_reason = 'x' WHERE id = '${id}'`,
    ],
  ],
  [
    'needs.follow-their-items',
    (id) => [
      'ALTER TABLE need_items DISABLE TRIGGER derive_need_again',
      `UPDATE need_items SET description = 'other words' WHERE need_id = '${id}'`,
    ],
  ],
  ['needs.say-their-last-revision', (id) => [`UPDATE needs SET title = 'Other words' WHERE id = '${id}'`]],
  ['needs.say-their-last-revision', (id) => [`UPDATE needs SET already_done = 'Half of it' WHERE id = '${id}'`]],
  ['needs.say-their-last-revision', (id) => [`UPDATE need_items SET requested = 11 WHERE need_id = '${id}'`]],
  ['needs.say-their-last-revision', (id) => [`UPDATE need_items SET delivery_site = 'Depot' WHERE need_id = '${id}'`]],
  [
    'needs.reports-belong-to-a-cycle',
    () => [
      `INSERT INTO national_reports (id, organization_id, cycle, instruments, title, language, submitted_on, published_url,
                                     filed_by, state)
       SELECT 'nrep_1', id, 'MGE2', '{poa}', 'x', 'en', '2026-01-31', 'https://example.org', 'state', 'filed'
         FROM organizations LIMIT 1`,
    ],
  ],
  [
    'needs.merged-once',
    (id) => [
      'ALTER TABLE needs DROP CONSTRAINT ck_needs_merged_whole',
      `UPDATE needs SET state = 'merged', end_reason = 'x', merged_from_state = 'published' WHERE id = '${id}'`,
    ],
  ],
  [
    'needs.decide-before-they-end',
    (id) => [
      `UPDATE need_items SET committed = requested, delivered = requested, accepted = requested - 1 WHERE need_id = '${id}'`,
      `UPDATE needs SET state = 'fulfilled' WHERE id = '${id}'`,
    ],
  ],
  ['needs.published-go-on', (id) => [`UPDATE need_items SET waived = requested WHERE need_id = '${id}'`]],
  ['needs.fulfilled-are-delivered', (id) => [`UPDATE needs SET state = 'fulfilled' WHERE id = '${id}'`]],
])('%s is reported when it is broken', async (name, plant) => {
  const id = await world.published();
  await world.db.asOwner('BEGIN');
  for (const sql of plant(id)) await world.db.asOwner(sql);
  const { sql } = needsInvariants.find((invariant) => invariant.name === name)!;
  const rows = await world.db.asOwner<{ what: string }>(sql);
  await world.db.asOwner('ROLLBACK');
  expect(rows).toEqual([{ what: expect.any(String) as string }]);
  expect(await reported()).toEqual({});
});
