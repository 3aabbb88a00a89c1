import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The people of an organization are told that a point of contact of it is to be verified again. */
export class ContactsToVerify1764001300050 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE notifications
        ADD contact_id text CONSTRAINT fk_notifications_contact REFERENCES points_of_contact,
        DROP CONSTRAINT ck_notifications_kind,
        DROP CONSTRAINT ck_notifications_subject`);
    await runner.query(`
      ALTER TABLE notifications
        ADD CONSTRAINT ck_notifications_kind CHECK (kind IN (
          'contact.verification-due', 'need.acknowledged', 'need.answered', 'need.closed', 'need.expired', 'need.found',
          'need.merged', 'need.message-sent', 'need.published', 'need.reconfirmation-due', 'need.rejected',
          'need.returned', 'need.revised', 'need.revision-declined', 'need.revision-proposed', 'need.running-out',
          'need.taken-apart', 'need.unpublished', 'need.validated', 'need.withdrawn', 'match.confirmed',
          'match.declined', 'match.lowered', 'match.pledged', 'match.rescinded', 'match.reviewed', 'offer.expired',
          'waiting.needs', 'waiting.matches')),
        ADD CONSTRAINT ck_notifications_subject CHECK (
          (need_id IS NOT NULL) = (kind LIKE 'need.%') AND (match_id IS NOT NULL) = (kind LIKE 'match.%')
          AND (offer_id IS NOT NULL) = (kind LIKE 'offer.%') AND (contact_id IS NOT NULL) = (kind LIKE 'contact.%'))`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
