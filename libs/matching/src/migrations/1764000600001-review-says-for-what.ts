import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The category and the place that were put before the parties: they consent to these. */
export class ReviewSaysForWhat1764000600001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE matches
        ADD reviewed_category text CONSTRAINT fk_matches_reviewed_category REFERENCES assistance_categories,
        ADD reviewed_area text CONSTRAINT fk_matches_reviewed_area REFERENCES areas (iso2)`);
    await runner.query(`
      UPDATE matches m SET reviewed_category = i.category_code, reviewed_area = n.area_iso2
        FROM need_items i JOIN needs n ON n.id = i.need_id WHERE i.id = m.need_item_id AND m.reviewed_at IS NOT NULL`);
    await runner.query(`
      ALTER TABLE matches DROP CONSTRAINT ck_matches_reviewed_whole, ADD CONSTRAINT ck_matches_reviewed_whole
        CHECK (num_nulls(reviewed_by, reviewed_at, reviewed_category, reviewed_area) IN (0, 4))`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
