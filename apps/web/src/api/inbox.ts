import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { answer, http } from './client.js';

const LIMIT = 25;
const POLL_MS = 60_000;

/** How many are not read; asked again once a minute. */
export const unreadQuery = queryOptions({
  queryKey: ['inbox', 'unread'],
  refetchInterval: POLL_MS,
  queryFn: () => answer(http.GET('/api/v1/notifications/unread')).then(({ unread }) => unread),
});

/** The newest first: all, or only those that are not read. */
export const inboxQuery = (isUnreadOnly: boolean) =>
  infiniteQueryOptions({
    queryKey: ['inbox', 'list', isUnreadOnly],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: cursor }) => {
      const unread = isUnreadOnly || undefined;
      return answer(http.GET('/api/v1/notifications', { params: { query: { unread, cursor, limit: LIMIT } } }));
    },
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });

/** Answers with the ids of those that it changed. */
export const markNotifications = (ids: readonly string[], isRead: boolean) =>
  answer(http.POST('/api/v1/notifications/read', { body: { ids: [...ids], isRead } })).then((marked) => marked.ids);

/** All that were written up to one, the last of those that the person has seen. */
export const markAllRead = (upTo: string) =>
  answer(http.POST('/api/v1/notifications/read-all', { body: { upTo } })).then((marked) => marked.ids);
