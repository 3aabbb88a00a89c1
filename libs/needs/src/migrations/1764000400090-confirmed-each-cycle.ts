import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Requests are confirmed again in each reporting cycle; which one has begun, the calendar of meetings says. */
export class ConfirmedEachCycle1764000400090 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION reporting_cycle_start() RETURNS date LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
        SELECT max(ends_on) + 1 FROM meetings
         WHERE kind IN ('biennial-meeting', 'review-conference') AND ends_on < (now() AT TIME ZONE 'UTC')::date
      $$`);
    await runner.query('ALTER TABLE needs ADD asked_in_cycle_from date');
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
