import { grantToApp } from '#libs/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Membership of a group of countries ends on a day that is known long before, so it is a dated fact and no flag. */
export class DatedAreaGroups1764000200010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE area_groups (
        area_iso2 text CONSTRAINT fk_area_groups_area REFERENCES areas (iso2),
        name text CONSTRAINT ck_area_groups_name CHECK (name IN ('ldc', 'lldc', 'sids')),
        leaves_on date,
        decision text,
        PRIMARY KEY (area_iso2, name),
        CONSTRAINT ck_area_groups_decision CHECK ((leaves_on IS NULL) = (decision IS NULL))
      )`);
    // The one place that says what being a member on a day means; the planner inlines it. Without a day: today, in UTC.
    await runner.query(`
      CREATE FUNCTION area_groups_on(day date DEFAULT (now() AT TIME ZONE 'UTC')::date) RETURNS SETOF area_groups LANGUAGE sql STABLE AS
        'SELECT * FROM area_groups WHERE leaves_on IS NULL OR leaves_on > day'`);
    await runner.query('ALTER TABLE areas DROP COLUMN ldc, DROP COLUMN lldc, DROP COLUMN sids');
    await grantToApp(runner, 'SELECT, INSERT, UPDATE', 'area_groups');
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
