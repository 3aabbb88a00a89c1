import { grantToApp } from '#libs/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class MatchingTables1764000600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE matches (
        id text PRIMARY KEY,
        need_id text NOT NULL CONSTRAINT fk_matches_need REFERENCES needs,
        need_item_id text NOT NULL CONSTRAINT fk_matches_need_item REFERENCES need_items,
        offer_id text NOT NULL CONSTRAINT fk_matches_offer REFERENCES offers,
        state text NOT NULL CONSTRAINT ck_matches_state CHECK (state IN
          ('suggested', 'reviewed', 'confirmed', 'delivering', 'completed', 'declined', 'rescinded', 'superseded')),
        origin text NOT NULL CONSTRAINT ck_matches_origin CHECK (origin IN ('engine', 'person')),
        amount bigint NOT NULL CONSTRAINT ck_matches_amount CHECK (amount > 0),
        currency char(3) CONSTRAINT fk_matches_currency REFERENCES currencies,
        unit_code text CONSTRAINT fk_matches_unit REFERENCES units,
        score numeric(5, 4) NOT NULL CONSTRAINT ck_matches_score CHECK (score BETWEEN 0 AND 1),
        reasons jsonb NOT NULL,
        policy_version integer NOT NULL,
        note text,
        review_note text,
        reviewed_by text CONSTRAINT fk_matches_reviewed_by REFERENCES people,
        reviewed_at timestamptz,
        state_consent_by text CONSTRAINT fk_matches_state_consent_by REFERENCES people,
        state_consent_at timestamptz,
        donor_consent_by text CONSTRAINT fk_matches_donor_consent_by REFERENCES people,
        donor_consent_at timestamptz,
        declined_reason text,
        created_at timestamptz NOT NULL DEFAULT now(),
        version integer NOT NULL DEFAULT 1,
        CONSTRAINT ck_matches_one_measure CHECK (num_nonnulls(currency, unit_code) = 1),
        CONSTRAINT ck_matches_reviewed_whole CHECK (num_nulls(reviewed_by, reviewed_at) <> 1),
        CONSTRAINT ck_matches_state_consent_whole CHECK (num_nulls(state_consent_by, state_consent_at) <> 1),
        CONSTRAINT ck_matches_donor_consent_whole CHECK (num_nulls(donor_consent_by, donor_consent_at) <> 1),
        CONSTRAINT ck_matches_review_before_consent CHECK (
          reviewed_at IS NOT NULL
          OR (state IN ('suggested', 'declined', 'superseded') AND state_consent_at IS NULL AND donor_consent_at IS NULL)),
        CONSTRAINT ck_matches_confirmed_by_both CHECK (
          state NOT IN ('confirmed', 'delivering', 'completed')
          OR (state_consent_at IS NOT NULL AND donor_consent_at IS NOT NULL)),
        CONSTRAINT ck_matches_declined_with_reason CHECK (
          (state IN ('declined', 'rescinded')) = (declined_reason IS NOT NULL))
      )`);
    await runner.query(`
      CREATE UNIQUE INDEX uq_matches_live_pair ON matches (need_item_id, offer_id)
       WHERE state IN ('suggested', 'reviewed', 'confirmed', 'delivering', 'completed')`);
    await runner.query('CREATE INDEX ix_matches_need ON matches (need_id)');
    await runner.query('CREATE INDEX ix_matches_offer ON matches (offer_id)');
    await runner.query('CREATE INDEX ix_matches_newest ON matches (created_at DESC, id DESC)');
    await grantToApp(runner, 'SELECT, INSERT, UPDATE', 'matches');
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
