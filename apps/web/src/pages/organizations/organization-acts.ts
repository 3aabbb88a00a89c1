import { useQueryClient } from '@tanstack/react-query';
import { organizationQuery } from '../../api/organizations.js';
import type { Organization } from '../../api/types.js';

/** What an act on an organization does after it: the page shows the organization as it is then. */
export function useOrganizationActs({ id }: Organization) {
  const queries = useQueryClient();
  const { queryKey } = organizationQuery(id);
  return {
    onConflict: () => void queries.invalidateQueries({ queryKey }),
    onDone: async (after: Organization) => {
      queries.setQueryData(queryKey, after);
      await queries.invalidateQueries({ queryKey: ['organizations'] });
    },
  };
}
