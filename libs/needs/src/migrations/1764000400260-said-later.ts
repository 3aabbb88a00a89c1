import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A draft that was withdrawn is one again when it is reinstated. */
const WRITABLE = "('draft', 'withdrawn')";

/** Whoever writes a draft may say later also what is counted; what is handed in says it. */
export class SaidLater1764000400260 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE need_items
        DROP CONSTRAINT ck_need_items_one_measure,
        DROP CONSTRAINT ck_need_items_unit_cost_of_units,
        ADD CONSTRAINT ck_need_items_one_measure CHECK (num_nonnulls(currency, unit_code) <= 1),
        ADD CONSTRAINT ck_need_items_unit_cost_of_units CHECK (unit_cost_minor IS NULL OR currency IS NULL)`);
    await runner.query(`
      CREATE FUNCTION check_items_counted() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
      DECLARE
        checked text := CASE TG_TABLE_NAME WHEN 'needs' THEN to_jsonb(NEW) ->> 'id' ELSE to_jsonb(NEW) ->> 'need_id' END;
      BEGIN
        IF EXISTS (SELECT FROM needs n JOIN need_items i ON i.need_id = n.id
                    WHERE n.id = checked AND n.state NOT IN ${WRITABLE} AND num_nonnulls(i.currency, i.unit_code) = 0) THEN
          RAISE EXCEPTION 'an item of need % does not say what it counts', checked
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_need_items_counted';
        END IF;
        RETURN NULL;
      END $$`);
    await runner.query(`
      CREATE TRIGGER check_items_counted AFTER UPDATE OF state ON needs FOR EACH ROW
       WHEN (NEW.state NOT IN ${WRITABLE} AND OLD.state IN ${WRITABLE}) EXECUTE FUNCTION check_items_counted()`);
    await runner.query(`
      CREATE TRIGGER check_items_counted AFTER INSERT OR UPDATE OF currency, unit_code, need_id ON need_items FOR EACH ROW
       WHEN (num_nonnulls(NEW.currency, NEW.unit_code) = 0) EXECUTE FUNCTION check_items_counted()`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
