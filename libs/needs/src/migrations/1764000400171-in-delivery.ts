import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A need of which something came is in delivery while it stands; that follows from its items, as its coverage does. */
export class InDelivery1764000400171 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE needs ADD delivery_begun boolean NOT NULL DEFAULT false');
    await runner.query(`
      CREATE OR REPLACE FUNCTION derive_from_items() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
      BEGIN
        NEW.search := need_document(NEW);
        NEW.coverage := need_coverage(NEW.id);
        NEW.delivery_begun := EXISTS (SELECT FROM need_items WHERE need_id = NEW.id AND delivered > 0);
        NEW.category_codes := ARRAY(SELECT DISTINCT category_code FROM need_items WHERE need_id = NEW.id ORDER BY 1);
        NEW.type_codes := ARRAY(SELECT DISTINCT type_code FROM need_items WHERE need_id = NEW.id ORDER BY 1);
        RETURN NEW;
      END $$`);
    await runner.query('DROP TRIGGER derive_need_again ON need_items');
    await runner.query(`
      CREATE TRIGGER derive_need_again
       AFTER INSERT OR DELETE OR UPDATE OF need_id, position, category_code, type_code, description, delivery_place, requested,
                                           committed, delivered, waived, is_essential ON need_items
       FOR EACH ROW EXECUTE FUNCTION derive_need_again()`);
    await runner.query(
      'UPDATE needs n SET delivery_begun = true WHERE EXISTS (SELECT FROM need_items i WHERE i.need_id = n.id AND i.delivered > 0)',
    );
    await runner.query('DROP INDEX ix_needs_counted');
    await runner.query(`
      CREATE INDEX ix_needs_counted ON needs
        (visibility, published_at, submitted_at, organization_id, state, area_iso2, coverage, priority, needed_by, id)
        INCLUDE (category_codes, type_codes, delivery_begun)`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
