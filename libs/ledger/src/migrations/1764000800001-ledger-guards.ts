import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The second line of defence: what no statement may do, whoever runs it. Each refusal carries the name of the rule as
 * its constraint. The functions run as their owner, so that they see every row whatever the caller may see.
 */
export class LedgerGuards1764000800001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await this.refuseRewriting(runner);
    await this.keepBalances(runner);
    await this.keepHolds(runner);
    await this.sealTransfers(runner);
    await this.balanceTransfers(runner);
  }

  private async refuseRewriting(runner: QueryRunner): Promise<void> {
    await runner.query(
      guard(
        'ledger_refuse_rewriting',
        `RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP
         USING ERRCODE = 'restrict_violation', CONSTRAINT = 'ck_ledger_append_only';`,
      ),
    );
    for (const table of ['ledger_accounts', 'ledger_transfers', 'ledger_entries', 'ledger_holds']) {
      const changing = table === 'ledger_transfers' || table === 'ledger_entries' ? 'UPDATE OR DELETE' : 'DELETE';
      await runner.query(`CREATE TRIGGER tr_${table}_append_only BEFORE ${changing} ON ${table}
        FOR EACH ROW EXECUTE FUNCTION ledger_refuse_rewriting()`);
      await runner.query(`CREATE TRIGGER tr_${table}_no_truncate BEFORE TRUNCATE ON ${table}
        FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_rewriting()`);
    }
  }

  private async keepBalances(runner: QueryRunner): Promise<void> {
    // Depth 1 is this trigger alone: the statement did not come from the trigger of an entry or of a hold.
    await runner.query(
      guard(
        'ledger_guard_account',
        `IF TG_OP = 'INSERT' THEN
         IF (NEW.posted_minor, NEW.held_minor, NEW.version) <> (0, 0, 0) THEN
           RAISE EXCEPTION 'account % must open empty', NEW.id
             USING ERRCODE = 'restrict_violation', CONSTRAINT = 'ck_ledger_accounts_opens_empty';
         END IF;
         RETURN NEW;
       END IF;
       IF pg_trigger_depth() = 1
         OR (NEW.id, NEW.code, NEW.book, NEW.name, NEW.currency, NEW.opened_at)
            <> (OLD.id, OLD.code, OLD.book, OLD.name, OLD.currency, OLD.opened_at)
         OR NEW.min_balance_minor IS DISTINCT FROM OLD.min_balance_minor
         OR NEW.version <> OLD.version + (NEW.posted_minor <> OLD.posted_minor)::int THEN
         RAISE EXCEPTION 'account % changes only by an entry or a hold', OLD.id
           USING ERRCODE = 'restrict_violation', CONSTRAINT = 'ck_ledger_accounts_moved_by_entries';
       END IF;
       RETURN NEW;`,
      ),
    );
    await runner.query(`CREATE TRIGGER tr_ledger_accounts_guard BEFORE INSERT OR UPDATE ON ledger_accounts
      FOR EACH ROW EXECUTE FUNCTION ledger_guard_account()`);
  }

  private async keepHolds(runner: QueryRunner): Promise<void> {
    await runner.query(
      guard(
        'ledger_guard_hold',
        `IF TG_OP = 'INSERT' THEN
         IF NEW.state <> 'pending' THEN
           RAISE EXCEPTION 'hold % must begin pending', NEW.id
             USING ERRCODE = 'restrict_violation', CONSTRAINT = 'ck_ledger_holds_move';
         END IF;
         RETURN NEW;
       END IF;
       IF OLD.state <> 'pending' OR NEW.state = 'pending'
         OR (NEW.state = 'posted' AND pg_trigger_depth() = 1)
         OR (NEW.state = 'expired' AND (OLD.expires_at > clock_timestamp()) IS NOT FALSE)
         OR (to_jsonb(NEW) - 'state' - 'resolved_at' - 'void_reason')
            <> (to_jsonb(OLD) - 'state' - 'resolved_at' - 'void_reason') THEN
         RAISE EXCEPTION 'hold % is %; it cannot become %', OLD.id, OLD.state, NEW.state
           USING ERRCODE = 'restrict_violation', CONSTRAINT = 'ck_ledger_holds_move';
       END IF;
       RETURN NEW;`,
      ),
    );
    await runner.query(`CREATE TRIGGER tr_ledger_holds_guard BEFORE INSERT OR UPDATE ON ledger_holds
      FOR EACH ROW EXECUTE FUNCTION ledger_guard_hold()`);
    // AFTER: a row that ON CONFLICT drops must not have moved anything. An update that passed the guard resolves.
    await runner.query(
      guard(
        'ledger_move_held',
        `UPDATE ledger_accounts
          SET held_minor = held_minor + CASE TG_OP WHEN 'INSERT' THEN NEW.amount_minor ELSE -NEW.amount_minor END
        WHERE id = NEW.account_id;
       RETURN NULL;`,
      ),
    );
    await runner.query(`CREATE TRIGGER tr_ledger_holds_move AFTER INSERT OR UPDATE ON ledger_holds
      FOR EACH ROW EXECUTE FUNCTION ledger_move_held()`);
  }

  private async sealTransfers(runner: QueryRunner): Promise<void> {
    await runner.query(
      guard(
        'ledger_stamp_transfer',
        `NEW.created_xid := pg_current_xact_id();
       NEW.recorded_at := clock_timestamp();
       RETURN NEW;`,
      ),
    );
    await runner.query(`CREATE TRIGGER tr_ledger_transfers_stamp BEFORE INSERT ON ledger_transfers
      FOR EACH ROW EXECUTE FUNCTION ledger_stamp_transfer()`);
    // The time beside the transaction number: after a restore into another cluster the numbers begin again.
    await runner.query(
      guard(
        'ledger_book_entry',
        `IF NOT EXISTS (SELECT FROM ledger_transfers t WHERE t.id = NEW.transfer_id
         AND t.created_xid = pg_current_xact_id() AND t.recorded_at >= transaction_timestamp()) THEN
         RAISE EXCEPTION 'transfer % is closed', NEW.transfer_id
           USING ERRCODE = 'restrict_violation', CONSTRAINT = 'ck_ledger_entries_transfer_open';
       END IF;
       IF NEW.hold_id IS NOT NULL THEN
         UPDATE ledger_holds SET state = 'posted', resolved_at = clock_timestamp()
          WHERE id = NEW.hold_id AND state = 'pending' AND account_id = NEW.account_id
            AND amount_minor = -NEW.amount_minor AND (expires_at > clock_timestamp()) IS NOT FALSE;
         IF NOT FOUND THEN
           RAISE EXCEPTION 'hold % does not stand for this entry', NEW.hold_id
             USING ERRCODE = 'restrict_violation', CONSTRAINT = 'ck_ledger_entries_hold_pending';
         END IF;
       END IF;
       UPDATE ledger_accounts SET posted_minor = posted_minor + NEW.amount_minor, version = version + 1
        WHERE id = NEW.account_id RETURNING version, posted_minor INTO NEW.account_version, NEW.balance_after;
       RETURN NEW;`,
      ),
    );
    await runner.query(`CREATE TRIGGER tr_ledger_entries_book BEFORE INSERT ON ledger_entries
      FOR EACH ROW EXECUTE FUNCTION ledger_book_entry()`);
  }

  private async balanceTransfers(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION ledger_check_transfer(p_transfer_id text) RETURNS void LANGUAGE plpgsql
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
      END $$`);
    await runner.query('REVOKE ALL ON FUNCTION ledger_check_transfer(text) FROM PUBLIC');
    await runner.query(guard('ledger_check_new_transfer', 'PERFORM ledger_check_transfer(NEW.id); RETURN NULL;'));
    await runner.query(guard('ledger_check_new_entry', 'PERFORM ledger_check_transfer(NEW.transfer_id); RETURN NULL;'));
    // On both tables: with the check on transfers alone, SET CONSTRAINTS ALL IMMEDIATE after a balanced pair of entries
    // spends it, and one more entry commits a ledger that does not add up.
    await runner.query(`CREATE CONSTRAINT TRIGGER tr_ledger_transfers_balanced AFTER INSERT ON ledger_transfers
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_check_new_transfer()`);
    await runner.query(`CREATE CONSTRAINT TRIGGER tr_ledger_entries_balanced AFTER INSERT ON ledger_entries
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_check_new_entry()`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}

/** A trigger function that nobody calls by hand; the fixed search path keeps temporary tables from standing in for ours. */
function guard(name: string, body: string): string {
  return `CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$ BEGIN ${body} END $$;
    REVOKE ALL ON FUNCTION ${name}() FROM PUBLIC`;
}
