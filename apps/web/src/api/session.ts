import { queryOptions, useQuery } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { answer, http } from './client.js';
import { isStatus } from './problem.js';
import type { components } from './schema.js';
import type { Role, Session } from './types.js';

/** Who may read payment orders and their events. Others see of them what the trail of their match says. */
export const READS_ORDERS: readonly Role[] = ['finance', 'approver', 'auditor'];

const SESSION_KEY = ['session'];

/** Who is signed in; null for nobody. A session that is found ended stays until the person signs in again or leaves. */
export const sessionQuery = queryOptions({
  queryKey: SESSION_KEY,
  staleTime: 60_000,
  queryFn: async ({ client }): Promise<Session | null> => {
    try {
      return await answer(http.GET('/api/v1/session'));
    } catch (error) {
      if (!isStatus(error, 401)) throw error;
      const before = client.getQueryData<Session | null>(SESSION_KEY) ?? null;
      if (before !== null) setSessionEnded(true);
      return before;
    }
  },
});

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

/** The session ended under a person's hands: the page stays as it is, a dialog asks to sign in again. */
let ended = false;
const listeners = new Set<() => void>();

export function setSessionEnded(value: boolean): void {
  ended = value;
  for (const listener of listeners) listener();
}

export function useSessionEnded(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => ended,
  );
}
