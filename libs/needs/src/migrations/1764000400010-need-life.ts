import { grantToApp } from '#libs/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The whole life of a need, what is asked about it on the way, and what of it is waived and accepted. */
export class NeedLife1764000400010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE needs RENAME withdrawn_reason TO end_reason');
    await runner.query(`
      ALTER TABLE needs
        ADD acknowledged_at timestamptz,
        ADD authentication text CONSTRAINT ck_needs_authentication CHECK (char_length(authentication) BETWEEN 1 AND 1000),
        ADD confirmed_on date,
        ADD reminded_of date,
        DROP CONSTRAINT ck_needs_state,
        DROP CONSTRAINT ck_needs_published_at,
        DROP CONSTRAINT ck_needs_withdrawn_with_reason`);
    await runner.query(`
      ALTER TABLE needs
        ADD CONSTRAINT ck_needs_state CHECK (state IN ('draft', 'submitted', 'under-review', 'returned', 'validated',
          'published', 'fulfilled', 'closed-partly', 'withdrawn', 'expired', 'rejected')),
        ADD CONSTRAINT ck_needs_published_at CHECK (
          CASE WHEN state IN ('published', 'fulfilled', 'closed-partly', 'expired') THEN published_at IS NOT NULL
               WHEN state = 'withdrawn' THEN published_at IS NULL OR submitted_at IS NOT NULL
               WHEN state IN ('draft', 'submitted', 'under-review', 'returned', 'validated', 'rejected')
               THEN published_at IS NULL
               ELSE true END),
        ADD CONSTRAINT ck_needs_acknowledged_whole CHECK ((acknowledged_at IS NULL) = (authentication IS NULL)),
        ADD CONSTRAINT ck_needs_acknowledged_at CHECK (
          CASE WHEN state IN ('under-review', 'returned', 'rejected') THEN acknowledged_at IS NOT NULL
               WHEN state IN ('draft', 'submitted') THEN acknowledged_at IS NULL
               ELSE true END),
        ADD CONSTRAINT ck_needs_end_reason CHECK (
          (state IN ('withdrawn', 'rejected', 'closed-partly')) = (end_reason IS NOT NULL))`);
    await runner.query(`CREATE INDEX ix_needs_running_out ON needs (valid_until) WHERE state = 'published'`);

    await runner.query(`
      ALTER TABLE need_items
        ADD waived bigint NOT NULL DEFAULT 0 CONSTRAINT ck_need_items_waived CHECK (waived >= 0),
        ADD accepted bigint NOT NULL DEFAULT 0 CONSTRAINT ck_need_items_accepted CHECK (accepted BETWEEN 0 AND delivered),
        DROP CONSTRAINT ck_need_items_committed,
        ADD CONSTRAINT ck_need_items_committed CHECK (committed >= 0 AND committed + waived <= requested)`);
    await runner.query(
      'ALTER TABLE need_items ADD open bigint NOT NULL GENERATED ALWAYS AS (requested - committed - waived) STORED',
    );

    await runner.query(`
      CREATE TABLE need_messages (
        id text PRIMARY KEY,
        need_id text NOT NULL CONSTRAINT fk_need_messages_need REFERENCES needs,
        person_id text NOT NULL CONSTRAINT fk_need_messages_person REFERENCES people,
        organization_id text NOT NULL CONSTRAINT fk_need_messages_organization REFERENCES organizations,
        role text NOT NULL CONSTRAINT ck_need_messages_role CHECK (role IN ('focal-point', 'coordinator')),
        is_question boolean NOT NULL,
        about text CONSTRAINT ck_need_messages_about CHECK (char_length(about) BETWEEN 1 AND 60),
        body text NOT NULL CONSTRAINT ck_need_messages_body CHECK (char_length(body) BETWEEN 1 AND 4000),
        answers_id text,
        sent_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT uq_need_messages_of_need UNIQUE (need_id, id),
        CONSTRAINT fk_need_messages_answers FOREIGN KEY (need_id, answers_id) REFERENCES need_messages (need_id, id),
        CONSTRAINT ck_need_messages_coordinators_ask CHECK (NOT is_question OR role = 'coordinator'),
        CONSTRAINT ck_need_messages_question_or_answer CHECK (NOT is_question OR answers_id IS NULL)
      )`);
    await runner.query('CREATE INDEX ix_need_messages_answers ON need_messages (need_id, answers_id)');
    // What was said stays said.
    await grantToApp(runner, 'SELECT, INSERT', 'need_messages');
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
