/** The people as the address says it: `?q=ada&organization=org_…&shut-out=yes`. */
export interface PeopleFilters {
  readonly q?: string;
  readonly organization?: string;
  /** Only those who are shut out; else only the others. */
  readonly shutOut?: 'yes';
}

/** What the address does not say in a known way is left out. */
export function readPeopleFilters(search: Readonly<Record<string, unknown>>): PeopleFilters {
  const q = typeof search.q === 'string' ? search.q.trim().slice(0, 100) : '';
  const organization = String(search.organization ?? '');
  return {
    ...(q !== '' && { q }),
    ...(/^org_[0-9a-z]{26}$/.test(organization) && { organization }),
    ...(search.shutOut === 'yes' && { shutOut: 'yes' }),
  };
}
