import { Denied } from '#libs/kernel';
import type { Tx } from '#libs/platform';

/** @throws Denied for everybody but coordinators and administrators */
export function requireSecretariat(tx: Tx): void {
  if (['administrator', 'coordinator', 'system'].includes(tx.actor.role)) return;
  throw new Denied('Only a coordinator or an administrator may do this.');
}
