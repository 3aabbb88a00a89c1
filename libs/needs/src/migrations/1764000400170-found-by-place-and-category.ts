import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A need is found by the names of its country, its regions, and the categories and types of its items, and by where it is delivered. */
export class FoundByPlaceAndCategory1764000400170 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // The place is for all who may read the need; the site is not in here.
    await runner.query(`
      CREATE OR REPLACE FUNCTION need_document(need needs) RETURNS tsvector LANGUAGE sql STABLE AS $$
        SELECT setweight(words_document(need.language, need.title), 'A')
               || setweight(words_document(need.language, need.summary), 'B')
               || setweight(words_document(need.language, left(coalesce(
                    (SELECT string_agg(description, ' ' ORDER BY position) FROM need_items WHERE need_id = need.id), ''), 40000)), 'C')
               || setweight(words_document(need.language, left(coalesce(
                    (SELECT string_agg(DISTINCT delivery_place, ' ') FROM need_items WHERE need_id = need.id), ''), 5000)), 'C')
               || search_codes(
                    ARRAY[need.area_iso2::text],
                    (SELECT ARRAY[region_code, subregion_code, intermediate_region_code] FROM areas WHERE iso2 = need.area_iso2),
                    ARRAY(SELECT DISTINCT category_code FROM need_items WHERE need_id = need.id),
                    ARRAY(SELECT DISTINCT type_code FROM need_items WHERE need_id = need.id))
      $$`);
    await runner.query('DROP TRIGGER derive_from_items ON needs');
    await runner.query(`
      CREATE TRIGGER derive_from_items BEFORE INSERT OR UPDATE OF title, summary, language, area_iso2 ON needs
       FOR EACH ROW EXECUTE FUNCTION derive_from_items()`);
    await runner.query('DROP TRIGGER derive_need_again ON need_items');
    await runner.query(`
      CREATE TRIGGER derive_need_again
       AFTER INSERT OR DELETE OR UPDATE OF need_id, position, category_code, type_code, description, delivery_place, requested,
                                           committed, waived, is_essential ON need_items
       FOR EACH ROW EXECUTE FUNCTION derive_need_again()`);
    await runner.query(`
      CREATE FUNCTION derive_needs_of_area() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
      BEGIN
        UPDATE needs SET title = title WHERE area_iso2 = NEW.iso2;
        RETURN NULL;
      END $$`);
    await runner.query(`
      CREATE TRIGGER derive_needs_of_area AFTER UPDATE OF region_code, subregion_code, intermediate_region_code ON areas
       FOR EACH ROW WHEN ((OLD.region_code, OLD.subregion_code, OLD.intermediate_region_code)
                          IS DISTINCT FROM (NEW.region_code, NEW.subregion_code, NEW.intermediate_region_code))
       EXECUTE FUNCTION derive_needs_of_area()`);
    // The index once at the end, and none of the triggers: only the words change.
    await runner.query('DROP INDEX ix_needs_search');
    await runner.query('UPDATE needs n SET search = need_document(n)');
    await runner.query('CREATE INDEX ix_needs_search ON needs USING gin (search)');
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
