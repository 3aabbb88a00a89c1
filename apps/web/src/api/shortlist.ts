import { queryOptions } from '@tanstack/react-query';
import { answer, http } from './client.js';
import { LIMIT_MAX } from './needs.js';

/** Ids of the needs that the person follows, the last added first. */
export const shortlistQuery = queryOptions({
  queryKey: ['shortlist'],
  queryFn: () => answer(http.GET('/api/v1/shortlist')).then(({ needIds }) => needIds),
});

/** Those needs, in the order of the ids; without those that are no longer to be seen. */
export const followedQuery = (ids: readonly string[]) =>
  queryOptions({
    queryKey: ['needs', 'followed', ids],
    queryFn: async () => {
      if (ids.length === 0) return [];
      const query = { id: [...ids], limit: LIMIT_MAX };
      const { items } = await answer(http.GET('/api/v1/needs', { params: { query } }));
      return items.sort((one, other) => ids.indexOf(one.id) - ids.indexOf(other.id));
    },
  });

export const follow = (id: string) => answer(http.PUT('/api/v1/shortlist/{id}', { params: { path: { id } } }));

export const unfollow = (id: string) => answer(http.DELETE('/api/v1/shortlist/{id}', { params: { path: { id } } }));
