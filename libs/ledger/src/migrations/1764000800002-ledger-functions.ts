import { appRole } from '#libs/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The only doors to the ledger for the processes. They lock accounts in the order of their ids (READ COMMITTED), answer a
 * repeated request with what it did the first time, and name each refusal as the constraint of its error.
 */
export class LedgerFunctions1764000800002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(OPEN_ACCOUNT);
    await runner.query(LOCK_AND_CHECK);
    await runner.query(POST);
    await runner.query(HOLD);
    await runner.query(RESOLVE_HOLD);
    await runner.query(EXPIRE_HOLDS);
    const role = await appRole(runner);
    for (const [signature, isDoor] of FUNCTIONS) {
      await runner.query(`REVOKE ALL ON FUNCTION ${signature} FROM PUBLIC`);
      if (isDoor) await runner.query(`GRANT EXECUTE ON FUNCTION ${signature} TO ${role}`);
    }
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}

/** Signature, and whether the application role may call it. */
const FUNCTIONS: readonly (readonly [signature: string, isDoor: boolean])[] = [
  ['ledger_open_account(text, text, text, text, text, bigint)', true],
  ['ledger_lock_and_check(jsonb)', false],
  ['ledger_post(text, text, text, date, jsonb, text[], text)', true],
  ['ledger_hold(text, text, text, text, text, text, bigint, timestamptz)', true],
  ['ledger_resolve_hold(text, text)', true],
  ['ledger_expire_holds(integer)', true],
];

const SAFE = `LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp`;

/** Finds the account of that code or opens it; another account under the same code is refused. */
const OPEN_ACCOUNT = `
  CREATE FUNCTION ledger_open_account(
    p_id text, p_code text, p_book text, p_name text, p_currency text, p_min_balance_minor bigint
  ) RETURNS text ${SAFE} AS $$
  DECLARE
    account ledger_accounts;
  BEGIN
    INSERT INTO ledger_accounts (id, code, book, name, currency, min_balance_minor)
    VALUES (p_id, p_code, p_book, p_name, p_currency, p_min_balance_minor)
    ON CONFLICT ON CONSTRAINT uq_ledger_accounts_code DO NOTHING;
    SELECT * INTO STRICT account FROM ledger_accounts WHERE code = p_code;
    IF (account.book, account.name, account.currency) <> (p_book, p_name, p_currency)
      OR account.min_balance_minor IS DISTINCT FROM p_min_balance_minor THEN
      RAISE EXCEPTION 'account code % stands for another account', p_code
        USING ERRCODE = 'unique_violation', CONSTRAINT = 'uq_ledger_accounts_code';
    END IF;
    RETURN account.id;
  END $$`;

/**
 * Locks the accounts of the legs and refuses what they cannot bear. A leg is {account, takes}: what it takes from what is
 * available (negative: what it brings).
 */
const LOCK_AND_CHECK = `
  CREATE FUNCTION ledger_lock_and_check(p_legs jsonb) RETURNS void ${SAFE} AS $$
  DECLARE
    short record;
  BEGIN
    PERFORM FROM ledger_accounts
      WHERE id IN (SELECT leg->>'account' FROM jsonb_array_elements(p_legs) leg)
      ORDER BY id FOR NO KEY UPDATE;
    SELECT a.id, a.name, a.currency, a.posted_minor - a.held_minor - a.min_balance_minor AS available, t.takes
      INTO short
      FROM ledger_accounts a
      JOIN (SELECT leg->>'account' AS id, sum((leg->>'takes')::bigint) AS takes
              FROM jsonb_array_elements(p_legs) leg GROUP BY 1) t ON t.id = a.id
     WHERE t.takes > a.posted_minor - a.held_minor - a.min_balance_minor
     ORDER BY a.id LIMIT 1;
    IF FOUND THEN
      RAISE EXCEPTION 'account % has % available, % was asked', short.id, short.available, short.takes
        USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_ledger_accounts_no_overdraft',
              DETAIL = jsonb_build_object('account', short.name, 'currency', short.currency,
                'available', short.available::text, 'asked', short.takes::text)::text;
    END IF;
  END $$`;

