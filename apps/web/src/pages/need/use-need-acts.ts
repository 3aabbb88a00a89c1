import { useQueryClient } from '@tanstack/react-query';
import { needQuery } from '../../api/needs.js';
import type { Need } from '../../api/types.js';

/** What an act on a need does after it: the page shows the need as it is then. */
export function useNeedActs(need: Need) {
  const queries = useQueryClient();
  const { queryKey } = needQuery(need.id);
  return {
    onConflict: () => void queries.invalidateQueries({ queryKey }),
    onDone: async (after: Need) => {
      queries.setQueryData(queryKey, after);
      await queries.invalidateQueries();
    },
  };
}

/** The same after an act that answers with something else than the need. */
export function useNeedReread(need: Need) {
  const queries = useQueryClient();
  return {
    onConflict: () => void queries.invalidateQueries({ queryKey: ['needs', need.id] }),
    onDone: () => queries.invalidateQueries(),
  };
}
