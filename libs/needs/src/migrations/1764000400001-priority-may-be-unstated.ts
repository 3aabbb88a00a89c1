import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Null: the organization did not say. */
export class PriorityMayBeUnstated1764000400001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE needs ALTER priority DROP NOT NULL, ALTER priority DROP DEFAULT');
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
