import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A need knows whether a match is delivering to it: it is in delivery from then on, for lists that read no other table. */
export class NeedsUnderWay1764000600100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // The lock first: of two matches that move at once the second sees what the first did.
    await runner.query(`
      CREATE FUNCTION keep_need_under_way() RETURNS trigger LANGUAGE plpgsql
      SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
      BEGIN
        PERFORM FROM needs WHERE id = NEW.need_id FOR NO KEY UPDATE;
        UPDATE needs n SET under_way = NOT n.under_way
         WHERE n.id = NEW.need_id
           AND n.under_way <> EXISTS (SELECT FROM matches m WHERE m.need_id = n.id AND m.state = 'delivering');
        RETURN NULL;
      END $$`);
    await runner.query('REVOKE ALL ON FUNCTION keep_need_under_way() FROM PUBLIC');
    await runner.query(`
      CREATE TRIGGER tr_matches_begin_delivery AFTER INSERT ON matches FOR EACH ROW
        WHEN (NEW.state = 'delivering') EXECUTE FUNCTION keep_need_under_way()`);
    await runner.query(`
      CREATE TRIGGER tr_matches_under_way AFTER UPDATE OF state ON matches FOR EACH ROW
        WHEN ((OLD.state = 'delivering') <> (NEW.state = 'delivering')) EXECUTE FUNCTION keep_need_under_way()`);
    await runner.query(
      "UPDATE needs n SET under_way = true WHERE EXISTS (SELECT FROM matches m WHERE m.need_id = n.id AND m.state = 'delivering')",
    );
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
