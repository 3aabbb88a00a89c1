import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What an offer excludes, when it may be used, who must carry it out, what share of an item it pays, and whom to ask. */
export class WhatAnOfferAsksFor1764001200010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE offers
        ADD excluded_categories text[] NOT NULL DEFAULT '{}',
        ADD excluded_types text[] NOT NULL DEFAULT '{}',
        ADD implementer_id text CONSTRAINT fk_offers_implementer REFERENCES organizations,
        ADD implementer_kinds text[] NOT NULL DEFAULT '{}' CONSTRAINT ck_offers_implementer_kinds CHECK (implementer_kinds <@
          ARRAY['state', 'donor-state', 'regional-organization', 'international-organization', 'ngo', 'un-entity']),
        ADD maximum_share_bp integer CONSTRAINT ck_offers_maximum_share_bp CHECK (maximum_share_bp BETWEEN 1 AND 10000),
        ADD usable_from date,
        ADD usable_until date,
        ADD contact text NOT NULL DEFAULT '' CONSTRAINT ck_offers_contact CHECK (char_length(contact) <= 300),
        ADD cooperation_mode text CONSTRAINT ck_offers_cooperation_mode
          CHECK (cooperation_mode IN ('north-south', 'south-south', 'triangular')),
        ADD CONSTRAINT ck_offers_usable_from_until CHECK (
          num_nonnulls(usable_from, usable_until) = 0
          OR coalesce(usable_from, valid_from) <= coalesce(usable_until, valid_until)),
        ADD CONSTRAINT ck_offers_not_both_named_and_excluded CHECK (
          NOT category_codes && excluded_categories AND NOT type_codes && excluded_types),
        ADD CONSTRAINT ck_offers_unearmarked_body CHECK (
          earmark_level > 1 OR implementer_id IS NULL AND cardinality(implementer_kinds) = 0)`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
