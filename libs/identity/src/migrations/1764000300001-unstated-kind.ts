import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An organization that an import finds has no kind before a person states it. */
export class UnstatedKind1764000300001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE organizations DROP CONSTRAINT ck_organizations_kind, ADD CONSTRAINT ck_organizations_kind CHECK (kind IN (
        'state', 'donor-state', 'regional-organization', 'international-organization', 'ngo', 'un-entity', 'unstated'))`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
