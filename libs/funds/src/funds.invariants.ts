import type { Invariant } from '#libs/platform';

export const fundsInvariants: readonly Invariant[] = [
  {
    name: 'funds.received-is-the-sum-of-deposits',
    meaning: 'What an agreement says it has received is the sum of its deposits, in its own currency.',
    sql: `SELECT 'agreement ' || g.id || ' says it received ' || g.received_minor || '; its deposits add up to '
                 || coalesce(sum(d.amount_minor) FILTER (WHERE d.currency = g.currency), 0) AS what
            FROM fund_agreements g LEFT JOIN fund_deposits d ON d.agreement_id = g.id
           GROUP BY g.id
          HAVING g.received_minor <> coalesce(sum(d.amount_minor) FILTER (WHERE d.currency = g.currency), 0)`,
  },
  {
    name: 'funds.deposits-are-booked',
    meaning: 'Each deposit stands in the ledger with its amount, its fee and what is left of it.',
    sql: `SELECT 'deposit ' || d.id || ' is not booked as it says' AS what
            FROM fund_deposits d
            JOIN fund_agreements g ON g.id = d.agreement_id
            JOIN funds f ON f.id = g.fund_id
           WHERE d.base_currency <> f.currency
              OR EXISTS (
                   SELECT FROM (VALUES (g.given_account_id, -d.amount_minor), (f.fees_account_id, d.fee_minor),
                                       (g.account_id, d.base_minor - d.fee_minor)) AS expected (account_id, minor)
                    WHERE expected.minor <> (SELECT coalesce(sum(e.amount_minor), 0) FROM ledger_entries e
                           WHERE e.transfer_id = d.transfer_id AND e.account_id = expected.account_id))`,
  },
  {
    name: 'funds.converted-at-their-rates',
    meaning:
      'What a pledge, a signature or a deposit is in the currency of its fund is its amount at the rate that is kept with it.',
    sql: `SELECT v.what || ': ' || v.minor || ' ' || v.currency || ' at ' || coalesce(v.rate::text, 'no rate') || ' is not ' || v.made
                 || ' ' || v.base AS what
            FROM (SELECT 'pledge of agreement ' || g.id AS what, g.amount_minor AS minor, g.currency, f.currency AS base,
                         g.pledged_rate AS rate, g.pledged_base_minor AS made
                    FROM fund_agreements g JOIN funds f ON f.id = g.fund_id
                   UNION ALL
                  SELECT 'signature of agreement ' || g.id, g.amount_minor, g.currency, f.currency, g.committed_rate, g.committed_base_minor
                    FROM fund_agreements g JOIN funds f ON f.id = g.fund_id WHERE g.signed_on IS NOT NULL
                   UNION ALL
                  SELECT 'deposit ' || id, amount_minor, currency, base_currency, rate, base_minor FROM fund_deposits) v
            JOIN currencies c ON c.code = v.currency
            JOIN currencies b ON b.code = v.base,
                 LATERAL (SELECT v.minor * power(10::numeric, 18 + b.exponent) AS units,
                                 coalesce(v.rate, 1) * power(10::numeric, 18 + c.exponent) AS per_unit) q
           WHERE (v.rate IS NULL) <> (v.currency = v.base) OR v.made <> div(2 * q.units + q.per_unit, 2 * q.per_unit)`,
  },
  {
    name: 'funds.money-is-conserved',
    meaning: 'What came in under an agreement, less fees, is either still there or was paid out.',
    sql: `SELECT 'agreement ' || g.id || ' took in ' || coalesce(sum(d.base_minor - d.fee_minor), 0) || ', has '
                 || a.posted_minor || ' and paid ' || p.posted_minor AS what
            FROM fund_agreements g
            JOIN ledger_accounts a ON a.id = g.account_id
            JOIN ledger_accounts p ON p.id = g.paid_account_id
            LEFT JOIN fund_deposits d ON d.agreement_id = g.id
           GROUP BY g.id, a.id, p.id
          HAVING coalesce(sum(d.base_minor - d.fee_minor), 0) <> a.posted_minor + p.posted_minor`,
  },
  {
    name: 'funds.accounts-fit',
    meaning:
      'The accounts of an agreement are in the book of its fund, in the right currency, and its money is never overdrawn.',
    sql: `SELECT 'account ' || a.code || ' does not fit agreement ' || g.id AS what
            FROM fund_agreements g
            JOIN funds f ON f.id = g.fund_id
            JOIN ledger_accounts a ON a.id IN (g.given_account_id, g.account_id, g.paid_account_id)
           WHERE a.book <> f.id
              OR a.currency <> CASE a.id WHEN g.given_account_id THEN g.currency ELSE f.currency END
              OR a.min_balance_minor IS DISTINCT FROM CASE a.id WHEN g.given_account_id THEN NULL ELSE 0 END`,
  },
  {
    name: 'funds.donor-stays',
    meaning: 'The donor of an agreement is the one in whose name its pledge was recorded.',
    sql: `SELECT 'agreement ' || g.id || ' is of donor ' || g.donor_organization_id || ', its pledge was of '
                 || coalesce(l.organization_id, 'nobody') AS what
            FROM fund_agreements g LEFT JOIN audit_log l ON l.ref_id = g.id AND l.act = 'agreement.pledged'
           WHERE l.organization_id IS DISTINCT FROM g.donor_organization_id`,
  },
  {
    name: 'funds.one-offer-one-agreement',
    meaning: 'An offer is one agreement: any other it became has ended without money.',
    sql: `SELECT 'offer ' || offer_id || ' is promised in ' || string_agg(id, ', ' ORDER BY id) AS what
            FROM fund_agreements
           WHERE offer_id IS NOT NULL AND (state NOT IN ('withdrawn', 'lapsed') OR received_minor > 0)
           GROUP BY offer_id HAVING count(*) > 1`,
  },
  {
    name: 'funds.one-purpose-one-fund',
    meaning: 'What is set aside for one purpose comes from one fund, at most once from each agreement.',
    sql: `SELECT 'purpose ' || h.ref || ' was drawn from ' || count(*) || ' holds on ' || count(DISTINCT h.account_id)
                 || ' accounts of ' || count(DISTINCT h.book) || ' funds' AS what
            FROM ledger_holds h JOIN fund_agreements g ON g.account_id = h.account_id
           GROUP BY h.ref HAVING count(*) <> count(DISTINCT h.account_id) OR count(DISTINCT h.book) > 1`,
  },
];
