import { grantToApp } from '#libs/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a match of money was worth in US dollars when it was pledged and when it was committed, with the rate of that day, its
 * source and its date. What was pledged or committed before gets the rate of its own day, where one is known.
 */
export class ValuesOfMatches1764000600150 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE match_values (
        match_id text CONSTRAINT fk_match_values_match REFERENCES matches,
        event text CONSTRAINT ck_match_values_event CHECK (event IN ('pledge', 'commitment')),
        valued_on date NOT NULL,
        amount bigint NOT NULL CONSTRAINT ck_match_values_amount CHECK (amount > 0),
        currency char(3) NOT NULL CONSTRAINT fk_match_values_currency REFERENCES currencies,
        rate_units_per_usd numeric(20, 10) CONSTRAINT ck_match_values_rate CHECK (rate_units_per_usd > 0),
        rate_on date CONSTRAINT ck_match_values_rate_on CHECK (rate_on <= valued_on),
        rate_source text,
        usd_minor numeric(30, 0),
        PRIMARY KEY (match_id, event),
        CONSTRAINT ck_match_values_whole CHECK (num_nulls(rate_units_per_usd, rate_on, rate_source, usd_minor) IN (0, 4))
      )`);
    await runner.query(`
      CREATE FUNCTION value_in_usd() RETURNS trigger LANGUAGE plpgsql
      SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
      BEGIN
        NEW.usd_minor := usd_minor(NEW.amount, NEW.currency, NEW.rate_units_per_usd);
        RETURN NEW;
      END $$`);
    await runner.query(`CREATE TRIGGER tr_match_values_in_usd BEFORE INSERT ON match_values
      FOR EACH ROW EXECUTE FUNCTION value_in_usd()`);
    await runner.query(`CREATE TRIGGER tr_match_values_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON match_values
      FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change()`);
    await grantToApp(runner, 'SELECT, INSERT', 'match_values');
    await this.takeOver(runner);
  }

  /** The acts say when it was and for how much; the match itself may give less by now. */
  async takeOver(runner: QueryRunner): Promise<void> {
    await runner.query(`
      INSERT INTO match_values (match_id, event, valued_on, amount, currency, rate_units_per_usd, rate_on, rate_source)
      SELECT e.id, e.event, e.day, e.amount, e.currency, r.units_per_usd, r.effective_on, r.source
        FROM (SELECT DISTINCT ON (m.id, l.act) m.id, m.currency, (l.payload ->> 'amount')::bigint AS amount,
                     CASE l.act WHEN 'match.pledged' THEN 'pledge' ELSE 'commitment' END AS event,
                     (l.at AT TIME ZONE 'UTC')::date AS day
                FROM matches m JOIN audit_log l ON l.ref_id = m.id AND l.act IN ('match.pledged', 'match.confirmed')
                                                AND l.payload ->> 'amount' IS NOT NULL
               WHERE m.currency IS NOT NULL
               ORDER BY m.id, l.act, l.id) e
        LEFT JOIN LATERAL (
             SELECT 1 AS units_per_usd, e.day AS effective_on, 'by definition' AS source WHERE e.currency = 'USD'
              UNION ALL
             (SELECT x.units_per_usd, x.effective_on, x.source FROM exchange_rates x
               WHERE x.currency = e.currency AND e.currency <> 'USD' AND x.effective_on BETWEEN e.day - 45 AND e.day
               ORDER BY x.effective_on DESC LIMIT 1)) r ON true`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
