import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Donors are told when a need changes in what they agreed to give to, or may give to. */
export class NewsOfRevisedNeeds1764001300130 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DO $$
      DECLARE before text := (SELECT pg_get_expr(conbin, conrelid) FROM pg_constraint
                               WHERE conname = 'ck_notifications_kind' AND conrelid = 'notifications'::regclass);
      BEGIN
        ALTER TABLE notifications DROP CONSTRAINT ck_notifications_kind;
        EXECUTE format('ALTER TABLE notifications ADD CONSTRAINT ck_notifications_kind CHECK (%s OR kind = %L)', before,
          'match.need-revised');
      END $$`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
