import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A need is covered in full when its must-haves are; what was delivered or waived to the end is over. */
export class MustHavesCover1764000400122 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // What is waived in full is asked for no longer, and covers nothing.
    await runner.query(`
      CREATE OR REPLACE FUNCTION need_coverage(need_id text) RETURNS text LANGUAGE sql STABLE AS $$
        SELECT CASE WHEN coalesce(max(i.committed), 0) = 0 THEN 'open'
                    WHEN coalesce(bool_and(i.requested > 0 AND i.open = 0)
                                    FILTER (WHERE i.is_essential AND NOT (i.waived > 0 AND i.waived = i.requested)),
                                  bool_and(i.requested > 0 AND i.open = 0)) THEN 'full'
                    ELSE 'partly' END
          FROM need_items i WHERE i.need_id = need_coverage.need_id
      $$`);
    await runner.query('DROP TRIGGER derive_need_again ON need_items');
    await runner.query(`
      CREATE TRIGGER derive_need_again
       AFTER INSERT OR DELETE OR UPDATE OF need_id, position, category_code, type_code, description, requested, committed, waived,
                                           is_essential ON need_items
       FOR EACH ROW EXECUTE FUNCTION derive_need_again()`);
    await runner.query('UPDATE needs SET title = title WHERE coverage IS DISTINCT FROM need_coverage(id)');

    await runner.query(`
      UPDATE needs n SET state = 'fulfilled', version = version + 1
       WHERE n.state = 'published' AND (SELECT bool_and(i.requested > 0 AND i.delivered >= i.requested - i.waived)
                                               AND max(i.delivered) > 0 FROM need_items i WHERE i.need_id = n.id)`);
    await runner.query(`
      UPDATE needs n SET state = 'closed-partly', end_reason = 'All of it was waived.', version = version + 1
       WHERE n.state = 'published'
         AND (SELECT bool_and(i.requested > 0 AND i.waived = i.requested) FROM need_items i WHERE i.need_id = n.id)`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
