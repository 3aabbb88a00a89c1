import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Donors are told when a colleague takes an offer of theirs off the table. */
export class NewsOfEndedOffers1764001300110 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DO $$
      DECLARE before text := (SELECT pg_get_expr(conbin, conrelid) FROM pg_constraint
                               WHERE conname = 'ck_notifications_kind' AND conrelid = 'notifications'::regclass);
      BEGIN
        ALTER TABLE notifications DROP CONSTRAINT ck_notifications_kind;
        EXECUTE format('ALTER TABLE notifications ADD CONSTRAINT ck_notifications_kind CHECK (%s OR kind IN (%s))', before,
          '''offer.unpublished'', ''offer.withdrawn''');
      END $$`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
