import { Injectable } from '@nestjs/common';
import { Things } from '#libs/audit/http';
import { isId } from '#libs/kernel';
import type { ReadTx } from '#libs/platform';

/** Prefix of ids, what has them, and where it is kept. Sessions and API tokens are read by identity alone. */
export const KNOWN_THINGS: readonly (readonly [prefix: string, kind: string, table: string])[] = [
  ['acct', 'ledger-account', 'ledger_accounts'],
  ['agr', 'agreement', 'fund_agreements'],
  ['bank', 'bank-account', 'bank_accounts'],
  ['dele', 'delegation', 'contact_delegations'],
  ['delivery', 'delivery', 'deliveries'],
  ['dep', 'deposit', 'fund_deposits'],
  ['file', 'file', 'stored_files'],
  ['flow', 'flow', 'flows'],
  ['fund', 'fund', 'funds'],
  ['imp', 'import', 'imports'],
  ['inv', 'invitation', 'invitations'],
  ['item', 'need-item', 'need_items'],
  ['match', 'match', 'matches'],
  ['memb', 'membership', 'memberships'],
  ['need', 'need', 'needs'],
  ['note', 'notification', 'notifications'],
  ['nrep', 'national-report', 'national_reports'],
  ['nrev', 'need-revision', 'need_revisions'],
  ['offer', 'offer', 'offers'],
  ['order', 'payment-order', 'payment_orders'],
  ['org', 'organization', 'organizations'],
  ['pers', 'person', 'people'],
  ['poc', 'point-of-contact', 'points_of_contact'],
  ['proj', 'project', 'projects'],
  ['srch', 'saved-search', 'saved_searches'],
  ['tran', 'tranche', 'tranches'],
];

@Injectable()
export class KnownThings extends Things {
  kindOf(id: string): string | null {
    return thing(id)?.[1] ?? null;
  }

  async existing(tx: ReadTx, ids: readonly string[]): Promise<ReadonlySet<string>> {
    const found = new Set<string>();
    for (const [prefix, , table] of KNOWN_THINGS) {
      const asked = ids.filter((id) => isId(prefix, id));
      if (asked.length === 0) continue;
      const rows = await tx.query<{ id: string }[]>(`SELECT id FROM ${table} WHERE id = ANY($1)`, [asked]);
      for (const { id } of rows) found.add(id);
    }
    return found;
  }
}

const thing = (id: string) => KNOWN_THINGS.find(([prefix]) => isId(prefix, id));
