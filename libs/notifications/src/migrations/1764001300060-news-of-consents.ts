import type { MigrationInterface, QueryRunner } from 'typeorm';

/** People are told too when a match that they were asked about ends, or is put before them again. What else there is stays. */
export class NewsOfConsents1764001300060 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DO $$
      DECLARE before text := (SELECT pg_get_expr(conbin, conrelid) FROM pg_constraint
                               WHERE conname = 'ck_notifications_kind' AND conrelid = 'notifications'::regclass);
      BEGIN
        ALTER TABLE notifications DROP CONSTRAINT ck_notifications_kind;
        EXECUTE format('ALTER TABLE notifications ADD CONSTRAINT ck_notifications_kind CHECK (%s OR kind IN (%s))', before,
          '''match.asked-again'', ''match.superseded'', ''offer.match-ended''');
      END $$`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
