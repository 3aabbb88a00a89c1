import type { Invariant } from '#libs/platform';

/** The triggers that refuse and check; one that is missing or switched off lets the rest become false. */
export const LEDGER_TRIGGERS = [
  ...['accounts', 'transfers', 'entries', 'holds'].flatMap((table) => [
    `tr_ledger_${table}_append_only`,
    `tr_ledger_${table}_no_truncate`,
  ]),
  'tr_ledger_accounts_guard',
  'tr_ledger_holds_guard',
  'tr_ledger_holds_move',
  'tr_ledger_transfers_stamp',
  'tr_ledger_entries_book',
  'tr_ledger_transfers_balanced',
  'tr_ledger_entries_balanced',
];

export const ledgerInvariants: readonly Invariant[] = [
  {
    name: 'ledger.transfers-sum-to-zero',
    meaning: 'Each transfer adds up to zero in each currency.',
    sql: `SELECT 'transfer ' || transfer_id || ' is off by ' || sum(amount_minor) || ' minor units of ' || currency AS what
            FROM ledger_entries GROUP BY transfer_id, currency HAVING sum(amount_minor) <> 0`,
  },
  {
    name: 'ledger.transfers-have-two-entries',
    meaning: 'Each transfer has at least two entries.',
    sql: `SELECT 'transfer ' || t.id || ' has ' || count(e.transfer_id) || ' entries' AS what
            FROM ledger_transfers t LEFT JOIN ledger_entries e ON e.transfer_id = t.id
           GROUP BY t.id HAVING count(e.transfer_id) < 2`,
  },
  {
    name: 'ledger.transfers-stay-in-their-book',
    meaning: 'Every entry of a transfer is on an account of the same book and in the currency of the account.',
    sql: `SELECT 'transfer ' || t.id || ' of book ' || t.book || ' touches account ' || a.code AS what
            FROM ledger_entries e
            JOIN ledger_transfers t ON t.id = e.transfer_id
            JOIN ledger_accounts a ON a.id = e.account_id
           WHERE a.book <> t.book OR a.currency <> e.currency`,
  },
  {
    name: 'ledger.balance-is-the-sum-of-entries',
    meaning: 'The balance and version of each account are the sum and the number of its entries.',
    sql: `SELECT 'account ' || a.code || ' says ' || a.posted_minor || ' after ' || a.version || ' entries; its '
                 || count(e.account_id) || ' entries add up to ' || coalesce(sum(e.amount_minor), 0) AS what
            FROM ledger_accounts a LEFT JOIN ledger_entries e ON e.account_id = a.id
           GROUP BY a.id
          HAVING a.posted_minor <> coalesce(sum(e.amount_minor), 0) OR a.version <> count(e.account_id)`,
  },
  {
    name: 'ledger.history-has-no-gap',
    meaning:
      'The entries of each account are numbered 1, 2, 3 … and each balance is the one before it plus the amount.',
    sql: `SELECT 'entry ' || version || ' of account ' || account_id || ' does not follow the one before it' AS what
            FROM (SELECT account_id, account_version AS version,
                         account_version <> row_number() OVER w
                         OR balance_after <> sum(amount_minor) OVER w AS broken
                    FROM ledger_entries WINDOW w AS (PARTITION BY account_id ORDER BY account_version)) AS history
           WHERE broken`,
  },
  {
    name: 'ledger.no-overdraft-ever',
    meaning: 'No account was below its minimum after any entry, nor is it now with what is held.',
    sql: `SELECT 'account ' || a.code || ' fell to ' || e.balance_after || ' at entry ' || e.account_version AS what
            FROM ledger_entries e JOIN ledger_accounts a ON a.id = e.account_id
           WHERE e.balance_after < a.min_balance_minor
           UNION ALL
          SELECT 'account ' || code || ' has ' || posted_minor || ' of which ' || held_minor || ' are held'
            FROM ledger_accounts WHERE posted_minor - held_minor < min_balance_minor`,
  },
  {
    name: 'ledger.held-is-the-sum-of-pending-holds',
    meaning: 'What an account says is held is the sum of its pending holds.',
    sql: `SELECT 'account ' || a.code || ' says ' || a.held_minor || ' are held; its pending holds add up to '
                 || coalesce(sum(h.amount_minor), 0) AS what
            FROM ledger_accounts a LEFT JOIN ledger_holds h ON h.account_id = a.id AND h.state = 'pending'
           GROUP BY a.id HAVING a.held_minor <> coalesce(sum(h.amount_minor), 0)`,
  },
  {
    name: 'ledger.holds-post-once',
    meaning:
      'A posted hold moved its amount once, from its account to the one it was held for; no other hold moved anything.',
    sql: `SELECT 'hold ' || h.id || ' is ' || h.state || ' and was taken by ' || count(e.hold_id) || ' entries' AS what
            FROM ledger_holds h LEFT JOIN ledger_entries e ON e.hold_id = h.id
           GROUP BY h.id HAVING count(e.hold_id) <> (h.state = 'posted')::int
           UNION ALL
          SELECT 'hold ' || h.id || ' was posted by transfer ' || e.transfer_id || ' but not as it was held'
            FROM ledger_holds h JOIN ledger_entries e ON e.hold_id = h.id
           WHERE e.account_id <> h.account_id OR e.amount_minor <> -h.amount_minor
              OR NOT EXISTS (SELECT FROM ledger_entries other WHERE other.transfer_id = e.transfer_id
                   AND other.account_id = h.to_account_id AND other.amount_minor = h.amount_minor)`,
  },
  {
    name: 'ledger.guards-are-armed',
    meaning: 'Every trigger that protects the ledger is there and switched on.',
    sql: `SELECT 'trigger ' || expected || ' is missing or switched off' AS what
            FROM unnest(ARRAY[${LEDGER_TRIGGERS.map((name) => `'${name}'`).join(', ')}]) AS expected
           WHERE NOT EXISTS (SELECT FROM pg_trigger WHERE tgname = expected AND tgenabled = 'O')`,
  },
];
