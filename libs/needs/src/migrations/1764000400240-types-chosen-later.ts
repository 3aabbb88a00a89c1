import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A draft that was withdrawn is one again when it is reinstated. */
const WRITABLE = "('draft', 'withdrawn')";

/** Whoever writes a draft may choose the type of assistance later; what is handed in says it. */
export class TypesChosenLater1764000400240 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE need_items ALTER type_code DROP NOT NULL');
    await runner.query(`
      CREATE FUNCTION check_types_chosen() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
      DECLARE
        checked text := CASE TG_TABLE_NAME WHEN 'needs' THEN to_jsonb(NEW) ->> 'id' ELSE to_jsonb(NEW) ->> 'need_id' END;
      BEGIN
        IF EXISTS (SELECT FROM needs n JOIN need_items i ON i.need_id = n.id
                    WHERE n.id = checked AND n.state NOT IN ${WRITABLE} AND i.type_code IS NULL) THEN
          RAISE EXCEPTION 'an item of need % has no type', checked
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_need_items_type_chosen';
        END IF;
        RETURN NULL;
      END $$`);
    await runner.query(`
      CREATE TRIGGER check_types_chosen AFTER UPDATE OF state ON needs FOR EACH ROW
       WHEN (NEW.state NOT IN ${WRITABLE} AND OLD.state IN ${WRITABLE}) EXECUTE FUNCTION check_types_chosen()`);
    await runner.query(`
      CREATE TRIGGER check_types_chosen AFTER INSERT OR UPDATE OF type_code, need_id ON need_items FOR EACH ROW
       WHEN (NEW.type_code IS NULL) EXECUTE FUNCTION check_types_chosen()`);
    await runner.query(`
      CREATE OR REPLACE FUNCTION derive_from_items() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
      BEGIN
        NEW.search := need_document(NEW);
        NEW.coverage := need_coverage(NEW.id);
        NEW.delivery_begun := NEW.under_way OR EXISTS (SELECT FROM need_items WHERE need_id = NEW.id AND delivered > 0);
        NEW.category_codes := ARRAY(SELECT DISTINCT category_code FROM need_items WHERE need_id = NEW.id ORDER BY 1);
        NEW.type_codes := ARRAY(SELECT DISTINCT type_code FROM need_items
                                 WHERE need_id = NEW.id AND type_code IS NOT NULL ORDER BY 1);
        RETURN NEW;
      END $$`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
