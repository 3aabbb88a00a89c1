import { grantToApp } from '#libs/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class OffersTables1764000500000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE offers (
        id text PRIMARY KEY,
        organization_id text NOT NULL CONSTRAINT fk_offers_organization REFERENCES organizations,
        title text NOT NULL CONSTRAINT ck_offers_title CHECK (char_length(title) BETWEEN 1 AND 300),
        description text NOT NULL CONSTRAINT ck_offers_description CHECK (char_length(description) <= 20000),
        kind text NOT NULL CONSTRAINT ck_offers_kind CHECK (kind IN ('cash', 'in-kind')),
        category_codes text[] NOT NULL DEFAULT '{}',
        type_codes text[] NOT NULL DEFAULT '{}',
        currency char(3) CONSTRAINT fk_offers_currency REFERENCES currencies,
        unit_code text CONSTRAINT fk_offers_unit REFERENCES units,
        capacity bigint NOT NULL CONSTRAINT ck_offers_capacity CHECK (capacity BETWEEN 1 AND 9007199254740991),
        committed bigint NOT NULL DEFAULT 0 CONSTRAINT ck_offers_committed CHECK (committed BETWEEN 0 AND capacity),
        earmark_level integer NOT NULL DEFAULT 1 CONSTRAINT ck_offers_earmark_level CHECK (earmark_level BETWEEN 1 AND 4),
        earmark_areas text[] NOT NULL DEFAULT '{}',
        earmark_regions text[] NOT NULL DEFAULT '{}',
        earmark_groups text[] NOT NULL DEFAULT '{}'
          CONSTRAINT ck_offers_earmark_groups CHECK (earmark_groups <@ ARRAY['ldc', 'lldc', 'sids']),
        excluded_areas text[] NOT NULL DEFAULT '{}',
        minimum_lot bigint CONSTRAINT ck_offers_minimum_lot CHECK (minimum_lot BETWEEN 1 AND capacity),
        maximum_per_recipient bigint CONSTRAINT ck_offers_maximum_per_recipient CHECK (maximum_per_recipient >= 1),
        valid_from date NOT NULL,
        valid_until date,
        state text NOT NULL CONSTRAINT ck_offers_state CHECK (state IN ('draft', 'published', 'withdrawn', 'expired')),
        visibility text NOT NULL DEFAULT 'public' CONSTRAINT ck_offers_visibility CHECK (visibility IN ('public', 'private')),
        conditions text NOT NULL DEFAULT '' CONSTRAINT ck_offers_conditions CHECK (char_length(conditions) <= 20000),
        source text,
        external_ref text,
        created_at timestamptz NOT NULL DEFAULT now(),
        published_at timestamptz,
        version integer NOT NULL DEFAULT 1,
        search tsvector GENERATED ALWAYS AS (
          setweight(to_tsvector('simple', title), 'A') || setweight(to_tsvector('simple', description), 'B')
          || setweight(to_tsvector('simple', conditions), 'C')) STORED,
        CONSTRAINT uq_offers_external_ref UNIQUE (source, external_ref),
        CONSTRAINT ck_offers_external_ref_whole CHECK ((source IS NULL) = (external_ref IS NULL)),
        CONSTRAINT ck_offers_one_measure CHECK (num_nonnulls(currency, unit_code) = 1),
        CONSTRAINT ck_offers_kind_measure CHECK ((kind = 'cash') = (currency IS NOT NULL)),
        CONSTRAINT ck_offers_lot_for_recipient CHECK (minimum_lot <= maximum_per_recipient),
        CONSTRAINT ck_offers_unearmarked CHECK (
          earmark_level > 1
          OR cardinality(earmark_areas) + cardinality(earmark_regions) + cardinality(earmark_groups) = 0),
        CONSTRAINT ck_offers_valid_from_until CHECK (valid_from <= valid_until),
        CONSTRAINT ck_offers_published_at CHECK (
          CASE state WHEN 'draft' THEN published_at IS NULL WHEN 'withdrawn' THEN true ELSE published_at IS NOT NULL END),
        CONSTRAINT ck_offers_committed_published CHECK (committed = 0 OR published_at IS NOT NULL)
      )`);
    await runner.query('CREATE INDEX ix_offers_newest ON offers ((coalesce(published_at, created_at)) DESC, id DESC)');
    await runner.query(`CREATE INDEX ix_offers_ending ON offers ((coalesce(valid_until, 'infinity'::date)), id)`);
    await runner.query('CREATE INDEX ix_offers_organization ON offers (organization_id)');
    await runner.query('CREATE INDEX ix_offers_search ON offers USING gin (search)');
    await grantToApp(runner, 'SELECT, INSERT, UPDATE', 'offers');
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
