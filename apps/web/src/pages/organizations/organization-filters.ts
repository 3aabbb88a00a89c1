import type { OrganizationFilter } from '../../api/organizations.js';

export const KINDS = [
  'state',
  'donor-state',
  'regional-organization',
  'international-organization',
  'ngo',
  'un-entity',
  'unstated',
] as const;

/** The directory as its address says it: `?kind=state&contact=no&q=hai`. */
export interface OrganizationFilters {
  readonly q?: string;
  readonly kind?: (typeof KINDS)[number];
  readonly contact?: 'yes' | 'no' | 'due';
}

export const CONTACTS = ['yes', 'no', 'due'] as const;

/** What the address does not say in a known way is left out. */
export function readOrganizationFilters(search: Readonly<Record<string, unknown>>): OrganizationFilters {
  const q = typeof search.q === 'string' ? search.q.trim().slice(0, 200) : '';
  const kind = KINDS.find((one) => one === search.kind);
  const contact = CONTACTS.find((one) => one === search.contact);
  return { ...(q !== '' && { q }), ...(kind && { kind }), ...(contact && { contact }) };
}

/** As the api asks for it. */
export function filterOf({ contact, ...filters }: OrganizationFilters): OrganizationFilter {
  if (contact === undefined) return filters;
  return contact === 'due' ? { ...filters, verificationDue: true } : { ...filters, contact: contact === 'yes' };
}
