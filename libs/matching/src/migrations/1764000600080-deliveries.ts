import { grantToApp } from '#libs/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What was delivered in kind, one record after the other. The numbers of matches, items and offers follow from these records:
 * a match never gives more than is committed, and at the end of a transaction item and offer count what their records say.
 */
export class Deliveries1764000600080 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE matches
        ADD delivery_planned_on date,
        ADD delivery_note text,
        ADD CONSTRAINT ck_matches_delivery_planned CHECK (delivery_planned_on IS NULL OR unit_code IS NOT NULL)`);
    await runner.query(`
      ALTER TABLE offers
        ADD delivered bigint NOT NULL DEFAULT 0 CONSTRAINT ck_offers_delivered CHECK (delivered BETWEEN 0 AND committed),
        ADD accepted bigint NOT NULL DEFAULT 0 CONSTRAINT ck_offers_accepted CHECK (accepted BETWEEN 0 AND delivered)`);
    await runner.query(`
      CREATE TABLE deliveries (
        id text PRIMARY KEY,
        match_id text NOT NULL CONSTRAINT fk_deliveries_match REFERENCES matches,
        position integer NOT NULL CONSTRAINT ck_deliveries_position CHECK (position > 0),
        state text NOT NULL CONSTRAINT ck_deliveries_state CHECK (state IN ('delivered', 'accepted', 'returned', 'undone')),
        quantity bigint NOT NULL CONSTRAINT ck_deliveries_quantity CHECK (quantity BETWEEN 1 AND 9007199254740991),
        delivered_on date NOT NULL,
        note text,
        evidence_file_id text CONSTRAINT fk_deliveries_evidence_file REFERENCES stored_files,
        recorded_by text NOT NULL CONSTRAINT fk_deliveries_recorded_by REFERENCES people,
        recorded_at timestamptz NOT NULL,
        accepted bigint NOT NULL DEFAULT 0,
        decided_by text CONSTRAINT fk_deliveries_decided_by REFERENCES people,
        decided_at timestamptz,
        reason text,
        counted bigint NOT NULL GENERATED ALWAYS AS (CASE state WHEN 'delivered' THEN quantity ELSE accepted END) STORED,
        CONSTRAINT uq_deliveries_position UNIQUE (match_id, position),
        CONSTRAINT ck_deliveries_accepted CHECK (
          CASE state WHEN 'accepted' THEN accepted BETWEEN 1 AND quantity ELSE accepted = 0 END),
        CONSTRAINT ck_deliveries_decided CHECK (num_nonnulls(decided_by, decided_at) = CASE state WHEN 'delivered' THEN 0 ELSE 2 END),
        CONSTRAINT ck_deliveries_reason CHECK (
          CASE state WHEN 'delivered' THEN reason IS NULL WHEN 'accepted' THEN accepted = quantity OR reason IS NOT NULL
                     ELSE reason IS NOT NULL END)
      )`);
    await grantToApp(runner, 'SELECT, INSERT, UPDATE (state, accepted, decided_by, decided_at, reason)', 'deliveries');
    await this.takeOver(runner);
    await this.hold(runner);
  }

  /** What was counted before without a record gets one of its match, within what that had committed. */
  private async takeOver(runner: QueryRunner): Promise<void> {
    await runner.query(`
      INSERT INTO deliveries (id, match_id, position, state, quantity, delivered_on, note, recorded_by, recorded_at,
                              accepted, decided_by, decided_at)
      SELECT 'delivery_' || substr(m.id, 7), m.id, 1, CASE WHEN a.accepted > 0 THEN 'accepted' ELSE 'delivered' END,
             CASE WHEN a.accepted > 0 THEN a.accepted ELSE d.delivered END, current_date, 'Counted before single deliveries were recorded.',
             m.donor_consent_by, now(), a.accepted,
             CASE WHEN a.accepted > 0 THEN m.state_consent_by END, CASE WHEN a.accepted > 0 THEN now() END
        FROM (SELECT m.*, i.delivered AS item_delivered, i.accepted AS item_accepted,
                     coalesce(sum(m.amount) OVER (PARTITION BY m.need_item_id ORDER BY m.state = 'delivering', m.id
                                                  ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS before
                FROM matches m JOIN need_items i ON i.id = m.need_item_id
               WHERE m.unit_code IS NOT NULL AND m.state IN ('delivering', 'completed')) m,
             LATERAL (SELECT greatest(0, least(m.amount, m.item_delivered - m.before)) AS delivered) d,
             LATERAL (SELECT greatest(0, least(d.delivered, m.item_accepted - m.before)) AS accepted) a
       WHERE d.delivered > 0`);
    // Of what was accepted in part, the rest is a record of its own that waits.
    await runner.query(`
      INSERT INTO deliveries (id, match_id, position, state, quantity, delivered_on, note, recorded_by, recorded_at)
      SELECT 'delivery_' || substr(m.id, 7, 25) || CASE right(m.id, 1) WHEN '0' THEN '1' ELSE '0' END, m.id, 2, 'delivered',
             d.delivered - r.accepted, current_date, r.note, r.recorded_by, now()
        FROM (SELECT m.*, i.delivered AS item_delivered,
                     coalesce(sum(m.amount) OVER (PARTITION BY m.need_item_id ORDER BY m.state = 'delivering', m.id
                                                  ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS before
                FROM matches m JOIN need_items i ON i.id = m.need_item_id
               WHERE m.unit_code IS NOT NULL AND m.state IN ('delivering', 'completed')) m
        JOIN deliveries r ON r.match_id = m.id AND r.state = 'accepted',
             LATERAL (SELECT greatest(0, least(m.amount, m.item_delivered - m.before)) AS delivered) d
       WHERE d.delivered > r.accepted`);
    await runner.query(`
      UPDATE offers o SET delivered = d.counted, accepted = d.accepted
        FROM (SELECT m.offer_id, sum(d.counted) AS counted, sum(d.accepted) AS accepted
                FROM deliveries d JOIN matches m ON m.id = d.match_id GROUP BY m.offer_id) d
       WHERE o.id = d.offer_id`);
  }

  private async hold(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION check_deliveries_of_match() RETURNS trigger LANGUAGE plpgsql
      SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
      DECLARE the_match matches;
      BEGIN
        IF TG_TABLE_NAME = 'matches' THEN the_match := NEW;
        ELSE SELECT * INTO the_match FROM matches WHERE id = NEW.match_id FOR UPDATE; END IF;
        IF (SELECT coalesce(sum(counted), 0) FROM deliveries WHERE match_id = the_match.id)
           > (CASE WHEN the_match.unit_code IS NOT NULL AND the_match.state IN ('delivering', 'completed')
                   THEN the_match.amount ELSE 0 END) THEN
          RAISE EXCEPTION 'more is delivered of match % than is committed', the_match.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_deliveries_within_match';
        END IF;
        RETURN NULL;
      END $$`);
    await runner.query(`
      CREATE FUNCTION check_deliveries_counted() RETURNS trigger LANGUAGE plpgsql
      SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
      DECLARE wrong text;
      BEGIN
        IF TG_TABLE_NAME = 'need_items' THEN
          SELECT i.id INTO wrong FROM need_items i,
                 LATERAL (SELECT coalesce(sum(d.counted), 0) AS counted, coalesce(sum(d.accepted), 0) AS accepted
                            FROM matches m JOIN deliveries d ON d.match_id = m.id WHERE m.need_item_id = i.id) d
           WHERE i.id = NEW.id AND (i.delivered, i.accepted) IS DISTINCT FROM (d.counted, d.accepted)
             AND EXISTS (SELECT FROM matches m WHERE m.need_item_id = i.id);
        ELSE
          SELECT i.id INTO wrong
            FROM matches t JOIN need_items i ON i.id = t.need_item_id JOIN offers o ON o.id = t.offer_id,
                 LATERAL (SELECT coalesce(sum(d.counted), 0) AS counted, coalesce(sum(d.accepted), 0) AS accepted
                            FROM matches m JOIN deliveries d ON d.match_id = m.id WHERE m.need_item_id = i.id) di,
                 LATERAL (SELECT coalesce(sum(d.counted), 0) AS counted, coalesce(sum(d.accepted), 0) AS accepted
                            FROM matches m JOIN deliveries d ON d.match_id = m.id WHERE m.offer_id = o.id) d
           WHERE t.id = NEW.match_id
             AND (i.delivered, i.accepted, o.delivered, o.accepted)
                 IS DISTINCT FROM (di.counted, di.accepted, d.counted, d.accepted);
        END IF;
        IF wrong IS NOT NULL THEN
          RAISE EXCEPTION 'item % or its offer counts otherwise than its deliveries', wrong
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_deliveries_counted';
        END IF;
        RETURN NULL;
      END $$`);
    await runner.query('REVOKE ALL ON FUNCTION check_deliveries_of_match() FROM PUBLIC');
    await runner.query('REVOKE ALL ON FUNCTION check_deliveries_counted() FROM PUBLIC');
    await runner.query(`CREATE TRIGGER tr_deliveries_within_match AFTER INSERT OR UPDATE ON deliveries
      FOR EACH ROW EXECUTE FUNCTION check_deliveries_of_match()`);
    await runner.query(`CREATE TRIGGER tr_matches_deliveries AFTER UPDATE OF amount, state, unit_code ON matches
      FOR EACH ROW EXECUTE FUNCTION check_deliveries_of_match()`);
    await runner.query(`CREATE CONSTRAINT TRIGGER tr_deliveries_counted AFTER INSERT OR UPDATE ON deliveries
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_deliveries_counted()`);
    await runner.query(`CREATE CONSTRAINT TRIGGER tr_need_items_deliveries AFTER UPDATE OF delivered, accepted ON need_items
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.unit_code IS NOT NULL) EXECUTE FUNCTION check_deliveries_counted()`);
    // The rest of a match that is under way can be taken back; what was delivered stays.
    await runner.query(`
      CREATE OR REPLACE FUNCTION check_match_amount() RETURNS trigger LANGUAGE plpgsql
      SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
      BEGIN
        IF NEW.amount <> OLD.amount AND OLD.state NOT IN ('suggested', 'superseded')
           AND NOT (NEW.state = 'confirmed' AND NEW.amount < OLD.amount
                    AND (OLD.state = 'confirmed' OR OLD.state = 'reviewed' AND OLD.origin = 'pledge'))
           -- A pledge that became less is put before the parties again.
           AND NOT (OLD.state = 'reviewed' AND NEW.state = 'reviewed' AND OLD.origin = 'pledge' AND NEW.amount < OLD.amount
                    AND num_nonnulls(NEW.state_consent_at, NEW.donor_consent_at) = 0)
           AND NOT (OLD.state = 'delivering' AND NEW.state IN ('delivering', 'completed') AND NEW.amount < OLD.amount
                    AND NEW.unit_code IS NOT NULL) THEN
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
