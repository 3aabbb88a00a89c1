import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A revision that changes nothing but where arms are kept is none to who is not told that: the database knows which these are. */
export class RevisionsOfSites1764000400180 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION need_content_without_sites(content jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE
      SET search_path = pg_catalog, public, pg_temp AS $$
        SELECT content || jsonb_build_object('items', (
          SELECT coalesce(jsonb_agg(items.item - 'site' ORDER BY items.place), '[]')
            FROM jsonb_array_elements(content -> 'items') WITH ORDINALITY AS items (item, place)))
      $$`);
    await runner.query('ALTER TABLE need_revisions ADD sites_only boolean NOT NULL DEFAULT false');
    await runner.query('ALTER TABLE need_revisions DISABLE TRIGGER check_need_revision');
    await runner.query(`
      UPDATE need_revisions r SET sites_only = true FROM need_revisions b
       WHERE b.need_id = r.need_id AND b.number = r.based_on
         AND need_content_without_sites(b.content) = need_content_without_sites(r.content) AND r.number IS NOT NULL`);
    await runner.query('ALTER TABLE need_revisions ENABLE TRIGGER check_need_revision');
    await runner.query('CREATE INDEX ix_need_revisions_of_sites ON need_revisions (need_id, number) WHERE sites_only');
    await runner.query(`
      CREATE FUNCTION note_revision_of_sites() RETURNS trigger LANGUAGE plpgsql
      SET search_path = pg_catalog, public, pg_temp AS $$
      BEGIN
        NEW.sites_only := EXISTS (
          SELECT FROM need_revisions b WHERE b.need_id = NEW.need_id AND b.number = NEW.based_on
             AND need_content_without_sites(b.content) = need_content_without_sites(NEW.content));
        RETURN NEW;
      END $$`);
    await runner.query(`
      CREATE TRIGGER tr_need_revisions_of_sites BEFORE INSERT OR UPDATE ON need_revisions FOR EACH ROW
        WHEN (NEW.number IS NOT NULL) EXECUTE FUNCTION note_revision_of_sites()`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
