import { grantToApp } from '#libs/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** 2^53 − 1: the largest amount that is also exact as a JavaScript number. */
const MINOR_MAX = '9007199254740991';

/**
 * What a row may say, as constraints. What a statement may do to it is in the guards, and the only doors for the
 * processes are the functions of the migrations that follow.
 */
export class LedgerTables1764000800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE ledger_accounts (
        id text PRIMARY KEY,
        code text NOT NULL CONSTRAINT uq_ledger_accounts_code UNIQUE,
        book text NOT NULL,
        name text NOT NULL,
        currency char(3) NOT NULL CONSTRAINT fk_ledger_accounts_currency REFERENCES currencies,
        min_balance_minor bigint,
        posted_minor bigint NOT NULL DEFAULT 0
          CONSTRAINT ck_ledger_accounts_posted_range CHECK (posted_minor BETWEEN -${MINOR_MAX} AND ${MINOR_MAX}),
        held_minor bigint NOT NULL DEFAULT 0
          CONSTRAINT ck_ledger_accounts_held_range CHECK (held_minor BETWEEN 0 AND ${MINOR_MAX}),
        version bigint NOT NULL DEFAULT 0,
        opened_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        CONSTRAINT ck_ledger_accounts_no_overdraft
          CHECK (min_balance_minor IS NULL OR posted_minor - held_minor >= min_balance_minor),
        CONSTRAINT uq_ledger_accounts_currency_book UNIQUE (id, currency, book)
      )`);
    await runner.query('CREATE INDEX ix_ledger_accounts_book ON ledger_accounts (book)');
    await runner.query(`
      CREATE TABLE ledger_transfers (
        id text PRIMARY KEY,
        idempotency_key text NOT NULL CONSTRAINT uq_ledger_transfers_idempotency_key UNIQUE,
        request_sha256 text NOT NULL,
        book text NOT NULL,
        reason text NOT NULL CONSTRAINT ck_ledger_transfers_reason CHECK (length(reason) BETWEEN 1 AND 200),
        effective_on date NOT NULL,
        recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        created_xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
        actor_role text NOT NULL,
        actor_person text NOT NULL,
        actor_label text NOT NULL,
        CONSTRAINT uq_ledger_transfers_book UNIQUE (id, book)
      )`);
    await runner.query(`
      CREATE TABLE ledger_holds (
        id text PRIMARY KEY,
        idempotency_key text NOT NULL CONSTRAINT uq_ledger_holds_idempotency_key UNIQUE,
        request_sha256 text NOT NULL,
        ref text NOT NULL,
        account_id text NOT NULL,
        to_account_id text NOT NULL,
        currency char(3) NOT NULL,
        book text NOT NULL,
        amount_minor bigint NOT NULL CONSTRAINT ck_ledger_holds_amount CHECK (amount_minor BETWEEN 1 AND ${MINOR_MAX}),
        state text NOT NULL DEFAULT 'pending'
          CONSTRAINT ck_ledger_holds_state CHECK (state IN ('pending', 'posted', 'voided', 'expired')),
        expires_at timestamptz,
        held_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        resolved_at timestamptz,
        void_reason text,
        CONSTRAINT ck_ledger_holds_resolved CHECK ((state = 'pending') = (resolved_at IS NULL)),
        CONSTRAINT ck_ledger_holds_void_reason CHECK ((state = 'voided') = (void_reason IS NOT NULL)),
        CONSTRAINT ck_ledger_holds_expiry CHECK (state <> 'expired' OR expires_at IS NOT NULL),
        CONSTRAINT ck_ledger_holds_two_accounts CHECK (account_id <> to_account_id),
        CONSTRAINT fk_ledger_holds_account
          FOREIGN KEY (account_id, currency, book) REFERENCES ledger_accounts (id, currency, book),
        CONSTRAINT fk_ledger_holds_to_account
          FOREIGN KEY (to_account_id, currency, book) REFERENCES ledger_accounts (id, currency, book),
        CONSTRAINT uq_ledger_holds_entry UNIQUE (id, account_id, currency)
      )`);
    await runner.query('CREATE INDEX ix_ledger_holds_ref ON ledger_holds (ref)');
    await runner.query('CREATE INDEX ix_ledger_holds_account ON ledger_holds (account_id)');
    await runner.query(`CREATE INDEX ix_ledger_holds_due ON ledger_holds (expires_at) WHERE state = 'pending'`);
    await runner.query(`
      CREATE TABLE ledger_entries (
        account_id text NOT NULL,
        account_version bigint NOT NULL CONSTRAINT ck_ledger_entries_version CHECK (account_version > 0),
        transfer_id text NOT NULL,
        book text NOT NULL,
        currency char(3) NOT NULL,
        amount_minor bigint NOT NULL CONSTRAINT ck_ledger_entries_amount
          CHECK (amount_minor <> 0 AND amount_minor BETWEEN -${MINOR_MAX} AND ${MINOR_MAX}),
        balance_after bigint NOT NULL,
        hold_id text CONSTRAINT uq_ledger_entries_hold UNIQUE,
        CONSTRAINT pk_ledger_entries PRIMARY KEY (account_id, account_version),
        CONSTRAINT fk_ledger_entries_transfer FOREIGN KEY (transfer_id, book) REFERENCES ledger_transfers (id, book),
        CONSTRAINT fk_ledger_entries_account
          FOREIGN KEY (account_id, currency, book) REFERENCES ledger_accounts (id, currency, book),
        CONSTRAINT fk_ledger_entries_hold
          FOREIGN KEY (hold_id, account_id, currency) REFERENCES ledger_holds (id, account_id, currency)
      )`);
    await runner.query('CREATE INDEX ix_ledger_entries_transfer ON ledger_entries (transfer_id)');
    await grantToApp(runner, 'SELECT', 'ledger_accounts', 'ledger_transfers', 'ledger_entries', 'ledger_holds');
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
