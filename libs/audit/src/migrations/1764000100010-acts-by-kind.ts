import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ActsByKind1764000100010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query("CREATE INDEX ix_audit_log_kind ON audit_log ((split_part(act, '.', 1)), id)");
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
