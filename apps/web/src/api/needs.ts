import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { answer, http, ifMatch } from './client.js';
import type { paths } from './schema.js';
import type { Need, Visibility } from './types.js';

type NeedsQuery = NonNullable<paths['/api/v1/needs']['get']['parameters']['query']>;

/** What narrows the list: of categories any one, else one value each. */
export interface NeedFilter extends Pick<NeedsQuery, 'region' | 'group' | 'q' | 'sort'> {
  readonly category?: readonly string[];
  readonly area?: string;
  readonly state?: Need['state'];
}

const LIMIT_MAX = 100;

/** The list, `shown` rows in the first page (as many as the api gives at once), then page by page of `size`. */
export const needsQuery = (filter: NeedFilter, shown: number, size: number) =>
  infiniteQueryOptions({
    queryKey: ['needs', 'list', filter],
    initialPageParam: { cursor: undefined as string | undefined, limit: Math.min(shown, LIMIT_MAX) },
    queryFn: ({ pageParam }) => {
      const { category, area, state, ...rest } = filter;
      const lists = { category: category && [...category], area: area ? [area] : undefined, state: state && [state] };
      const total = pageParam.cursor === undefined ? true : undefined;
      return answer(http.GET('/api/v1/needs', { params: { query: { ...rest, ...lists, ...pageParam, total } } }));
    },
    getNextPageParam: ({ nextCursor }) => (nextCursor === null ? null : { cursor: nextCursor, limit: size }),
  });

export const needQuery = (id: string) =>
  queryOptions({
    queryKey: ['needs', id],
    queryFn: () => answer(http.GET('/api/v1/needs/{id}', { params: { path: { id } } })),
  });

export const candidatesQuery = (id: string) =>
  queryOptions({
    queryKey: ['needs', id, 'candidates'],
    queryFn: () => answer(http.GET('/api/v1/needs/{id}/candidates', { params: { path: { id } } })),
  });

export const flowsQuery = (needId: string) =>
  queryOptions({
    queryKey: ['needs', needId, 'flows'],
    queryFn: () => answer(http.GET('/api/v1/flows', { params: { query: { needId, limit: LIMIT_MAX } } })),
  });

export const flowsSummaryQuery = (id: string) =>
  queryOptions({
    queryKey: ['needs', id, 'flows-summary'],
    queryFn: () => answer(http.GET('/api/v1/needs/{id}/flows-summary', { params: { path: { id } } })),
  });

export const publishNeed = (need: Need, visibility: Visibility) =>
  answer(
    http.POST('/api/v1/needs/{id}/publish', {
      params: { path: { id: need.id }, header: ifMatch(need) },
      body: { visibility },
    }),
  );

export const assignCategory = (need: Need, itemId: string, categoryCode: string) =>
  answer(
    http.PATCH('/api/v1/needs/{id}/items/{itemId}', {
      params: { path: { id: need.id, itemId }, header: ifMatch(need) },
      body: { categoryCode },
    }),
  );
