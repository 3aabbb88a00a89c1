import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { sessionNews, sessionQuery, showAs } from '../../api/session.js';
import type { Session } from '../../api/types.js';
import { clearDrafts } from '../../ui/draft.js';

/** Between the windows of one browser: the membership that is signed in now, or null. */
const CHANNEL = 'session';

/** Begins to show the world as the new session sees it, here and in the other windows of the browser. */
export function useNewSession(): (session: Session | null) => Promise<void> {
  const queries = useQueryClient();
  return async (session) => {
    await queries.cancelQueries({ queryKey: sessionQuery.queryKey });
    sessionNews.set(null);
    if (session === null) clearDrafts();
    const channel = new BroadcastChannel(CHANNEL);
    channel.postMessage(session?.membershipId ?? null);
    channel.close();
    await showAs(queries, session);
  };
}

/** Follows who signs in or out in the other windows: all of them share one session. */
export function useOtherWindows(): void {
  const queries = useQueryClient();
  useEffect(() => {
    const channel = new BroadcastChannel(CHANNEL);
    channel.onmessage = ({ data: membershipId }: MessageEvent<string | null>) => {
      const shown = queries.getQueryData(sessionQuery.queryKey);
      if (membershipId === null) {
        clearDrafts();
        if (shown) sessionNews.set('left');
        void showAs(queries, null);
      } else if (membershipId === shown?.membershipId) {
        sessionNews.set(null);
        void queries.invalidateQueries();
      } else void queries.invalidateQueries({ queryKey: sessionQuery.queryKey });
    };
    return () => channel.close();
  }, [queries]);
}
