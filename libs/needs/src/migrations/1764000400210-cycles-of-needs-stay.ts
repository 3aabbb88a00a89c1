import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The reporting cycle in which needs were handed in stays: the meeting that it leads to is not taken out of the calendar. */
export class CyclesOfNeedsStay1764000400210 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION refuse_cycle_of_needs() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
      BEGIN
        IF OLD.kind IN ('biennial-meeting', 'review-conference') AND EXISTS (
          SELECT FROM needs
           WHERE (submitted_at AT TIME ZONE 'UTC')::date <= OLD.ends_on
             AND (submitted_at AT TIME ZONE 'UTC')::date > (
               SELECT max(ends_on) FROM meetings
                WHERE kind IN ('biennial-meeting', 'review-conference') AND ends_on < OLD.starts_on)
        ) THEN
          RAISE EXCEPTION 'needs were handed in within the cycle of %', OLD.code
            USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'fk_needs_cycle', TABLE = 'needs';
        END IF;
        RETURN OLD;
      END $$`);
    await runner.query(`
      CREATE TRIGGER refuse_cycle_of_needs BEFORE DELETE ON meetings
       FOR EACH ROW EXECUTE FUNCTION refuse_cycle_of_needs()`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
