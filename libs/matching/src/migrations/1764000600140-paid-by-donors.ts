import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A donor may pay a State itself. The day that it plans tells such a match from one that a fund pays. Of its item so much counts
 * as delivered as the State accepted, beside what funds paid; its offer counts as offers in kind do.
 */
export class PaidByDonors1764000600140 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE matches DROP CONSTRAINT ck_matches_delivery_planned,
        ADD CONSTRAINT ck_matches_delivery_planned CHECK (delivery_planned_on IS NULL OR state IN ('delivering', 'completed'))`);
    await runner.query(`
      CREATE OR REPLACE FUNCTION check_deliveries_of_match() RETURNS trigger LANGUAGE plpgsql
      SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
      DECLARE the_match matches;
      BEGIN
        IF TG_TABLE_NAME = 'matches' THEN the_match := NEW;
        ELSE SELECT * INTO the_match FROM matches WHERE id = NEW.match_id FOR UPDATE; END IF;
        IF (SELECT coalesce(sum(counted), 0) FROM deliveries WHERE match_id = the_match.id)
           > (CASE WHEN num_nonnulls(the_match.unit_code, the_match.delivery_planned_on) > 0
                        AND the_match.state IN ('delivering', 'completed') THEN the_match.amount ELSE 0 END) THEN
          RAISE EXCEPTION 'more is delivered of match % than is committed', the_match.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_deliveries_within_match';
        END IF;
        RETURN NULL;
      END $$`);
    await runner.query(`
      CREATE OR REPLACE FUNCTION check_deliveries_counted() RETURNS trigger LANGUAGE plpgsql
      SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
      DECLARE wrong text;
      BEGIN
        IF TG_TABLE_NAME = 'need_items' THEN
          SELECT i.id INTO wrong FROM need_items i,
                 LATERAL (SELECT coalesce(sum(d.counted), 0) AS counted, coalesce(sum(d.accepted), 0) AS accepted
                            FROM matches m JOIN deliveries d ON d.match_id = m.id WHERE m.need_item_id = i.id) d
           WHERE i.id = NEW.id
             AND CASE WHEN i.unit_code IS NULL THEN i.delivered < d.accepted
                      ELSE (i.delivered, i.accepted) IS DISTINCT FROM (d.counted, d.accepted) END
             AND EXISTS (SELECT FROM matches m WHERE m.need_item_id = i.id);
        ELSE
          SELECT i.id INTO wrong
            FROM matches t JOIN need_items i ON i.id = t.need_item_id JOIN offers o ON o.id = t.offer_id,
                 LATERAL (SELECT coalesce(sum(d.counted), 0) AS counted, coalesce(sum(d.accepted), 0) AS accepted
                            FROM matches m JOIN deliveries d ON d.match_id = m.id WHERE m.need_item_id = i.id) di,
                 LATERAL (SELECT coalesce(sum(d.counted), 0) AS counted, coalesce(sum(d.accepted), 0) AS accepted
                            FROM matches m JOIN deliveries d ON d.match_id = m.id WHERE m.offer_id = o.id) d
           WHERE t.id = NEW.match_id
             AND ((o.delivered, o.accepted) IS DISTINCT FROM (d.counted, d.accepted)
                  OR CASE WHEN i.unit_code IS NULL THEN i.delivered < di.accepted
                          ELSE (i.delivered, i.accepted) IS DISTINCT FROM (di.counted, di.accepted) END);
        END IF;
        IF wrong IS NOT NULL THEN
          RAISE EXCEPTION 'item % or its offer counts otherwise than its deliveries', wrong
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_deliveries_counted';
        END IF;
        RETURN NULL;
      END $$`);
    await runner.query('DROP TRIGGER tr_matches_deliveries ON matches');
    await runner.query(`CREATE TRIGGER tr_matches_deliveries AFTER UPDATE OF amount, state, unit_code, delivery_planned_on ON matches
      FOR EACH ROW EXECUTE FUNCTION check_deliveries_of_match()`);
    await runner.query('DROP TRIGGER tr_need_items_deliveries ON need_items');
    await runner.query(`CREATE CONSTRAINT TRIGGER tr_need_items_deliveries AFTER UPDATE OF delivered, accepted ON need_items
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_deliveries_counted()`);
    await runner.query(`
      CREATE OR REPLACE FUNCTION check_match_amount() RETURNS trigger LANGUAGE plpgsql
      SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
      BEGIN
        IF NEW.amount <> OLD.amount AND OLD.state NOT IN ('suggested', 'superseded')
           AND NOT (NEW.state = 'confirmed' AND NEW.amount < OLD.amount
                    AND (OLD.state = 'confirmed' OR OLD.state = 'reviewed' AND OLD.origin = 'pledge'))
           AND NOT (OLD.state = 'reviewed' AND NEW.state = 'reviewed' AND OLD.origin = 'pledge' AND NEW.amount < OLD.amount
                    AND num_nonnulls(NEW.state_consent_at, NEW.donor_consent_at) = 0)
           AND NOT (OLD.state = 'delivering' AND NEW.state IN ('delivering', 'completed') AND NEW.amount < OLD.amount
                    AND num_nonnulls(NEW.unit_code, NEW.delivery_planned_on) > 0) THEN
          RAISE EXCEPTION 'the amount of match % was consented to', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_matches_amount_as_consented';
        END IF;
        RETURN NULL;
      END $$`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
