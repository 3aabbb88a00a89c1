import { testDatabase } from '#libs/platform';
import { ledger, openBook, usd } from './ledger.fixture.js';

// The danger: a process that was taken over, or a bug in it, writes money by hand.

const db = testDatabase();
let accounts: Awaited<ReturnType<typeof openBook>>;
let holdId: string;

beforeAll(async () => {
  accounts = await openBook(db);
  ({ holdId } = await db.uow.run(db.actor, (tx) =>
    ledger.hold(tx, {
      idempotencyKey: 'k',
      ref: 'r',
      accountId: accounts.a,
      toAccountId: accounts.b,
      amount: usd(100n),
    }),
  ));
});

const INSUFFICIENT_PRIVILEGE = '42501';

/** Runs as the role of the processes. */
const attempt = (sql: string) => db.dataSource.transaction((manager) => manager.query(sql));

const tables = ['ledger_accounts', 'ledger_transfers', 'ledger_entries', 'ledger_holds'];

describe('the role of the processes', () => {
  it.each([
    ...tables.flatMap((table) => [
      `DELETE FROM ${table}`,
      `TRUNCATE ${table} CASCADE`,
      `ALTER TABLE ${table} DISABLE TRIGGER USER`,
      `DROP TABLE ${table} CASCADE`,
      `SELECT * FROM ${table} FOR UPDATE`,
      `INSERT INTO ${table} SELECT * FROM ${table} LIMIT 1`,
      `COPY ${table} FROM PROGRAM 'true'`,
    ]),
    `UPDATE ledger_accounts SET posted_minor = posted_minor + 1`,
    `UPDATE ledger_accounts SET held_minor = 0`,
    `UPDATE ledger_accounts SET min_balance_minor = NULL`,
    `UPDATE ledger_transfers SET effective_on = '2020-01-01'`,
    `UPDATE ledger_entries SET amount_minor = 1`,
    `UPDATE ledger_holds SET state = 'voided', resolved_at = now(), void_reason = 'x'`,
    `SET session_replication_role = replica`,
    `SET ROLE clearing_owner`,
    `CREATE OR REPLACE FUNCTION ledger_check_transfer(p_transfer_id text) RETURNS void LANGUAGE sql AS ''`,
    `DROP FUNCTION ledger_check_transfer(text)`,
    `CREATE FUNCTION public.sum(bigint) RETURNS bigint LANGUAGE sql AS 'SELECT 0::bigint'`,
    `CREATE TABLE public.planted (id text)`,
    `SELECT ledger_check_transfer('x')`,
    `SELECT ledger_lock_and_check('[]')`,
  ])('may not: %s', async (sql) => {
    const expected = sql.startsWith('SET ROLE') ? expect.stringMatching(/42501|22023/) : INSUFFICIENT_PRIVILEGE;
    await expect(attempt(sql)).rejects.toMatchObject({ driverError: { code: expected } });
  });

  it('cannot send what is held elsewhere through the door for transfers', async () => {
    const legs = [
      { account: accounts.a, currency: 'USD', amount: '-100', hold: holdId },
      { account: accounts.world, currency: 'USD', amount: '100' },
    ];
    const astray = db.dataSource.query('SELECT ledger_post($1, $1, $1, now()::date, $2, $3, $1)', [
      'astray',
      JSON.stringify(legs),
      [],
    ]);
    await expect(astray).rejects.toMatchObject({ constraint: 'ck_ledger_transfers_holds_arrive' });
  });

  it('cannot put tables of its own in the place of ours', async () => {
    await db.dataSource.transaction(async (manager) => {
      await manager.query('CREATE TEMPORARY TABLE ledger_accounts (LIKE public.ledger_accounts)');
      await manager.query('CREATE TEMPORARY TABLE ledger_transfers (LIKE public.ledger_transfers)');
      await manager.query('SET LOCAL search_path = pg_temp, public');
      await manager.query(`SELECT public.ledger_open_account('acct_temp', 'temp', 'book', 'Temp', 'USD', NULL)`);
      const [{ real }] = await manager.query(
        `SELECT count(*)::int AS real FROM public.ledger_accounts WHERE id = 'acct_temp'`,
      );
      expect(real).toBe(1);
      await manager.query('DROP TABLE pg_temp.ledger_accounts, pg_temp.ledger_transfers');
    });
  });
});

// The second line: what not even the owner's statements can do while the triggers are on.
describe('whoever writes', () => {
  it.each([
    ['UPDATE ledger_transfers SET reason = reason', 'ck_ledger_append_only'],
    ['DELETE FROM ledger_transfers', 'ck_ledger_append_only'],
    ['TRUNCATE ledger_transfers CASCADE', 'ck_ledger_append_only'],
    ['UPDATE ledger_entries SET amount_minor = amount_minor', 'ck_ledger_append_only'],
    ['DELETE FROM ledger_entries', 'ck_ledger_append_only'],
    ['TRUNCATE ledger_entries', 'ck_ledger_append_only'],
    ['DELETE FROM ledger_accounts', 'ck_ledger_append_only'],
    ['TRUNCATE ledger_accounts CASCADE', 'ck_ledger_append_only'],
    ['DELETE FROM ledger_holds', 'ck_ledger_append_only'],
    ['TRUNCATE ledger_holds CASCADE', 'ck_ledger_append_only'],
    ['UPDATE ledger_accounts SET posted_minor = posted_minor + 1', 'ck_ledger_accounts_moved_by_entries'],
    ['UPDATE ledger_accounts SET version = version + 1', 'ck_ledger_accounts_moved_by_entries'],
    ['UPDATE ledger_accounts SET min_balance_minor = NULL', 'ck_ledger_accounts_moved_by_entries'],
    [`UPDATE ledger_accounts SET name = 'x'`, 'ck_ledger_accounts_moved_by_entries'],
    [`UPDATE ledger_holds SET state = 'posted', resolved_at = now()`, 'ck_ledger_holds_move'],
    ['UPDATE ledger_holds SET amount_minor = 1', 'ck_ledger_holds_move'],
    [`UPDATE ledger_holds SET state = 'expired', resolved_at = now()`, 'ck_ledger_holds_move'],
    [
      `INSERT INTO ledger_accounts (id, code, book, name, currency, posted_minor) VALUES ('x', 'x', 'x', 'x', 'USD', 1)`,
      'ck_ledger_accounts_opens_empty',
    ],
  ])('may not: %s', async (sql, constraint) => {
    await expect(db.asOwner(sql)).rejects.toMatchObject({ constraint });
  });

  it('may not bring a hold back', async () => {
    await db.uow.run(db.actor, (tx) => ledger.voidHold(tx, holdId, 'done'));
    const back = db.asOwner(`UPDATE ledger_holds SET state = 'pending', resolved_at = NULL, void_reason = NULL`);
    await expect(back).rejects.toMatchObject({ constraint: 'ck_ledger_holds_move' });
  });
});
