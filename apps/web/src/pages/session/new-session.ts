import { useQueryClient } from '@tanstack/react-query';
import { sessionQuery, setSessionEnded } from '../../api/session.js';
import type { Session } from '../../api/types.js';
import { clearDrafts } from '../../ui/draft.js';

/** Begins to show the world as the new session sees it; what the old one saw is dropped. */
export function useNewSession(): (session: Session | null) => Promise<void> {
  const queries = useQueryClient();
  return async (session) => {
    const before = queries.getQueryData(sessionQuery.queryKey);
    const same = session !== null && before?.membershipId === session.membershipId;
    queries.setQueryData(sessionQuery.queryKey, session);
    setSessionEnded(false);
    if (session === null) clearDrafts();
    if (same) await queries.invalidateQueries();
    else
      await queries.resetQueries({
        predicate: ({ queryKey }) => !['session', 'reference'].includes(String(queryKey[0])),
      });
  };
}
