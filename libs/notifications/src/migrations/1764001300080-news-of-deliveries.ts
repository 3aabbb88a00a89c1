import type { MigrationInterface, QueryRunner } from 'typeorm';

/** People are told of deliveries too. What else they are told of stays as it is, whatever was added to it before. */
export class NewsOfDeliveries1764001300080 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DO $$
      DECLARE before text := (SELECT pg_get_expr(conbin, conrelid) FROM pg_constraint
                               WHERE conname = 'ck_notifications_kind' AND conrelid = 'notifications'::regclass);
      BEGIN
        ALTER TABLE notifications DROP CONSTRAINT ck_notifications_kind;
        EXECUTE format('ALTER TABLE notifications ADD CONSTRAINT ck_notifications_kind CHECK (%s OR kind IN (%s))', before,
          '''match.delivered'', ''match.delivering'', ''match.delivery-accepted'', ''match.delivery-returned'', ''match.delivery-undone''');
      END $$`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
