import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What everybody may know of the numbers of an offer: what was agreed on with needs that everybody reads. The offers ask it by this
 * name, as they know nothing of matches. What is offered to an item is told to its organization by the same numbers, as what is left
 * would tell it of hidden needs.
 */
export class OffersInPublic1764000600090 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION offer_in_public(offer text, OUT committed bigint, OUT delivered bigint, OUT accepted bigint)
      LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
        SELECT coalesce(sum(m.amount), 0)::bigint, coalesce(sum(d.counted), 0)::bigint, coalesce(sum(d.accepted), 0)::bigint
          FROM matches m JOIN needs n ON n.id = m.need_id,
               LATERAL (SELECT sum(counted) AS counted, sum(accepted) AS accepted FROM deliveries WHERE match_id = m.id) d
         WHERE m.offer_id = offer AND m.state IN ('confirmed', 'delivering', 'completed')
           AND n.published_at IS NOT NULL AND n.visibility = 'public'
      $$`);
    await runner.query(`
      CREATE OR REPLACE FUNCTION offered_to_item(item text, told boolean) RETURNS bigint LANGUAGE sql STABLE
      SET search_path = pg_catalog, public, pg_temp AS $$
        SELECT coalesce(sum(least(m.amount, o.capacity - CASE WHEN told AND o.committed > 0 THEN (offer_in_public(o.id)).committed
                                                              ELSE o.committed END)), 0)::bigint
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
