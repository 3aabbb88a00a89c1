import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A State is told once of all that was imported for it. */
export class NewsOfImports1764001300210 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DO $$
      DECLARE before text := (SELECT pg_get_expr(conbin, conrelid) FROM pg_constraint
                               WHERE conname = 'ck_notifications_kind' AND conrelid = 'notifications'::regclass);
      BEGIN
        ALTER TABLE notifications DROP CONSTRAINT ck_notifications_kind;
        EXECUTE format('ALTER TABLE notifications ADD CONSTRAINT ck_notifications_kind CHECK (%s OR kind = %L)', before,
          'waiting.imported');
      END $$`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
