import type { MigrationInterface, QueryRunner } from 'typeorm';
import { grantToApp } from '../database/migrate.js';

/** Null: room is taken, and the content may not be there yet. */
export class FilesConfirmed1764000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE stored_files ADD kept_at timestamptz');
    await runner.query('CREATE INDEX ix_stored_files_unfinished ON stored_files (created_at) WHERE kept_at IS NULL');
    await runner.query('CREATE INDEX ix_stored_files_retain_until ON stored_files (retain_until)');
    await runner.query('CREATE INDEX ix_stored_files_organization ON stored_files (organization_id)');
    await grantToApp(runner, 'UPDATE (kept_at)', 'stored_files');
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
