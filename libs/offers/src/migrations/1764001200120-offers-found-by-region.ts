import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An offer for a country or a region is found by the names of the regions that this lies in, as a need is. */
export class OffersFoundByRegion1764001200120 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // A column that the database generates cannot look into another table: a trigger keeps it from now on.
    await runner.query('ALTER TABLE offers ALTER search DROP EXPRESSION');
    await runner.query(`
      CREATE FUNCTION regions_with_those_around(areas text[], regions text[]) RETURNS text[] LANGUAGE sql STABLE AS $$
        SELECT regions || ARRAY(
          SELECT region_code FROM areas a
           WHERE a.iso2 = ANY($1) OR subregion_code = ANY(regions) OR intermediate_region_code = ANY(regions)
           UNION SELECT subregion_code FROM areas a WHERE a.iso2 = ANY($1) OR intermediate_region_code = ANY(regions)
           UNION SELECT intermediate_region_code FROM areas a WHERE a.iso2 = ANY($1))
      $$`);
    await runner.query(`
      CREATE FUNCTION offer_document(offer offers) RETURNS tsvector LANGUAGE sql STABLE AS $$
        SELECT offer_document(offer.title, offer.description, offer.conditions, offer.earmark_areas,
          regions_with_those_around(offer.earmark_areas, offer.earmark_regions), offer.category_codes, offer.type_codes)
      $$`);
    await runner.query(`
      CREATE FUNCTION derive_offer_search() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
      BEGIN
        NEW.search := offer_document(NEW);
        RETURN NEW;
      END $$`);
    await runner.query(`
      CREATE TRIGGER tr_offers_search
       BEFORE INSERT OR UPDATE OF title, description, conditions, earmark_areas, earmark_regions, category_codes, type_codes ON offers
       FOR EACH ROW EXECUTE FUNCTION derive_offer_search()`);
    await runner.query(`
      CREATE FUNCTION derive_offers_of_area() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
      BEGIN
        UPDATE offers SET title = title
         WHERE NEW.iso2 = ANY(earmark_areas)
            OR earmark_regions && ARRAY[OLD.subregion_code, OLD.intermediate_region_code, NEW.subregion_code, NEW.intermediate_region_code];
        RETURN NULL;
      END $$`);
    await runner.query(`
      CREATE TRIGGER derive_offers_of_area AFTER UPDATE OF region_code, subregion_code, intermediate_region_code ON areas
       FOR EACH ROW WHEN ((OLD.region_code, OLD.subregion_code, OLD.intermediate_region_code)
                          IS DISTINCT FROM (NEW.region_code, NEW.subregion_code, NEW.intermediate_region_code))
       EXECUTE FUNCTION derive_offers_of_area()`);
    // Only these say anything else than before.
    await runner.query(
      `UPDATE offers o SET search = offer_document(o) WHERE earmark_areas <> '{}' OR earmark_regions <> '{}'`,
    );
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
