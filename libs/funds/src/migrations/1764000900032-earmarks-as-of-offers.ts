import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A pledge to a fund can be bound to all that an offer can be bound to: types, exclusions, who carries it out, and from which day on. */
export class EarmarksAsOfOffers1764000900032 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE fund_agreements
        ADD earmark_types text[] NOT NULL DEFAULT '{}',
        ADD excluded_categories text[] NOT NULL DEFAULT '{}',
        ADD excluded_types text[] NOT NULL DEFAULT '{}',
        ADD implementer_id text CONSTRAINT fk_fund_agreements_implementer REFERENCES organizations,
        ADD implementer_kinds text[] NOT NULL DEFAULT '{}',
        ADD usable_from date,
        DROP CONSTRAINT ck_fund_agreements_earmark_says_what,
        ADD CONSTRAINT ck_fund_agreements_earmark_says_what CHECK ((earmark_level = 1) = (implementer_id IS NULL
          AND 0 = cardinality(earmark_areas) + cardinality(earmark_regions) + cardinality(earmark_groups)
                + cardinality(earmark_categories) + cardinality(earmark_types) + cardinality(excluded_areas)
                + cardinality(excluded_categories) + cardinality(excluded_types) + cardinality(implementer_kinds))),
        ADD CONSTRAINT ck_fund_agreements_used_in_order CHECK (usable_from <= valid_until)`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
