import { testDatabase } from '#libs/platform';
import { LEDGER_TRIGGERS } from './ledger.invariants.js';
import { brokenInvariants, ledger, openBook, usd } from './ledger.fixture.js';

// Each promise of the ledger, broken on purpose: refused while the database guards it, reported by doctor when it does not.

const db = testDatabase();
let one: Awaited<ReturnType<typeof openBook>>;
let other: Awaited<ReturnType<typeof openBook>>;
let posted: string;
let pending: string;

beforeAll(async () => {
  one = await openBook(db);
  other = await openBook(db);
  await db.uow.run(db.actor, async (tx) => {
    const hold = (idempotencyKey: string) =>
      ledger.hold(tx, {
        idempotencyKey,
        ref: 'r',
        accountId: one.a,
        toAccountId: one.b,
        amount: usd(100n),
      });
    posted = (await hold('posted')).holdId;
    pending = (await hold('pending')).holdId;
    await ledger.post(tx, { idempotencyKey: 'pay', reason: 'payment', effectiveOn: '2026-11-24', holdIds: [posted] });
    await ledger.openAccount(tx, { code: 'eur', book: one.book, name: 'Euro', currency: 'EUR', minBalanceMinor: null });
  });
});

const transfer = (id: string, book = one.book, key = id) =>
  `INSERT INTO ledger_transfers (id, idempotency_key, request_sha256, book, reason, effective_on, actor_role,
     actor_person, actor_label) VALUES ('${id}', '${key}', 'sha', '${book}', 'planted', '2026-11-24', '', '', '')`;

/** `version` and `balance` are what a disarmed guard would let stand; an armed one sets its own. */
const entry = (id: string, account: string, amount: bigint, more: Partial<Record<string, string>> = {}) =>
  `INSERT INTO ledger_entries (transfer_id, account_id, amount_minor, currency, book, account_version, balance_after, hold_id)
   VALUES ('${id}', '${account}', ${amount}, '${more.currency ?? 'USD'}', '${more.book ?? one.book}',
     ${more.version ?? 9}, ${more.balance ?? 0}, ${more.hold ? `'${more.hold}'` : 'NULL'})`;

/** Runs statements as the owner of the tables and takes them back; gives the name of the rule that refused. */
async function refusedBy(...statements: string[]): Promise<string | undefined> {
  await db.asOwner('BEGIN');
  try {
    for (const sql of statements) await db.asOwner(sql);
    await db.asOwner('SET CONSTRAINTS ALL IMMEDIATE'); // what COMMIT would check
    return undefined;
  } catch (error) {
    return (error as { constraint?: string }).constraint;
  } finally {
    await db.asOwner('ROLLBACK');
  }
}

/** The constraints are seen alone: the trigger that books an entry would refuse first. */
const WITHOUT_BOOKING = 'ALTER TABLE ledger_entries DISABLE TRIGGER tr_ledger_entries_book';

const pair = (id: string, from: string, to: string, amount: bigint, more: Partial<Record<string, string>> = {}) => [
  transfer(id),
  entry(id, from, -amount, more),
  entry(id, to, amount, more),
];

it('takes what is right, also under savepoints, so that the refusals below are for the fault alone', async () => {
  expect(await refusedBy(...pair('t', one.a, one.b, 1n))).toBeUndefined();
  const [first, ...entries] = pair('t', one.a, one.b, 1n);
  expect(await refusedBy(first!, 'SAVEPOINT s', ...entries, 'RELEASE SAVEPOINT s')).toBeUndefined();
});

