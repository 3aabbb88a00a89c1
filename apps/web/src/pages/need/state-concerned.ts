import { useQuery } from '@tanstack/react-query';
import { organizationQuery } from '../../api/organizations.js';
import { useSession } from '../../api/session.js';
import type { Need } from '../../api/types.js';

const STATES: readonly string[] = ['state', 'donor-state'];

/** The organization of a focal point of the State that a request of others is for: it reads what is said about it, and may object. */
export function useStateConcerned(need: Need): string | null {
  const session = useSession();
  const id = session?.organization.id ?? '';
  const isOther = session?.role === 'focal-point' && id !== need.organization.id;
  const { data } = useQuery({ ...organizationQuery(id), enabled: isOther });
  return isOther && data?.areaIso2 === need.areaIso2 && STATES.includes(data.kind) ? id : null;
}

/** Whether the session is of the State that an imported need, which nobody here filed, is for: it speaks for that. */
export function useIsImportedForUs(need: Need): boolean {
  return useStateConcerned(need) !== null && need.source !== null;
}
