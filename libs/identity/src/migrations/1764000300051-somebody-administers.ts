import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The last administrator who can sign in loses neither the role nor the account: nobody would be left to give it back. Of two that
 * end at once the second waits, and then finds itself the last.
 */
export class SomebodyAdministers1764000300051 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION check_somebody_administers() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
      BEGIN
        IF TG_TABLE_NAME = 'people' AND NOT EXISTS (
             SELECT FROM memberships WHERE person_id = NEW.id AND role = 'administrator' AND ended_at IS NULL) THEN
          RETURN NULL;
        END IF;
        PERFORM pg_advisory_xact_lock(hashtextextended('administrators', 0));
        IF NOT EXISTS (
             SELECT FROM memberships m JOIN people p ON p.id = m.person_id
              WHERE m.role = 'administrator' AND m.ended_at IS NULL AND p.disabled_at IS NULL
                AND p.password_hash IS NOT NULL) THEN
          RAISE EXCEPTION 'nobody would be left who can administer'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_memberships_somebody_administers';
        END IF;
        RETURN NULL;
      END $$`);
    await runner.query(`
      CREATE TRIGGER check_somebody_administers AFTER UPDATE OF ended_at ON memberships FOR EACH ROW
        WHEN (OLD.role = 'administrator' AND OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL)
        EXECUTE FUNCTION check_somebody_administers()`);
    await runner.query(`
      CREATE TRIGGER check_somebody_administers AFTER UPDATE OF disabled_at ON people FOR EACH ROW
        WHEN (OLD.disabled_at IS NULL AND NEW.disabled_at IS NOT NULL)
        EXECUTE FUNCTION check_somebody_administers()`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
