import type { Invariant } from '#libs/platform';

/** True of membership `b` at the instant of the column. */
const heldAt = (at: string) => `${at} >= b.created_at AND (b.ended_at IS NULL OR ${at} < b.ended_at)`;

/** Payment instructions that the bank may still carry out, or has. */
const LIVE = `state NOT IN ('failed', 'returned')`;

export const disbursementsInvariants: readonly Invariant[] = [
  {
    name: 'disbursements.settled-by-one-instruction',
    meaning: 'An order is settled exactly when one instruction of it is, and never by two.',
    sql: `SELECT 'order ' || o.id || ' is ' || o.state || ' with ' || count(i.id) || ' settled instructions' AS what
            FROM payment_orders o LEFT JOIN payment_instructions i ON i.order_id = o.id AND i.state = 'settled'
           GROUP BY o.id HAVING count(i.id) <> CASE o.state WHEN 'settled' THEN 1 ELSE 0 END`,
  },
  {
    name: 'disbursements.one-payment-for-one-purpose',
    meaning:
      'One order at most is instructed for a purpose, and none that has a live instruction waits for it, failed or was given up.',
    sql: `SELECT 'purpose ' || o.purpose_ref || ' is paid by ' || count(DISTINCT o.id) || ' orders' AS what
            FROM payment_orders o JOIN payment_instructions i ON i.order_id = o.id AND i.${LIVE}
           GROUP BY o.purpose_ref HAVING count(DISTINCT o.id) > 1
           UNION ALL
          SELECT 'order ' || o.id || ' is ' || o.state || ', its instruction ' || i.id || ' is ' || i.state
            FROM payment_orders o JOIN payment_instructions i ON i.order_id = o.id AND i.${LIVE}
           WHERE o.state NOT IN ('instructed', 'accepted', 'settled')`,
  },
  {
    name: 'disbursements.pays-the-verified-account',
    meaning: 'What an order says of the account that it pays is the account as it was entered, and it is verified.',
    sql: `SELECT 'order ' || o.id || ' pays ' || coalesce(o.content::jsonb #>> '{bankAccount,accountNumber}', 'nobody')
                 || ', account ' || o.bank_account_id || ' is ' || coalesce(b.account_number, 'not verified') AS what
            FROM payment_orders o LEFT JOIN bank_accounts b ON b.id = o.bank_account_id AND b.verified_at IS NOT NULL
           WHERE o.content::jsonb -> 'bankAccount' IS DISTINCT FROM jsonb_build_object('id', b.id,
                   'holderName', b.holder_name, 'accountNumber', b.account_number, 'bic', b.bic)`,
  },
  {
    name: 'disbursements.settled-is-booked-once',
    meaning:
      'Each settled instruction has one transfer, under its id, which posts its order’s draws and moves its amount.',
    sql: `SELECT 'instruction ' || i.id || ' of ' || o.amount_minor || ' ' || o.currency || ' is booked as '
                 || coalesce(sum(-e.amount_minor)::text, 'nothing') AS what
            FROM payment_instructions i JOIN payment_orders o ON o.id = i.order_id
            LEFT JOIN ledger_transfers t ON t.id = i.transfer_id AND t.idempotency_key = i.id
            LEFT JOIN order_draws d ON d.order_id = o.id
            LEFT JOIN ledger_entries e ON e.transfer_id = t.id AND e.hold_id = d.hold_id
           WHERE i.state = 'settled' GROUP BY i.id, o.amount_minor, o.currency
          HAVING sum(-e.amount_minor) IS DISTINCT FROM o.amount_minor OR count(DISTINCT t.id) <> 1`,
  },
  {
    name: 'disbursements.unsettled-is-not-booked',
    meaning: 'No transfer carries the id of an instruction that is not settled.',
    sql: `SELECT 'transfer ' || t.id || ' books instruction ' || i.id || ', which is ' || i.state AS what
            FROM payment_instructions i JOIN ledger_transfers t ON t.idempotency_key = i.id WHERE i.state <> 'settled'`,
  },
  {
    name: 'disbursements.two-approvers',
    meaning:
      'What was instructed, or may be, was approved by two people who were then approvers, not of its payee, and neither made it nor entered its account.',
    sql: `SELECT 'order ' || c.id || ' has ' || count(DISTINCT a.approver_person_id) || ' good approvals' AS what
            FROM (SELECT id, payee_organization_id, maker_person_ids, content_sha256, bank_account_id FROM payment_orders
                   WHERE state IN ('approved', 'instructed', 'accepted', 'settled')
                   UNION SELECT o.id, payee_organization_id, ARRAY[created_by_person], i.content_sha256,
                                CASE WHEN i.content_sha256 = o.content_sha256 THEN bank_account_id END
                           FROM payment_orders o JOIN payment_instructions i ON i.order_id = o.id) c
            LEFT JOIN bank_accounts account ON account.id = c.bank_account_id
            LEFT JOIN payment_approvals a ON a.order_id = c.id AND a.content_sha256 = c.content_sha256
                  AND a.approver_organization_id <> c.payee_organization_id
                  AND a.approver_person_id <> ALL (c.maker_person_ids)
                  AND a.approver_person_id IS DISTINCT FROM account.created_by_person
                  AND EXISTS (SELECT FROM memberships b WHERE b.person_id = a.approver_person_id AND b.role = 'approver'
                         AND b.organization_id = a.approver_organization_id AND ${heldAt('a.approved_at')})
                  AND NOT EXISTS (SELECT FROM memberships b WHERE b.person_id = a.approver_person_id
                         AND b.organization_id = c.payee_organization_id AND ${heldAt('a.approved_at')})
           GROUP BY c.id, c.content_sha256 HAVING count(DISTINCT a.approver_person_id) < 2`,
  },
  {
    name: 'disbursements.no-hand-in-own-payments',
    meaning:
      'Nobody entered or verified bank details of, or ordered a payment to, an organization of which they were then a member.',
    sql: `SELECT acts.what || ' by ' || acts.person || ' of ' || acts.payee AS what
            FROM (SELECT 'order ' || id || ' was made' AS what, created_by_person AS person, payee_organization_id AS payee,
                         created_at AS at FROM payment_orders
                   UNION ALL SELECT 'bank account ' || id || ' was entered', created_by_person, organization_id, created_at
                               FROM bank_accounts
                   UNION ALL SELECT 'bank account ' || id || ' was verified', verified_by_person, organization_id, verified_at
                               FROM bank_accounts) acts
            JOIN memberships b ON b.person_id = acts.person AND b.organization_id = acts.payee
                  AND ${heldAt('acts.at')}`,
  },
  {
    name: 'disbursements.draws-add-up',
    meaning: 'The draws of an order add up to its amount, each is what its hold holds, and live ones are of one order.',
    sql: `SELECT 'order ' || o.id || ' of ' || o.amount_minor || ' draws ' || coalesce(sum(h.amount_minor), 0) AS what
            FROM payment_orders o LEFT JOIN order_draws d ON d.order_id = o.id AND d.live = (o.state <> 'rejected')
            LEFT JOIN ledger_holds h ON h.id = d.hold_id AND h.currency = o.currency AND h.amount_minor = d.amount_minor
           GROUP BY o.id HAVING sum(h.amount_minor) IS DISTINCT FROM o.amount_minor`,
  },
  {
    name: 'disbursements.holds-stay',
    meaning: 'The holds of an order are pending until it is settled or rejected, and posted once it is settled.',
    sql: `SELECT 'order ' || o.id || ' is ' || o.state || ', its hold ' || h.id || ' is ' || h.state AS what
            FROM payment_orders o JOIN order_draws d ON d.order_id = o.id JOIN ledger_holds h ON h.id = d.hold_id
           WHERE o.state <> 'rejected' AND h.state <> CASE o.state WHEN 'settled' THEN 'posted' ELSE 'pending' END`,
  },
  {
    name: 'disbursements.history-is-whole',
    meaning: 'The history of an order is numbered 1, 2, 3 … and ends in the order’s state.',
    sql: `SELECT 'the history of order ' || o.id || ' has a gap or does not end in ' || o.state AS what
            FROM payment_orders o
           WHERE (SELECT count(*) = max(sequence) FROM order_events WHERE order_id = o.id) IS NOT TRUE
              OR (SELECT state FROM order_events WHERE order_id = o.id ORDER BY sequence DESC LIMIT 1) IS DISTINCT FROM o.state`,
  },
  {
    name: 'disbursements.sandbox-bank-executed-once',
    meaning: 'The sandbox bank executed what is settled once, what failed never, and nothing twice or unasked.',
    sql: `SELECT 'the sandbox bank executed ' || coalesce(b.end_to_end_id, i.end_to_end_id) || ' '
                 || coalesce(b.executions, 0) || ' times; the instruction is ' || coalesce(i.state, 'unknown') AS what
            FROM (SELECT * FROM payment_instructions WHERE rail = 'sandbox') i
            FULL JOIN sandbox_bank_payments b ON b.end_to_end_id = i.end_to_end_id
           WHERE i.id IS NULL OR b.executions > 1
              OR i.state = 'settled' AND (b.executions IS DISTINCT FROM 1 OR b.state <> 'settled')
              OR i.state = 'failed' AND b.executions IS DISTINCT FROM 0`,
  },
  {
    name: 'disbursements.sandbox-bank-paid-what-was-ordered',
    meaning: 'The sandbox bank got the amount of the order, and the holder and account number of its present content.',
    sql: `SELECT 'the sandbox bank paid ' || b.amount_minor || ' ' || b.currency || ' to ' || b.account_number
                 || ' for order ' || o.id || ' of ' || o.amount_minor || ' ' || o.currency AS what
            FROM sandbox_bank_payments b JOIN payment_instructions i ON i.end_to_end_id = b.end_to_end_id
            JOIN payment_orders o ON o.id = i.order_id
           WHERE (b.amount_minor, b.currency) <> (o.amount_minor, o.currency)
              OR i.content_sha256 = o.content_sha256 AND (b.holder_name, b.account_number) IS DISTINCT FROM
                 (o.content::jsonb #>> '{bankAccount,holderName}', o.content::jsonb #>> '{bankAccount,accountNumber}')`,
  },
];
