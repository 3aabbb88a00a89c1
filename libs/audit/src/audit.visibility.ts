import type { Actor } from '#libs/kernel';

/**
 * Who may read which entries. What an act is about decides, and features know that, so the api binds it. Auditors read all.
 */
export abstract class AuditVisibility {
  /** A condition on the entry `alias`; `params` are what its placeholders stand for, from `$1` on. */
  abstract entriesVisibleTo(actor: Actor, alias: string): { readonly sql: string; readonly params: readonly unknown[] };
}
