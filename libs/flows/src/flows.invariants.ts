import type { Invariant } from '#libs/platform';

export const flowsInvariants: readonly Invariant[] = [
  {
    name: 'flows.usd-follows-from-its-rate',
    meaning: 'The US dollar value of a reported flow is its amount at the rate that is stored with it.',
    sql: `
      SELECT format('flow %s: %s %s at %s per dollar is not %s cents', f.id, f.amount_minor, f.currency, f.rate_units_per_usd, f.usd_minor) AS what
        FROM flows f
       WHERE f.usd_minor IS DISTINCT FROM usd_minor(f.amount_minor, f.currency, f.rate_units_per_usd)`,
  },
  {
    name: 'flows.rate-not-from-the-future',
    meaning: 'A reported flow is converted at a rate of its day or an earlier one.',
    sql: `
      SELECT format('flow %s of %s uses the rate of %s', id, value_date, rate_on) AS what
        FROM flows WHERE rate_on > value_date`,
  },
];
