import { grantToApp } from '#libs/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A need may be merged into another that asks for the same, and two that look alike may be known not to be the same. */
export class NeedDuplicates1764000400100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE needs
        ADD merged_into text CONSTRAINT fk_needs_merged_into REFERENCES needs,
        ADD merged_from_state text CONSTRAINT ck_needs_merged_from_state
          CHECK (merged_from_state IN ('submitted', 'under-review', 'returned', 'validated', 'published')),
        DROP CONSTRAINT ck_needs_state,
        DROP CONSTRAINT ck_needs_published_at,
        DROP CONSTRAINT ck_needs_end_reason`);
    await runner.query(`
      ALTER TABLE needs
        ADD CONSTRAINT ck_needs_state CHECK (state IN ('draft', 'submitted', 'under-review', 'returned', 'validated',
          'published', 'fulfilled', 'closed-partly', 'withdrawn', 'expired', 'rejected', 'merged')),
        ADD CONSTRAINT ck_needs_published_at CHECK (
          CASE WHEN state IN ('published', 'fulfilled', 'closed-partly', 'expired') THEN published_at IS NOT NULL
               WHEN state = 'withdrawn' THEN published_at IS NULL OR submitted_at IS NOT NULL
               WHEN state IN ('draft', 'submitted', 'under-review', 'returned', 'validated', 'rejected')
               THEN published_at IS NULL
               WHEN state = 'merged' THEN (published_at IS NOT NULL) = (merged_from_state = 'published')
               ELSE true END),
        ADD CONSTRAINT ck_needs_end_reason CHECK (
          (state IN ('withdrawn', 'rejected', 'closed-partly', 'merged')) = (end_reason IS NOT NULL)),
        ADD CONSTRAINT ck_needs_merged_whole CHECK (
          (state = 'merged') = (merged_into IS NOT NULL) AND (state = 'merged') = (merged_from_state IS NOT NULL)),
        ADD CONSTRAINT ck_needs_merged_into_another CHECK (merged_into <> id)`);
    await runner.query('CREATE INDEX ix_needs_merged_into ON needs (merged_into) WHERE merged_into IS NOT NULL');
    await runner.query(`
      CREATE FUNCTION check_need_merge() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
      BEGIN
        PERFORM FROM needs WHERE id = NEW.merged_into AND state <> 'merged' AND area_iso2 = NEW.area_iso2 FOR UPDATE;
        IF NOT FOUND OR EXISTS (SELECT FROM needs WHERE merged_into = NEW.id) THEN
          RAISE EXCEPTION 'need % cannot be merged into %', NEW.id, NEW.merged_into
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_needs_merged_once';
        END IF;
        RETURN NEW;
      END $$`);
    await runner.query(`
      CREATE TRIGGER check_need_merge BEFORE INSERT OR UPDATE OF merged_into ON needs
         FOR EACH ROW WHEN (NEW.merged_into IS NOT NULL) EXECUTE FUNCTION check_need_merge()`);

    await runner.query(`
      CREATE TABLE distinct_needs (
        need_id text NOT NULL CONSTRAINT fk_distinct_needs_need REFERENCES needs,
        other_id text NOT NULL CONSTRAINT fk_distinct_needs_other REFERENCES needs,
        is_distinct boolean NOT NULL,
        note text NOT NULL CONSTRAINT ck_distinct_needs_note CHECK (char_length(note) BETWEEN 1 AND 1000),
        decided_by text NOT NULL CONSTRAINT fk_distinct_needs_decided_by REFERENCES people,
        decided_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (need_id, other_id),
        CONSTRAINT ck_distinct_needs_once CHECK (need_id COLLATE "C" < other_id COLLATE "C")
      )`);
    await runner.query('CREATE INDEX ix_distinct_needs_other ON distinct_needs (other_id)');
    await grantToApp(runner, 'SELECT, INSERT, UPDATE', 'distinct_needs');
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
