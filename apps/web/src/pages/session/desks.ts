import type { Role } from '../../api/types.js';

/** Where the work of a role begins. */
export const DESKS: Readonly<Record<Role, string>> = {
  'focal-point': '/matches',
  donor: '/matches',
  coordinator: '/matches?state=suggested',
  approver: '/orders?state=requested',
  finance: '/matches?state=delivering',
  auditor: '/needs',
  administrator: '/people',
};
