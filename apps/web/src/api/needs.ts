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

/** Moves of a need that say nothing more than that. */
export type PlainNeedVerb = 'submit' | 'recall' | 'reinstate' | 'reopen' | 'validate' | 'reconsider';

export const moveNeed = (need: Need, verb: PlainNeedVerb) =>
  answer(http.POST(`/api/v1/needs/{id}/${verb}`, { params: { path: { id: need.id }, header: ifMatch(need) } }));

export type NeedVerbWithReason = 'withdraw' | 'close' | 'reject' | 'unpublish';

export const moveNeedFor = (need: Need, verb: NeedVerbWithReason, reason: string) =>
  answer(
    http.POST(`/api/v1/needs/{id}/${verb}`, {
      params: { path: { id: need.id }, header: ifMatch(need) },
      body: { reason },
    }),
  );

export const confirmNeed = (need: Need, validUntil: string) =>
  answer(
    http.POST('/api/v1/needs/{id}/confirm', {
      params: { path: { id: need.id }, header: ifMatch(need) },
      body: { validUntil },
    }),
  );

export const acknowledgeNeed = (need: Need, authentication: string) =>
  answer(
    http.POST('/api/v1/needs/{id}/acknowledge', {
      params: { path: { id: need.id }, header: ifMatch(need) },
      body: { authentication },
    }),
  );

export const returnNeed = (need: Need, questions: { about: string | null; body: string }[]) =>
  answer(
    http.POST('/api/v1/needs/{id}/return', {
      params: { path: { id: need.id }, header: ifMatch(need) },
      body: { questions },
    }),
  );

export const waive = (need: Need, itemId: string, body: { waived: string; reason: string }) =>
  answer(
    http.POST('/api/v1/needs/{id}/items/{itemId}/waive', {
      params: { path: { id: need.id, itemId }, header: ifMatch(need) },
      body,
    }),
  );

export const accept = (need: Need, itemId: string, accepted: string) =>
  answer(
    http.POST('/api/v1/needs/{id}/items/{itemId}/accept', {
      params: { path: { id: need.id, itemId }, header: ifMatch(need) },
      body: { accepted },
    }),
  );

export const threadQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['needs', id, 'messages'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: cursor }) =>
      answer(
        http.GET('/api/v1/needs/{id}/messages', { params: { path: { id }, query: { cursor, limit: LIMIT_MAX } } }),
      ),
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });

export const sendNeedMessage = (id: string, body: { body: string; answersId?: string }) =>
  answer(http.POST('/api/v1/needs/{id}/messages', { params: { path: { id } }, body }));

export const assignCategory = (need: Need, itemId: string, categoryCode: string) =>
  answer(
    http.PATCH('/api/v1/needs/{id}/items/{itemId}', {
      params: { path: { id: need.id, itemId }, header: ifMatch(need) },
      body: { categoryCode },
    }),
  );
