import { grantToApp } from '#libs/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class FlowsTables1764000700000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE flows (
        id text PRIMARY KEY,
        source text NOT NULL,
        external_ref text NOT NULL,
        need_id text CONSTRAINT fk_flows_need REFERENCES needs,
        donor_name text NOT NULL,
        donor_ref text,
        kind text NOT NULL CONSTRAINT ck_flows_kind CHECK (kind IN ('pledge', 'commitment', 'payment')),
        amount_minor bigint NOT NULL CONSTRAINT ck_flows_amount CHECK (amount_minor >= 0),
        currency char(3) NOT NULL CONSTRAINT fk_flows_currency REFERENCES currencies,
        value_date date NOT NULL,
        description text NOT NULL,
        usd_minor bigint CONSTRAINT ck_flows_usd CHECK (usd_minor >= 0),
        rate_units_per_usd numeric(20, 10) CONSTRAINT ck_flows_rate CHECK (rate_units_per_usd > 0),
        rate_on date,
        rate_source text,
        imported_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT uq_flows_external_ref UNIQUE (source, external_ref),
        CONSTRAINT ck_flows_conversion_whole CHECK (num_nulls(usd_minor, rate_units_per_usd, rate_on, rate_source) IN (0, 4))
      )`);
    await runner.query('CREATE INDEX ix_flows_need ON flows (need_id, kind)');
    // A report is never changed here: other content under the same reference is refused.
    await grantToApp(runner, 'SELECT, INSERT', 'flows');
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
