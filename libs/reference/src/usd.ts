/** Of the currency `c`: units of it for a US dollar today; null where there is no rate. */
const UNITS_PER_USD = `CASE WHEN c.code = 'USD' THEN 1 ELSE
  (SELECT e.units_per_usd FROM exchange_rates e WHERE e.currency = c.code AND e.effective_on <= current_date
    ORDER BY e.effective_on DESC LIMIT 1) END`;

/** Begins a query that converts many amounts: minor units per US dollar at the latest rates, by currency, where there is a rate. */
export const WITH_RATES = `
  WITH rates AS MATERIALIZED (
    SELECT jsonb_object_agg(c.code, power(10::numeric, c.exponent) * r.units_per_usd) AS per_usd
      FROM currencies c CROSS JOIN LATERAL (SELECT ${UNITS_PER_USD} AS units_per_usd) r
     WHERE r.units_per_usd IS NOT NULL)`;

/** The same for one currency, given as SQL; null where it has no rate. */
export const minorPerUsd = (currency: string): string =>
  `(SELECT power(10::numeric, c.exponent) * ${UNITS_PER_USD} FROM currencies c WHERE c.code = ${currency})`;
