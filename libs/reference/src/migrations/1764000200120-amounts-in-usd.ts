import type { MigrationInterface, QueryRunner } from 'typeorm';

/** One rule for what an amount is in US dollars, by whole numbers alone: a quotient of decimals is cut off, and rounds wrongly by it. */
export class AmountsInUsd1764000200120 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION usd_minor(amount_minor bigint, of_currency text, units_per_usd numeric) RETURNS numeric LANGUAGE sql STABLE AS $$
        SELECT div(2 * n.cents + n.per_usd, 2 * n.per_usd)
          FROM (SELECT amount_minor * 100 * power(10::numeric, 10) AS cents,
                       units_per_usd * power(10::numeric, 10 + c.exponent) AS per_usd
                  FROM currencies c WHERE c.code = of_currency) n
      $$`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
