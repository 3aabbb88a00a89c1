import { queryOptions, useQuery } from '@tanstack/react-query';
import type { QueryClient } from '@tanstack/react-query';
import { sharedValue } from '../shared-value.js';
import { answer, http } from './client.js';
import { isStatus } from './problem.js';
import type { components } from './schema.js';
import type { Role, Session } from './types.js';

/** Who may read matches and the projects that come of them. */
export const READS_MATCHES: readonly Role[] = ['coordinator', 'focal-point', 'donor', 'auditor', 'finance', 'approver'];

/** Who may read payment orders and their events. Others see of them what the trail of their match says. */
export const READS_ORDERS: readonly Role[] = ['finance', 'approver', 'auditor'];

/** Who may read agreements with funds; a donor reads its own. */
export const READS_AGREEMENTS: readonly Role[] = ['donor', 'coordinator', 'approver', 'finance', 'auditor'];

/** Who may read people and invitations; administrators change them too. */
export const READS_PEOPLE: readonly Role[] = ['administrator', 'auditor'];

/** Who may read the audit log; coordinators what is open to them. */
export const READS_AUDIT: readonly Role[] = ['auditor', 'coordinator'];

/**
 * What a person must know about the session: it ended under their hands, so a dialog over the page asks to sign in again; or
 * another window of the browser signed somebody else in, or out.
 */
export const sessionNews = sharedValue<'ended' | 'other' | 'left' | null>(null);

const SESSION_KEY = ['session'];

/** Who is signed in; null for nobody. A session that is found ended stays until the person signs in again or leaves. */
export const sessionQuery = queryOptions({
  queryKey: SESSION_KEY,
  staleTime: 60_000,
  queryFn: async ({ client, signal }): Promise<Session | null> => {
    const shown = () => client.getQueryData<Session | null>(SESSION_KEY);
    try {
      const session = await answer(http.GET('/api/v1/session', { signal }));
      const before = shown();
      if (before !== undefined && before?.membershipId !== session.membershipId) {
        sessionNews.set('other');
        void showAs(client, session);
      }
      return session;
    } catch (error) {
      if (!isStatus(error, 401)) throw error;
      const before = shown() ?? null;
      if (before !== null) sessionNews.set('ended');
      return before;
    }
  },
});

/** Shows the world as one session sees it; what another membership saw is dropped. */
export async function showAs(queries: QueryClient, session: Session | null): Promise<void> {
  const before = queries.getQueryData(sessionQuery.queryKey);
  queries.setQueryData(sessionQuery.queryKey, session);
  if (session !== null && before?.membershipId === session.membershipId) return queries.invalidateQueries();
  return queries.resetQueries({
    predicate: ({ queryKey }) => !['session', 'reference'].includes(String(queryKey[0])),
  });
}

export const signIn = (body: components['schemas']['SignInDto']) => answer(http.POST('/api/v1/session', { body }));

export const actAs = (membershipId: string) =>
  answer(http.POST('/api/v1/session/membership', { body: { membershipId } }));

export const signOut = () => answer(http.DELETE('/api/v1/session'));

export function useSession(): Session | null {
  return useQuery(sessionQuery).data ?? null;
}

export function useRole(): Role | null {
  return useSession()?.role ?? null;
}
