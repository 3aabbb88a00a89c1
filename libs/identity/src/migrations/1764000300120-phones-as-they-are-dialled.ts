import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A telephone is "+" and 7 to 15 digits. One that cannot be read as such leads nobody to anybody and is taken out; what was
 * entered stays in the audit log.
 */
export class PhonesAsTheyAreDialled1764000300120 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE points_of_contact DROP CONSTRAINT ck_points_of_contact_phone');
    await runner.query(`
      UPDATE points_of_contact c SET phone = n.phone, shows_phone = shows_phone AND n.phone IS NOT NULL, version = version + 1
        FROM (SELECT id, CASE WHEN dialled ~ '^\\+[1-9][0-9]{6,14}$' THEN dialled END AS phone
                FROM (SELECT id, regexp_replace(regexp_replace(phone, '\\(0\\)|[[:space:]()\\u00a0\\u2010-\\u2015-]', '', 'g'),
                                                '^00', '+') AS dialled
                        FROM points_of_contact) d) n
       WHERE n.id = c.id AND (c.phone IS DISTINCT FROM n.phone OR c.shows_phone AND n.phone IS NULL)`);
    await runner.query(`
      ALTER TABLE points_of_contact
        ADD CONSTRAINT ck_points_of_contact_phone CHECK (phone ~ '^\\+[1-9][0-9]{6,14}$'),
        ADD CONSTRAINT ck_points_of_contact_shown_phone CHECK (phone IS NOT NULL OR NOT shows_phone)`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