/**
 * Books the entries [{account, currency, amount}] and posts the holds, as one transfer. Returns the transfer and whether
 * the same request had made it before.
 */
const POST = `
  CREATE FUNCTION ledger_post(
    p_id text, p_key text, p_reason text, p_effective_on date, p_entries jsonb, p_hold_ids text[], p_actor_label text,
    OUT transfer_id text, OUT replayed boolean
  ) ${SAFE} AS $$
  DECLARE
    sha text;
    known ledger_transfers;
    spent record;
    hold_legs jsonb;
    the_book text;
  BEGIN
    SELECT encode(sha256(convert_to(jsonb_build_object('reason', p_reason, 'effectiveOn', p_effective_on,
        'entries', (SELECT jsonb_agg(e ORDER BY e::text COLLATE "C") FROM jsonb_array_elements(p_entries) e),
        'holds', (SELECT jsonb_agg(h ORDER BY h COLLATE "C") FROM unnest(p_hold_ids) h)
      )::text, 'UTF8')), 'hex') INTO sha;
    -- The same request at once waits here for the first: its money may be all there was.
    PERFORM pg_advisory_xact_lock(hashtextextended('ledger transfer ' || p_key, 0));
    SELECT * INTO known FROM ledger_transfers WHERE idempotency_key = p_key;
    IF NOT FOUND THEN
      IF (SELECT count(*) FROM ledger_holds WHERE id = ANY (p_hold_ids)) <> cardinality(p_hold_ids) THEN
        RAISE EXCEPTION 'a hold of % does not exist or stands twice', p_hold_ids USING ERRCODE = 'no_data_found';
      END IF;
      SELECT coalesce(jsonb_agg(leg), '[]') INTO hold_legs FROM ledger_holds h, LATERAL (VALUES
          (jsonb_build_object('account', h.account_id, 'currency', h.currency, 'amount', -h.amount_minor, 'hold', h.id)),
          (jsonb_build_object('account', h.to_account_id, 'currency', h.currency, 'amount', h.amount_minor))
        ) AS legs (leg) WHERE h.id = ANY (p_hold_ids);
      PERFORM ledger_lock_and_check((
        SELECT jsonb_agg(jsonb_build_object('account', e->>'account', 'takes',
            CASE WHEN e ? 'hold' THEN 0 ELSE -(e->>'amount')::bigint END))
          FROM jsonb_array_elements(p_entries || hold_legs) e));
      SELECT book INTO the_book FROM ledger_accounts WHERE id = (p_entries || hold_legs)->0->>'account';
      INSERT INTO ledger_transfers (id, idempotency_key, request_sha256, book, reason, effective_on,
        actor_role, actor_person, actor_label)
      VALUES (p_id, p_key, sha, the_book, p_reason, p_effective_on,
        coalesce(current_setting('app.actor_role', true), ''), coalesce(current_setting('app.actor_person', true), ''),
        p_actor_label);
      SELECT h.id, CASE h.state WHEN 'pending' THEN 'expired' ELSE h.state END AS state INTO spent
        FROM ledger_holds h
       WHERE h.id = ANY (p_hold_ids) AND (h.state <> 'pending' OR h.expires_at <= clock_timestamp())
       ORDER BY h.id LIMIT 1;
      IF FOUND THEN
        RAISE EXCEPTION 'hold % is %', spent.id, spent.state
          USING ERRCODE = 'restrict_violation', CONSTRAINT = 'ck_ledger_entries_hold_pending',
                DETAIL = jsonb_build_object('hold', spent.id, 'state', spent.state)::text;
      END IF;
      INSERT INTO ledger_entries (account_id, transfer_id, book, currency, amount_minor, hold_id)
      SELECT e->>'account', p_id, the_book, e->>'currency', (e->>'amount')::bigint, e->>'hold'
        FROM jsonb_array_elements(p_entries || hold_legs) e
       ORDER BY e->>'account', (e->>'amount')::bigint DESC;
      PERFORM ledger_check_transfer(p_id);
      transfer_id := p_id;
      replayed := false;
      RETURN;
    END IF;
    IF known.request_sha256 <> sha THEN
      RAISE EXCEPTION 'idempotency key % was used for another transfer', p_key
        USING ERRCODE = 'unique_violation', CONSTRAINT = 'uq_ledger_transfers_idempotency_key';
    END IF;
    transfer_id := known.id;
    replayed := true;
  END $$`;

