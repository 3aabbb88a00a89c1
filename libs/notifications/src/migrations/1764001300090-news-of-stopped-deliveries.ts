import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The parties are told that a delivery is not under way after all. What else they are told of stays as it is. */
export class NewsOfStoppedDeliveries1764001300090 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DO $$
      DECLARE before text := (SELECT pg_get_expr(conbin, conrelid) FROM pg_constraint
                               WHERE conname = 'ck_notifications_kind' AND conrelid = 'notifications'::regclass);
      BEGIN
        ALTER TABLE notifications DROP CONSTRAINT ck_notifications_kind;
        EXECUTE format('ALTER TABLE notifications ADD CONSTRAINT ck_notifications_kind CHECK (%s OR kind = ''match.delivery-stopped'')',
          before);
      END $$`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
