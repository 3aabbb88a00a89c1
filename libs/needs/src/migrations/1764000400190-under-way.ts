import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A need is in delivery from when something is on its way to it, not only from when it came: what is on its way, matching says. */
export class UnderWay1764000400190 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE needs ADD under_way boolean NOT NULL DEFAULT false');
    await runner.query(`
      CREATE OR REPLACE FUNCTION derive_from_items() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
      BEGIN
        NEW.search := need_document(NEW);
        NEW.coverage := need_coverage(NEW.id);
        NEW.delivery_begun := NEW.under_way OR EXISTS (SELECT FROM need_items WHERE need_id = NEW.id AND delivered > 0);
        NEW.category_codes := ARRAY(SELECT DISTINCT category_code FROM need_items WHERE need_id = NEW.id ORDER BY 1);
        NEW.type_codes := ARRAY(SELECT DISTINCT type_code FROM need_items WHERE need_id = NEW.id ORDER BY 1);
        RETURN NEW;
      END $$`);
    await runner.query('DROP TRIGGER derive_from_items ON needs');
    await runner.query(`
      CREATE TRIGGER derive_from_items BEFORE INSERT OR UPDATE OF title, summary, language, area_iso2, under_way ON needs
       FOR EACH ROW EXECUTE FUNCTION derive_from_items()`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
