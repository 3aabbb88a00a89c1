import { grantToApp } from '#libs/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class NeedsTables1764000400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE needs (
        id text PRIMARY KEY,
        organization_id text NOT NULL CONSTRAINT fk_needs_organization REFERENCES organizations,
        area_iso2 text NOT NULL CONSTRAINT fk_needs_area REFERENCES areas (iso2),
        title text NOT NULL CONSTRAINT ck_needs_title CHECK (char_length(title) BETWEEN 1 AND 300),
        summary text NOT NULL CONSTRAINT ck_needs_summary CHECK (char_length(summary) <= 20000),
        language text NOT NULL CONSTRAINT ck_needs_language
          CHECK (language IN ('ar', 'en', 'es', 'fr', 'ru', 'zh', 'und')),
        state text NOT NULL CONSTRAINT ck_needs_state
          CHECK (state IN ('draft', 'submitted', 'published', 'fulfilled', 'withdrawn', 'expired')),
        visibility text NOT NULL DEFAULT 'parties-only' CONSTRAINT ck_needs_visibility
          CHECK (visibility IN ('public', 'states-only', 'parties-only', 'coordinators')),
        priority integer NOT NULL DEFAULT 3 CONSTRAINT ck_needs_priority CHECK (priority BETWEEN 1 AND 5),
        needed_from date,
        needed_by date,
        valid_until date,
        source text,
        external_ref text,
        tags text[] NOT NULL DEFAULT '{}' CONSTRAINT ck_needs_tags CHECK (cardinality(tags) <= 50),
        withdrawn_reason text,
        created_at timestamptz NOT NULL DEFAULT now(),
        submitted_at timestamptz,
        published_at timestamptz,
        version integer NOT NULL DEFAULT 1,
        search tsvector GENERATED ALWAYS AS (
          setweight(to_tsvector('simple', title), 'A') || setweight(to_tsvector('simple', summary), 'B')) STORED,
        CONSTRAINT uq_needs_external_ref UNIQUE (source, external_ref),
        CONSTRAINT ck_needs_external_ref_whole CHECK ((source IS NULL) = (external_ref IS NULL)),
        CONSTRAINT ck_needs_needed_from_by CHECK (needed_from <= needed_by),
        CONSTRAINT ck_needs_submitted_at CHECK (
          CASE state WHEN 'draft' THEN submitted_at IS NULL WHEN 'withdrawn' THEN true ELSE submitted_at IS NOT NULL END),
        CONSTRAINT ck_needs_published_at CHECK (
          CASE WHEN state IN ('draft', 'submitted') THEN published_at IS NULL
               WHEN state = 'withdrawn' THEN published_at IS NULL OR submitted_at IS NOT NULL
               ELSE published_at IS NOT NULL END),
        CONSTRAINT ck_needs_withdrawn_with_reason CHECK ((state = 'withdrawn') = (withdrawn_reason IS NOT NULL))
      )`);
    await runner.query('CREATE INDEX ix_needs_newest ON needs ((coalesce(published_at, created_at)) DESC, id DESC)');
    await runner.query(`CREATE INDEX ix_needs_needed_by ON needs ((coalesce(needed_by, 'infinity'::date)), id)`);
    await runner.query('CREATE INDEX ix_needs_organization ON needs (organization_id)');
    await runner.query('CREATE INDEX ix_needs_area ON needs (area_iso2)');
    await runner.query('CREATE INDEX ix_needs_search ON needs USING gin (search)');

    await runner.query(`
      CREATE TABLE need_items (
        id text PRIMARY KEY,
        need_id text NOT NULL CONSTRAINT fk_need_items_need REFERENCES needs,
        position integer NOT NULL CONSTRAINT ck_need_items_position CHECK (position > 0),
        category_code text NOT NULL CONSTRAINT fk_need_items_category REFERENCES assistance_categories,
        type_code text NOT NULL CONSTRAINT fk_need_items_type REFERENCES assistance_types,
        description text NOT NULL CONSTRAINT ck_need_items_description CHECK (char_length(description) <= 20000),
        currency char(3) CONSTRAINT fk_need_items_currency REFERENCES currencies,
        unit_code text CONSTRAINT fk_need_items_unit REFERENCES units,
        requested bigint NOT NULL CONSTRAINT ck_need_items_requested CHECK (requested BETWEEN 0 AND 9007199254740991),
        minimum bigint CONSTRAINT ck_need_items_minimum CHECK (minimum BETWEEN 1 AND requested),
        committed bigint NOT NULL DEFAULT 0 CONSTRAINT ck_need_items_committed CHECK (committed BETWEEN 0 AND requested),
        delivered bigint NOT NULL DEFAULT 0 CONSTRAINT ck_need_items_delivered CHECK (delivered BETWEEN 0 AND committed),
        unit_cost_minor bigint CONSTRAINT ck_need_items_unit_cost CHECK (unit_cost_minor BETWEEN 0 AND 9007199254740991),
        unit_cost_currency char(3) CONSTRAINT fk_need_items_unit_cost_currency REFERENCES currencies,
        through_organization_id text CONSTRAINT fk_need_items_through_organization REFERENCES organizations,
        external_ref text,
        source_sector text,
        version integer NOT NULL DEFAULT 1,
        search tsvector GENERATED ALWAYS AS (to_tsvector('simple', description)) STORED,
        CONSTRAINT uq_need_items_position UNIQUE (need_id, position) DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT uq_need_items_external_ref UNIQUE (need_id, external_ref),
        CONSTRAINT ck_need_items_one_measure CHECK (num_nonnulls(currency, unit_code) = 1),
        CONSTRAINT ck_need_items_unit_cost_whole CHECK ((unit_cost_minor IS NULL) = (unit_cost_currency IS NULL)),
        CONSTRAINT ck_need_items_unit_cost_of_units CHECK (unit_cost_minor IS NULL OR unit_code IS NOT NULL)
      )`);
    await runner.query('CREATE INDEX ix_need_items_category ON need_items (category_code, need_id)');
    await runner.query('CREATE INDEX ix_need_items_search ON need_items USING gin (search)');

    await grantToApp(runner, 'SELECT, INSERT, UPDATE', 'needs', 'need_items');
    // A draft may lose lines. Once a match names an item, its foreign key keeps the item.
    await grantToApp(runner, 'DELETE', 'need_items');
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
