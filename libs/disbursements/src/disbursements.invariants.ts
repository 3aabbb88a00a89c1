import type { Invariant } from '#libs/platform';

export const disbursementsInvariants: readonly Invariant[] = [
  {
    name: 'disbursements.settled-by-one-instruction',
    meaning: 'An order is settled exactly when one instruction of it is, and never by two.',
    sql: `SELECT 'order ' || o.id || ' is ' || o.state || ' with ' || count(i.id) || ' settled instructions' AS what
            FROM payment_orders o LEFT JOIN payment_instructions i ON i.order_id = o.id AND i.state = 'settled'
           GROUP BY o.id HAVING count(i.id) <> CASE o.state WHEN 'settled' THEN 1 ELSE 0 END`,
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
    meaning: 'What was instructed, or may be, was approved by two people who neither made it nor belong to its payee.',
    sql: `SELECT 'order ' || c.id || ' has ' || count(DISTINCT a.approver_person_id) || ' good approvals' AS what
            FROM (SELECT id, payee_organization_id, maker_person_ids, content_sha256 FROM payment_orders
                   WHERE state IN ('approved', 'instructed', 'accepted', 'settled')
                   UNION SELECT o.id, payee_organization_id, ARRAY[created_by_person], i.content_sha256
                           FROM payment_orders o JOIN payment_instructions i ON i.order_id = o.id) c
            LEFT JOIN payment_approvals a ON a.order_id = c.id AND a.content_sha256 = c.content_sha256
                  AND a.approver_organization_id <> c.payee_organization_id
                  AND a.approver_person_id <> ALL (c.maker_person_ids)
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
                  AND acts.at >= b.created_at AND (b.ended_at IS NULL OR acts.at < b.ended_at)`,
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
];
