import { grantToApp } from '#libs/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Published needs change by revision: what each published state of a need said, and changes that wait for a decision. */
export class NeedRevisions1764000400050 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE needs ADD revision integer NOT NULL DEFAULT 0 CONSTRAINT ck_needs_revision CHECK (revision >= 0)`);
    await runner.query(`
      CREATE TABLE need_revisions (
        id text PRIMARY KEY,
        need_id text NOT NULL CONSTRAINT fk_need_revisions_need REFERENCES needs,
        state text NOT NULL CONSTRAINT ck_need_revisions_state
          CHECK (state IN ('proposed', 'published', 'declined', 'withdrawn')),
        number integer CONSTRAINT ck_need_revisions_number CHECK (number > 0),
        based_on integer NOT NULL CONSTRAINT ck_need_revisions_based_on CHECK (based_on >= 0),
        content jsonb NOT NULL,
        visibility text,
        reason text CONSTRAINT ck_need_revisions_reason CHECK (char_length(reason) BETWEEN 1 AND 1000),
        note text CONSTRAINT ck_need_revisions_note CHECK (char_length(note) BETWEEN 1 AND 1000),
        proposed_by text CONSTRAINT fk_need_revisions_proposed_by REFERENCES people,
        proposed_at timestamptz NOT NULL DEFAULT now(),
        decided_by text CONSTRAINT fk_need_revisions_decided_by REFERENCES people,
        decided_at timestamptz,
        CONSTRAINT uq_need_revisions_number UNIQUE (need_id, number),
        CONSTRAINT ck_need_revisions_published_whole CHECK (
          (state = 'published') = (number IS NOT NULL) AND (state = 'published') = (visibility IS NOT NULL)),
        CONSTRAINT ck_need_revisions_decided_at CHECK ((state = 'proposed') = (decided_at IS NULL))
      )`);
    await runner.query(
      `CREATE UNIQUE INDEX uq_need_revisions_proposed ON need_revisions (need_id) WHERE state = 'proposed'`,
    );
    await runner.query('CREATE INDEX ix_need_revisions_need ON need_revisions (need_id, id)');
    await runner.query(`
      CREATE FUNCTION check_need_revision() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
      BEGIN
        RAISE EXCEPTION 'revision % was decided on and stays as it is', OLD.id
          USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_need_revisions_decided_stays';
      END $$`);
    await runner.query(`
      CREATE TRIGGER check_need_revision BEFORE UPDATE ON need_revisions FOR EACH ROW WHEN (OLD.state <> 'proposed')
       EXECUTE FUNCTION check_need_revision()`);
    await grantToApp(runner, 'SELECT, INSERT, UPDATE', 'need_revisions');

    // What is published already is its own first revision.
    await runner.query(`
      INSERT INTO need_revisions (id, need_id, state, number, based_on, content, visibility, proposed_at, decided_at)
      SELECT 'nrev_' || substr(n.id, 6), n.id, 'published', 1, 0,
             jsonb_build_object('title', n.title, 'summary', n.summary, 'language', n.language, 'visibility', n.visibility,
               'priority', n.priority, 'neededFrom', n.needed_from::text, 'neededBy', n.needed_by::text, 'tags', n.tags,
               'actionPlan', n.action_plan, 'actionPlanRank', n.action_plan_rank, 'alreadyDone', n.already_done,
               'paragraphs', n.paragraphs, 'alsoSubmittedTo', n.also_submitted_to,
               'alsoSubmittedNote', n.also_submitted_note, 'items',
               (SELECT coalesce(jsonb_agg(jsonb_build_object('id', i.id, 'categoryCode', i.category_code,
                         'typeCode', i.type_code, 'description', i.description, 'currency', i.currency,
                         'unit', i.unit_code, 'requested', i.requested::text, 'minimum', i.minimum::text,
                         'unitCost', CASE WHEN i.unit_cost_minor IS NOT NULL THEN jsonb_build_object(
                           'minor', i.unit_cost_minor::text, 'currency', i.unit_cost_currency) END,
                         'neededBy', i.needed_by::text, 'place', i.delivery_place, 'site', i.delivery_site,
                         'prerequisites', i.prerequisites, 'ownContribution', i.own_contribution,
                         'isEssential', i.is_essential) ORDER BY i.position), '[]')
                  FROM need_items i WHERE i.need_id = n.id)),
             n.visibility, n.published_at, n.published_at
        FROM needs n WHERE n.published_at IS NOT NULL`);
    await runner.query('UPDATE needs SET revision = 1 WHERE published_at IS NOT NULL');
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