/** Sets an amount aside on its way from one account to another. Returns the hold and whether it was there before. */
const HOLD = `
  CREATE FUNCTION ledger_hold(
    p_id text, p_key text, p_ref text, p_account_id text, p_to_account_id text, p_currency text, p_amount_minor bigint,
    p_expires_at timestamptz, OUT hold_id text, OUT replayed boolean
  ) ${SAFE} AS $$
  DECLARE
    sha text;
    known ledger_holds;
  BEGIN
    SELECT encode(sha256(convert_to(jsonb_build_object('ref', p_ref, 'account', p_account_id, 'to', p_to_account_id,
        'currency', p_currency, 'amount', p_amount_minor, 'expiresAt', p_expires_at)::text, 'UTF8')), 'hex') INTO sha;
    PERFORM pg_advisory_xact_lock(hashtextextended('ledger hold ' || p_key, 0));
    SELECT * INTO known FROM ledger_holds WHERE idempotency_key = p_key;
    IF NOT FOUND THEN
      PERFORM ledger_lock_and_check(jsonb_build_array(
        jsonb_build_object('account', p_account_id, 'takes', p_amount_minor)));
      INSERT INTO ledger_holds (id, idempotency_key, request_sha256, ref, account_id, to_account_id, currency, book,
        amount_minor, expires_at)
      VALUES (p_id, p_key, sha, p_ref, p_account_id, p_to_account_id, p_currency,
        (SELECT book FROM ledger_accounts WHERE id = p_account_id), p_amount_minor, p_expires_at);
      hold_id := p_id;
      replayed := false;
      RETURN;
    END IF;
    IF known.request_sha256 <> sha THEN
      RAISE EXCEPTION 'idempotency key % was used for another hold', p_key
        USING ERRCODE = 'unique_violation', CONSTRAINT = 'uq_ledger_holds_idempotency_key';
    END IF;
    hold_id := known.id;
    replayed := true;
  END $$`;

/** Lets a hold go. False when it was let go before; a posted or expired one is refused. */
const RESOLVE_HOLD = `
  CREATE FUNCTION ledger_resolve_hold(p_id text, p_void_reason text) RETURNS boolean ${SAFE} AS $$
  DECLARE
    hold ledger_holds;
  BEGIN
    PERFORM FROM ledger_accounts WHERE id = (SELECT account_id FROM ledger_holds WHERE id = p_id) FOR NO KEY UPDATE;
    SELECT * INTO STRICT hold FROM ledger_holds WHERE id = p_id FOR UPDATE;
    IF hold.state = 'voided' THEN
      RETURN false;
    END IF;
    IF hold.state <> 'pending' THEN
      RAISE EXCEPTION 'hold % is %', p_id, hold.state
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'ck_ledger_holds_move',
              DETAIL = jsonb_build_object('hold', p_id, 'state', hold.state)::text;
    END IF;
    UPDATE ledger_holds SET state = 'voided', resolved_at = clock_timestamp(), void_reason = p_void_reason
     WHERE id = p_id;
    RETURN true;
  END $$`;

/** Ends holds that are past their time by the database's clock; at most so many. Returns how many. */
const EXPIRE_HOLDS = `
  CREATE FUNCTION ledger_expire_holds(p_max integer) RETURNS integer ${SAFE} AS $$
  DECLARE
    due record;
    expired integer := 0;
  BEGIN
    FOR due IN SELECT id, account_id FROM ledger_holds WHERE state = 'pending' AND expires_at <= clock_timestamp()
      ORDER BY account_id, id LIMIT p_max LOOP
      PERFORM FROM ledger_accounts WHERE id = due.account_id FOR NO KEY UPDATE;
      UPDATE ledger_holds SET state = 'expired', resolved_at = clock_timestamp()
       WHERE id = due.id AND state = 'pending';
      expired := expired + FOUND::int;
    END LOOP;
    RETURN expired;
  END $$`;
