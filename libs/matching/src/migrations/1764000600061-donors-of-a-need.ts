import type { MigrationInterface, QueryRunner } from 'typeorm';

const DONORS = (need: string) => `
  SELECT coalesce(array_agg(DISTINCT o.organization_id), '{}') FROM matches m JOIN offers o ON o.id = m.offer_id
   WHERE m.need_id = ${need} AND m.state IN ('confirmed', 'delivering', 'completed')`;

/** Who agreed to give to a need is one of its parties: the need knows them, so that its visibility reads no other table. */
export class DonorsOfANeed1764000600061 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE needs ADD donor_ids text[] NOT NULL DEFAULT '{}'`);
    await runner.query(`
      UPDATE needs n SET donor_ids = (${DONORS('n.id')})
       WHERE EXISTS (SELECT FROM matches m WHERE m.need_id = n.id AND m.state IN ('confirmed', 'delivering', 'completed'))`);
    await runner.query(`
      CREATE FUNCTION keep_donors_of_need() RETURNS trigger LANGUAGE plpgsql
      SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
      DECLARE
        donors text[] := (${DONORS('NEW.need_id')});
      BEGIN
        UPDATE needs SET donor_ids = donors WHERE id = NEW.need_id AND donor_ids <> donors;
        RETURN NULL;
      END $$`);
    await runner.query('REVOKE ALL ON FUNCTION keep_donors_of_need() FROM PUBLIC');
    await runner.query(`
      CREATE TRIGGER tr_matches_donors AFTER INSERT OR UPDATE OF state ON matches
        FOR EACH ROW EXECUTE FUNCTION keep_donors_of_need()`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
