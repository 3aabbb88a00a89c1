import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A pledge in what the item no longer counts is none of its coverage: 80,000 dollars are not 80,000 yen. */
export class OfferedInItsMeasure1764000600130 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE OR REPLACE FUNCTION offered_to_item(item text, told boolean) RETURNS bigint LANGUAGE sql STABLE
      SET search_path = pg_catalog, public, pg_temp AS $$
        SELECT coalesce(sum(least(m.amount, o.capacity - CASE WHEN told AND o.committed > 0 THEN (offer_in_public(o.id)).committed
                                                              ELSE o.committed END)), 0)::bigint
          FROM matches m JOIN offers o ON o.id = m.offer_id JOIN need_items i ON i.id = m.need_item_id
         WHERE m.need_item_id = item AND m.state IN ('suggested', 'reviewed') AND m.origin IN ('pledge', 'person')
           AND (i.currency, i.unit_code) IS NOT DISTINCT FROM (m.currency, m.unit_code)
           AND o.state = 'published' AND coalesce(o.valid_until >= (now() AT TIME ZONE 'UTC')::date, true)
           AND (NOT told OR m.reviewed_at IS NOT NULL OR m.origin = 'pledge' AND o.visibility = 'public')
      $$`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
