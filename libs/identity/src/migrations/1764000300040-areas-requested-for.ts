import { grantToApp } from '#libs/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** For which areas beside its own an organization may request: the members of a regional one, the territories of a State. */
export class AreasRequestedFor1764000300040 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE organization_areas (
        organization_id text NOT NULL CONSTRAINT fk_organization_areas_organization REFERENCES organizations,
        area_iso2 text NOT NULL CONSTRAINT fk_organization_areas_area REFERENCES areas (iso2),
        PRIMARY KEY (organization_id, area_iso2)
      )`);
    await grantToApp(runner, 'SELECT, INSERT, DELETE', 'organization_areas');
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
