import type { MigrationInterface, QueryRunner } from 'typeorm';

/** People are told of every move of a need and of a match, of offers that run out, and States of what others ask for them. */
export class NewsOfEveryMove1764001300100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DO $$
      DECLARE before text := (SELECT pg_get_expr(conbin, conrelid) FROM pg_constraint
                               WHERE conname = 'ck_notifications_kind' AND conrelid = 'notifications'::regclass);
      BEGIN
        ALTER TABLE notifications DROP CONSTRAINT ck_notifications_kind;
        EXECUTE format('ALTER TABLE notifications ADD CONSTRAINT ck_notifications_kind CHECK (%s OR kind IN (%s))', before,
          '''need.acknowledgement-taken-back'', ''need.fulfilled'', ''need.recalled'', ''need.reconsidered'',
           ''need.reinstated'', ''need.requested-for-you'', ''match.completed'', ''match.restored'',
           ''offer.agreed'', ''offer.returned'', ''offer.running-out''');
      END $$`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
