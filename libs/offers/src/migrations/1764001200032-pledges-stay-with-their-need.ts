import type { MigrationInterface, QueryRunner } from 'typeorm';

const CIRCLE = (need: string) => `
  CASE WHEN ${need}.published_at IS NULL OR ${need}.visibility NOT IN ('public', 'states-only') THEN 'closed'
       ELSE ${need}.visibility END`;

/**
 * A pledge is never shown to more people than its need: it knows the circle of the need, wherever that moves. It stays what it was
 * pledged as, and only becomes less: what more there is, is another pledge.
 */
export class PledgesStayWithTheirNeed1764001200032 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE offers ADD pledge_circle text
        CONSTRAINT ck_offers_pledge_circle CHECK (pledge_circle IN ('public', 'states-only', 'closed'))`);
    await runner.query(`
      UPDATE offers o SET pledge_circle = ${CIRCLE('n')} FROM matches m JOIN needs n ON n.id = m.need_id
       WHERE m.offer_id = o.id AND m.origin = 'pledge'`);
    await runner.query(`
      CREATE FUNCTION keep_pledge_with_need() RETURNS trigger LANGUAGE plpgsql
      SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
      BEGIN
        UPDATE offers o SET pledge_circle = ${CIRCLE('n')} FROM matches m JOIN needs n ON n.id = m.need_id
         WHERE o.id = m.offer_id AND m.origin = 'pledge' AND o.pledge_circle IS DISTINCT FROM ${CIRCLE('n')}
           AND CASE TG_TABLE_NAME WHEN 'needs' THEN m.need_id = NEW.id ELSE m.id = NEW.id END;
        RETURN NULL;
      END $$`);
    await runner.query('REVOKE ALL ON FUNCTION keep_pledge_with_need() FROM PUBLIC');
    await runner.query(`
      CREATE TRIGGER tr_needs_pledges AFTER UPDATE OF visibility, published_at ON needs
        FOR EACH ROW EXECUTE FUNCTION keep_pledge_with_need()`);
    await runner.query(`
      CREATE TRIGGER tr_matches_pledge AFTER INSERT ON matches
        FOR EACH ROW WHEN (NEW.origin = 'pledge') EXECUTE FUNCTION keep_pledge_with_need()`);
    await runner.query(`
      CREATE FUNCTION refuse_other_pledge() RETURNS trigger LANGUAGE plpgsql
      SET search_path = pg_catalog, public, pg_temp AS $$
      BEGIN
        RAISE EXCEPTION 'the pledge % stays what it was pledged as and only becomes less', NEW.id
          USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_offers_pledge_as_made';
      END $$`);
    await runner.query(`
      CREATE TRIGGER tr_offers_pledge_as_made BEFORE UPDATE ON offers FOR EACH ROW
        WHEN (OLD.pledge_circle IS NOT NULL
              AND (NEW.capacity > OLD.capacity
                   OR (NEW.kind, NEW.currency, NEW.unit_code, NEW.category_codes, NEW.type_codes, NEW.earmark_level,
                       NEW.earmark_areas, NEW.earmark_regions, NEW.earmark_groups)
                      IS DISTINCT FROM
                      (OLD.kind, OLD.currency, OLD.unit_code, OLD.category_codes, OLD.type_codes, OLD.earmark_level,
                       OLD.earmark_areas, OLD.earmark_regions, OLD.earmark_groups)))
        EXECUTE FUNCTION refuse_other_pledge()`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
