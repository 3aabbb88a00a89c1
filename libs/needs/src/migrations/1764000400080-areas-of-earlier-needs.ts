import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was asked for before organizations had areas of their own to ask for stays within the new rule. */
export class AreasOfEarlierNeeds1764000400080 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      INSERT INTO organization_areas (organization_id, area_iso2)
      SELECT DISTINCT n.organization_id, n.area_iso2 FROM needs n JOIN organizations o ON o.id = n.organization_id
       WHERE n.source IS NULL AND n.area_iso2 IS DISTINCT FROM o.area_iso2`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
