import { grantToApp } from '#libs/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class NotificationsTables1764001300000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE saved_searches (
        id text PRIMARY KEY,
        membership_id text NOT NULL CONSTRAINT fk_saved_searches_membership REFERENCES memberships,
        name text NOT NULL CONSTRAINT ck_saved_searches_name CHECK (char_length(name) BETWEEN 1 AND 100),
        filter jsonb NOT NULL CONSTRAINT ck_saved_searches_filter CHECK (jsonb_typeof(filter) = 'object'),
        alert boolean NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        version integer NOT NULL DEFAULT 1,
        CONSTRAINT uq_saved_searches_name UNIQUE (membership_id, name)
      )`);
    await runner.query('CREATE INDEX ix_saved_searches_alert ON saved_searches (id) WHERE alert');
    await runner.query(`
      CREATE TABLE shortlisted_needs (
        membership_id text NOT NULL CONSTRAINT fk_shortlisted_needs_membership REFERENCES memberships,
        need_id text NOT NULL CONSTRAINT fk_shortlisted_needs_need REFERENCES needs,
        added_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (membership_id, need_id)
      )`);
    await runner.query('CREATE INDEX ix_shortlisted_needs_need ON shortlisted_needs (need_id)');
    await runner.query(`
      CREATE TABLE notifications (
        id text PRIMARY KEY,
        membership_id text NOT NULL CONSTRAINT fk_notifications_membership REFERENCES memberships,
        kind text NOT NULL CONSTRAINT ck_notifications_kind CHECK (kind IN (
          'need.acknowledged', 'need.answered', 'need.closed', 'need.expired', 'need.found', 'need.merged',
          'need.message-sent', 'need.published', 'need.reconfirmation-due', 'need.rejected', 'need.returned',
          'need.revised', 'need.revision-declined', 'need.revision-proposed', 'need.running-out', 'need.taken-apart',
          'need.unpublished', 'need.validated', 'need.withdrawn', 'match.confirmed', 'match.declined', 'match.lowered',
          'match.pledged', 'match.rescinded', 'match.reviewed', 'offer.expired', 'waiting.needs', 'waiting.matches')),
        need_id text CONSTRAINT fk_notifications_need REFERENCES needs,
        match_id text CONSTRAINT fk_notifications_match REFERENCES matches,
        offer_id text CONSTRAINT fk_notifications_offer REFERENCES offers,
        event_id text,
        created_at timestamptz NOT NULL DEFAULT now(),
        read_at timestamptz,
        mailed_at timestamptz,
        CONSTRAINT ck_notifications_subject CHECK (
          (need_id IS NOT NULL) = (kind LIKE 'need.%') AND (match_id IS NOT NULL) = (kind LIKE 'match.%')
          AND (offer_id IS NOT NULL) = (kind LIKE 'offer.%')),
        CONSTRAINT ck_notifications_event CHECK ((event_id IS NULL) = (kind LIKE 'waiting.%')),
        CONSTRAINT uq_notifications_event UNIQUE (membership_id, event_id, kind)
      )`);
    await runner.query(
      `CREATE UNIQUE INDEX uq_notifications_found ON notifications (membership_id, need_id) WHERE kind = 'need.found'`,
    );
    await runner.query(
      `CREATE UNIQUE INDEX uq_notifications_waiting ON notifications (membership_id, kind) WHERE kind LIKE 'waiting.%'`,
    );
    await runner.query('CREATE INDEX ix_notifications_page ON notifications (membership_id, created_at DESC, id DESC)');
    await runner.query(
      'CREATE INDEX ix_notifications_unread ON notifications (membership_id, created_at, id) WHERE read_at IS NULL',
    );
    await runner.query(
      `CREATE INDEX ix_notifications_to_mail ON notifications (membership_id, created_at)
        WHERE read_at IS NULL AND mailed_at IS NULL`,
    );
    await runner.query('CREATE INDEX ix_notifications_created_at ON notifications (created_at)');
    await grantToApp(runner, 'SELECT, INSERT, UPDATE, DELETE', 'notifications', 'saved_searches');
    await grantToApp(runner, 'SELECT, INSERT, DELETE', 'shortlisted_needs');
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