describe('the database refuses', () => {
  const faults: Record<string, () => [statements: string[], rule: string]> = {
    'an amount of zero': () => [[WITHOUT_BOOKING, transfer('t'), entry('t', one.a, 0n)], 'ck_ledger_entries_amount'],
    'an amount that JavaScript cannot hold': () => [
      [WITHOUT_BOOKING, transfer('t'), entry('t', one.world, -9_007_199_254_740_992n)],
      'ck_ledger_entries_amount',
    ],
    'a place in the history twice': () => [
      [WITHOUT_BOOKING, ...pair('t', one.a, one.b, 1n, { version: '1' })],
      'pk_ledger_entries',
    ],
    'a hold taken twice': () => [
      [WITHOUT_BOOKING, transfer('t'), entry('t', one.a, -100n, { hold: posted })],
      'uq_ledger_entries_hold',
    ],
    'a currency that is none': () => [
      [`INSERT INTO ledger_accounts (id, code, book, name, currency) VALUES ('x', 'x', 'x', 'Gold', 'XAU')`],
      'fk_ledger_accounts_currency',
    ],
    'a transfer that does not add up': () => [
      [transfer('t'), entry('t', one.a, -2n), entry('t', one.b, 1n)],
      'ck_ledger_transfers_zero_sum',
    ],
    'a transfer that adds up only across currencies': () => [
      [
        transfer('t'),
        entry('t', one.a, -1n),
        `INSERT INTO ledger_entries (transfer_id, account_id, amount_minor, currency, book)
           SELECT 't', id, 1, 'EUR', book FROM ledger_accounts WHERE code = 'eur'`,
      ],
      'ck_ledger_transfers_zero_sum',
    ],
    'a transfer without entries': () => [[transfer('t')], 'ck_ledger_transfers_two_entries'],
    'one more entry in an old transfer': () => [
      [
        `INSERT INTO ledger_entries (transfer_id, account_id, amount_minor, currency, book)
           SELECT id, '${one.a}', 1, 'USD', book FROM ledger_transfers WHERE idempotency_key = 'pay'`,
      ],
      'ck_ledger_entries_transfer_open',
    ],
    'an overdraft': () => [pair('t', one.b, one.a, 101n), 'ck_ledger_accounts_no_overdraft'],
    'an overdraft of what is held': () => [pair('t', one.a, one.b, 801n), 'ck_ledger_accounts_no_overdraft'],
    'an entry in another currency than its account': () => [
      pair('t', one.a, one.b, 1n, { currency: 'EUR' }),
      'fk_ledger_entries_account',
    ],
    'money of one book for another': () => [
      [transfer('t'), entry('t', one.a, -1n), entry('t', other.a, 1n)],
      'fk_ledger_entries_account',
    ],
    'an entry of another book than its transfer': () => [
      [transfer('t', other.book), entry('t', one.a, -1n)],
      'fk_ledger_entries_transfer',
    ],
    'a second transfer under a key': () => [[transfer('t', one.book, 'pay')], 'uq_ledger_transfers_idempotency_key'],
    'a second hold under a key': () => [
      [
        `INSERT INTO ledger_holds (id, idempotency_key, request_sha256, ref, account_id, to_account_id, currency, book, amount_minor)
           VALUES ('h', 'pending', '', '', '${one.a}', '${one.b}', 'USD', '${one.book}', 1)`,
      ],
      'uq_ledger_holds_idempotency_key',
    ],
    'a hold that begins posted': () => [
      [
        `INSERT INTO ledger_holds (id, idempotency_key, request_sha256, ref, account_id, to_account_id, currency, book, amount_minor, state)
           VALUES ('h', 'h', '', '', '${one.a}', '${one.b}', 'USD', '${one.book}', 1, 'posted')`,
      ],
      'ck_ledger_holds_move',
    ],
    'a hold for another book': () => [
      [
        `INSERT INTO ledger_holds (id, idempotency_key, request_sha256, ref, account_id, to_account_id, currency, book, amount_minor)
           VALUES ('h', 'h', '', '', '${one.a}', '${other.b}', 'USD', '${one.book}', 1)`,
      ],
      'fk_ledger_holds_to_account',
    ],
    'a hold posted twice': () => [
      [transfer('t'), entry('t', one.a, -100n, { hold: posted }), entry('t', one.b, 100n)],
      'ck_ledger_entries_hold_pending',
    ],
    'a hold posted in part': () => [
      [transfer('t'), entry('t', one.a, -99n, { hold: pending }), entry('t', one.b, 99n)],
      'ck_ledger_entries_hold_pending',
    ],
    'a hold posted to another account than it was held for': () => [
      [transfer('t'), entry('t', one.a, -100n, { hold: pending }), entry('t', one.world, 100n)],
      'ck_ledger_transfers_holds_arrive',
    ],
    'two holds of which one goes elsewhere': () => [
      [
        `INSERT INTO ledger_holds (id, idempotency_key, request_sha256, ref, account_id, to_account_id, currency, book, amount_minor)
           VALUES ('h', 'h', '', '', '${one.a}', '${one.b}', 'USD', '${one.book}', 100)`,
        transfer('t'),
        entry('t', one.a, -100n, { hold: pending }),
        entry('t', one.a, -100n, { hold: 'h' }),
        entry('t', one.b, 100n),
        entry('t', one.world, 100n),
      ],
      'ck_ledger_transfers_holds_arrive',
    ],
    'a hold posted from another account': () => [
      [transfer('t'), entry('t', one.b, -100n, { hold: pending }), entry('t', one.a, 100n)],
      'ck_ledger_entries_hold_pending',
    ],
  };

  it.each(Object.entries(faults))('%s', async (_, plant) => {
    const [statements, rule] = plant();
    expect(await refusedBy(...statements)).toBe(rule);
  });

  it('a place in the history that the statement chose itself: the account gives the next one', async () => {
    await db.asOwner('BEGIN');
    for (const sql of pair('t', one.a, one.b, 1n, { version: '77', balance: '12345' })) await db.asOwner(sql);
    const rows = await db.asOwner(
      `SELECT e.account_version = a.version AND e.balance_after = a.posted_minor AS fits
         FROM ledger_entries e JOIN ledger_accounts a ON a.id = e.account_id WHERE transfer_id = 't'`,
    );
    await db.asOwner('ROLLBACK');
    expect(rows).toEqual([{ fits: true }, { fits: true }]);
  });

  // With the deferred check on transfers alone this committed a ledger that added up to 99.
  it.each(['SET CONSTRAINTS ALL IMMEDIATE', 'SET CONSTRAINTS tr_ledger_transfers_balanced IMMEDIATE'])(
    'the hole: a balanced transfer, %s, one more entry',
    async (spend) => {
      await expect(
        (async () => {
          await db.asOwner('BEGIN');
          for (const sql of pair('hole', one.a, one.b, 1n)) await db.asOwner(sql);
          await db.asOwner(spend);
          await db.asOwner(entry('hole', one.world, 99n));
          await db.asOwner('COMMIT');
        })(),
      ).rejects.toMatchObject({ constraint: 'ck_ledger_transfers_zero_sum' });
      await db.asOwner('ROLLBACK');
      expect(await db.asOwner(`SELECT id FROM ledger_transfers WHERE id = 'hole'`)).toEqual([]);
    },
  );
});

