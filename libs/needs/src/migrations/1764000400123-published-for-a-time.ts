import type { MigrationInterface, QueryRunner } from 'typeorm';

/** No need is published for ever: who says no day is taken to mean the present reporting cycle, and each cycle asks again. */
export class PublishedForATime1764000400123 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Whatever the calendar of meetings knows, half a year is left to confirm it.
    await runner.query(`
      CREATE FUNCTION need_default_validity() RETURNS date LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
        SELECT greatest((now() AT TIME ZONE 'UTC')::date + 180, coalesce(
                 (SELECT min(ends_on) FROM meetings
                   WHERE kind IN ('biennial-meeting', 'review-conference') AND ends_on >= (now() AT TIME ZONE 'UTC')::date),
                 (now() AT TIME ZONE 'UTC')::date + 365))
      $$`);
    await runner.query(`
      CREATE FUNCTION give_need_validity() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
      BEGIN
        NEW.valid_until := need_default_validity();
        RETURN NEW;
      END $$`);
    await runner.query(`
      CREATE TRIGGER give_need_validity BEFORE INSERT OR UPDATE OF state, valid_until ON needs
         FOR EACH ROW WHEN (NEW.state = 'published' AND NEW.valid_until IS NULL) EXECUTE FUNCTION give_need_validity()`);
    await runner.query(
      `UPDATE needs SET valid_until = need_default_validity() WHERE state = 'published' AND valid_until IS NULL`,
    );

    // Whoever was asked before this has the whole time from now on.
    await runner.query('ALTER TABLE needs ADD asked_on date');
    await runner.query(`
      UPDATE needs SET asked_on = (now() AT TIME ZONE 'UTC')::date WHERE asked_in_cycle_from IS NOT NULL`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
