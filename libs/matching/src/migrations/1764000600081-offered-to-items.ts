import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What people have put on an item beside what is committed: pledges and proposals that wait, and not what the engine found. The
 * needs ask it by this name, as they know nothing of matches. `told` leaves out what the item's own organization is not told of
 * yet: what no coordinator put before it and the donor did not show to everybody.
 */
export class OfferedToItems1764000600081 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION offered_to_item(item text, told boolean) RETURNS bigint LANGUAGE sql STABLE
      SET search_path = pg_catalog, public, pg_temp AS $$
        SELECT coalesce(sum(least(m.amount, o.capacity - o.committed)), 0)::bigint
          FROM matches m JOIN offers o ON o.id = m.offer_id
         WHERE m.need_item_id = item AND m.state IN ('suggested', 'reviewed') AND m.origin IN ('pledge', 'person')
           AND o.state = 'published' AND coalesce(o.valid_until >= (now() AT TIME ZONE 'UTC')::date, true)
           AND (NOT told OR m.reviewed_at IS NOT NULL OR m.origin = 'pledge' AND o.visibility = 'public')
      $$`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
