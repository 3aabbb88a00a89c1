import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A match keeps the area of the need and the category of the item that were shown, as it keeps their texts: also of a pledge that nobody reviewed. */
export class AreaAndCategoryAsShown1764000600170 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE matches ADD seen_area text, ADD seen_category text');
    await runner.query(`
      CREATE OR REPLACE FUNCTION note_what_is_shown() RETURNS trigger LANGUAGE plpgsql
      SET search_path = pg_catalog, public, pg_temp AS $$
      BEGIN
        SELECT n.revision, o.terms, n.title, n.area_iso2, i.description, i.category_code, o.title
          INTO NEW.seen_revision, NEW.seen_terms, NEW.seen_need_title, NEW.seen_area, NEW.seen_item_description,
               NEW.seen_category, NEW.seen_offer_title
          FROM needs n, need_items i, offers o
         WHERE n.id = NEW.need_id AND i.id = NEW.need_item_id AND o.id = NEW.offer_id;
        RETURN NEW;
      END $$`);
    await runner.query(`
      UPDATE matches m
         SET seen_area = coalesce(m.reviewed_area, n.area_iso2), seen_category = coalesce(m.reviewed_category, i.category_code)
        FROM needs n, need_items i
       WHERE n.id = m.need_id AND i.id = m.need_item_id`);
    await runner.query('ALTER TABLE matches ALTER seen_area SET NOT NULL, ALTER seen_category SET NOT NULL');
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