describe('doctor', () => {
  const DISARM = ['accounts', 'transfers', 'entries', 'holds'].map(
    (table) => `ALTER TABLE ledger_${table} DISABLE TRIGGER USER`,
  );

  /** What doctor says after statements that nothing stood in the way of; everything is taken back. */
  async function reports(...statements: string[]): Promise<string[]> {
    await db.asOwner('BEGIN');
    try {
      for (const sql of statements) await db.asOwner(sql);
      return [...(await brokenInvariants((sql) => db.asOwner(sql))).keys()];
    } finally {
      await db.asOwner('ROLLBACK');
    }
  }

  it('finds nothing wrong with sound books', async () => expect(await reports()).toEqual([]));

  const violations: Record<string, () => string[]> = {
    'ledger.transfers-sum-to-zero': () => [transfer('t'), entry('t', one.a, -2n), entry('t', one.b, 1n)],
    'ledger.transfers-have-two-entries': () => [transfer('t')],
    'ledger.transfers-stay-in-their-book': () => [
      'ALTER TABLE ledger_entries DROP CONSTRAINT fk_ledger_entries_account',
      transfer('t'),
      entry('t', one.a, -1n),
      entry('t', other.a, 1n),
    ],
    'ledger.balance-is-the-sum-of-entries': () => ['UPDATE ledger_accounts SET posted_minor = posted_minor + 1'],
    'ledger.history-has-no-gap': () => [`UPDATE ledger_entries SET balance_after = 5 WHERE account_id = '${one.b}'`],
    'ledger.no-overdraft-ever': () => [
      `UPDATE ledger_entries SET amount_minor = -500, balance_after = -500 WHERE account_id = '${one.b}'`,
    ],
    'ledger.held-is-the-sum-of-pending-holds': () => [
      `UPDATE ledger_accounts SET held_minor = 0 WHERE id = '${one.a}'`,
    ],
    'ledger.holds-post-once': () => [
      `UPDATE ledger_holds SET state = 'posted', resolved_at = now() WHERE id = '${pending}'`,
    ],
  };

  it.each(Object.entries(violations))('reports %s', async (invariant, plant) => {
    expect(await reports(...DISARM, ...plant())).toEqual(
      expect.arrayContaining([invariant, 'ledger.guards-are-armed']),
    );
  });

  it('reports a hold that was posted to another account than it was held for', async () => {
    const found = await reports(
      ...DISARM,
      `UPDATE ledger_holds SET to_account_id = '${one.world}' WHERE id = '${posted}'`,
    );
    expect(found).toEqual(['ledger.holds-post-once', 'ledger.guards-are-armed']);
  });

  it('reports each guard that is switched off or gone', async () => {
    for (const trigger of LEDGER_TRIGGERS) {
      const table = /^tr_(ledger_[a-z]+)_/.exec(trigger)![1]!;
      expect(await reports(`ALTER TABLE ${table} DISABLE TRIGGER ${trigger}`)).toEqual(['ledger.guards-are-armed']);
      expect(await reports(`DROP TRIGGER ${trigger} ON ${table}`)).toEqual(['ledger.guards-are-armed']);
    }
  });

  it('knows every trigger of the ledger', async () => {
    const rows = await db.asOwner<{ tgname: string }>(
      `SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgrelid::regclass::text LIKE 'ledger\\_%'`,
    );
    expect(rows.map(({ tgname }) => tgname).sort()).toEqual([...LEDGER_TRIGGERS].sort());
  });
});
