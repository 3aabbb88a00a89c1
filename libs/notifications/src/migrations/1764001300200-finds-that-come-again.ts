import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A person has one notification of a need that searches of theirs find; it comes up again each time that the need comes in. */
export class FindsThatComeAgain1764001300200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DELETE FROM notifications t USING notifications l
       WHERE t.kind = 'need.found' AND l.kind = 'need.found' AND l.membership_id = t.membership_id AND l.need_id = t.need_id
         AND (l.created_at, l.id) > (t.created_at, t.id)`);
    await runner.query(
      "CREATE UNIQUE INDEX uq_notifications_found_need ON notifications (membership_id, need_id) WHERE kind = 'need.found'",
    );
    await runner.query('DROP INDEX ix_notifications_to_mail');
    await runner.query(
      `CREATE INDEX ix_notifications_to_mail ON notifications (membership_id, created_at)
        WHERE read_at IS NULL AND (mailed_at IS NULL OR mailed_at < created_at)`,
    );
    await runner.query('ALTER TABLE found_needs DROP COLUMN told_at');
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
