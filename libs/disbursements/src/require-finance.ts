import { Denied, type Actor } from '#libs/kernel';

/** @throws Denied */
export function requireFinance(actor: Actor): void {
  if (actor.role !== 'finance') throw new Denied('Only a finance officer may do this.');
}
