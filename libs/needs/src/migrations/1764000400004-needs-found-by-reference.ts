import type { MigrationInterface, QueryRunner } from 'typeorm';

/** People search for the reference alone, without its source. */
export class NeedsFoundByReference1764000400004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX ix_needs_external_ref ON needs (external_ref)');
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
