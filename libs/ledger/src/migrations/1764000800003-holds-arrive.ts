import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Brings an installation whose ledger was made before a hold had to arrive where it was held for to the functions of a new
 * one; there they are these already. Rights stay as they are.
 */
export class HoldsArrive1764000800003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const definition of [CHECK_TRANSFER, POST, HOLD]) await runner.query(definition);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}

const SAFE = `LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp`;

const CHECK_TRANSFER = `
  CREATE OR REPLACE FUNCTION ledger_check_transfer(p_transfer_id text) RETURNS void LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  DECLARE
    uneven text;
    astray text;
  BEGIN
    SELECT string_agg(currency || ' ' || total, ', ') INTO uneven FROM (
      SELECT currency, sum(amount_minor) AS total FROM ledger_entries
       WHERE transfer_id = p_transfer_id GROUP BY currency HAVING sum(amount_minor) <> 0) AS sums;
    IF uneven IS NOT NULL THEN
      RAISE EXCEPTION 'transfer % does not add up to zero: %', p_transfer_id, uneven
        USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_ledger_transfers_zero_sum';
    END IF;
    IF (SELECT count(*) FROM ledger_entries WHERE transfer_id = p_transfer_id) < 2 THEN
      RAISE EXCEPTION 'transfer % has fewer than two entries', p_transfer_id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_ledger_transfers_two_entries';
    END IF;
    SELECT to_account_id INTO astray FROM (
      SELECT h.to_account_id, h.amount_minor, count(*) AS holds FROM ledger_entries e JOIN ledger_holds h ON h.id = e.hold_id
       WHERE e.transfer_id = p_transfer_id GROUP BY h.to_account_id, h.amount_minor) AS held
     WHERE holds > (SELECT count(*) FROM ledger_entries e WHERE e.transfer_id = p_transfer_id
                       AND e.account_id = held.to_account_id AND e.amount_minor = held.amount_minor) LIMIT 1;
    IF astray IS NOT NULL THEN
      RAISE EXCEPTION 'transfer % does not bring to % what was held for it', p_transfer_id, astray
        USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_ledger_transfers_holds_arrive';
    END IF;
  END $$`;

const POST = `
  CREATE OR REPLACE FUNCTION ledger_post(
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

const HOLD = `
  CREATE OR REPLACE FUNCTION ledger_hold(
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
