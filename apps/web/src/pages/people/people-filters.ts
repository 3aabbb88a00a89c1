/** The people as the address says it: `?q=ada&organization=org_…&shut-out=yes`. */
export interface PeopleFilters {
  readonly q?: string | undefined;
  readonly organization?: string | undefined;
  /** Only those who are shut out; else only the others. */
  readonly shutOut?: 'yes' | undefined;
}

/** What the address does not say in a known way is undefined; what is not there would come through as the address has it. */
export function readPeopleFilters(search: Readonly<Record<string, unknown>>): PeopleFilters {
  const q = typeof search.q === 'string' ? search.q.trim().slice(0, 100) : '';
  const organization = String(search.organization ?? '');
  return {
    q: q === '' ? undefined : q,
    organization: /^org_[0-9a-z]{26}$/.test(organization) ? organization : undefined,
    shutOut: search.shutOut === 'yes' ? 'yes' : undefined,
  };
}
