import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { stringifySearch } from '../search.js';
import { answer, http, ifMatch } from './client.js';
import type { components, paths } from './schema.js';
import type { Need, NeedRevision, Visibility } from './types.js';

type NeedsQuery = NonNullable<paths['/api/v1/needs']['get']['parameters']['query']>;

/** What narrows the list, as its address says it. */
export interface NeedFilter extends Omit<NeedsQuery, Narrow | 'cursor' | 'limit' | 'total'> {
  readonly category?: readonly string[];
  readonly type?: readonly string[];
  readonly coverage?: readonly Coverage[];
  readonly group?: readonly Group[];
  readonly area?: string;
  readonly region?: string;
  readonly state?: readonly Need['state'][];
  readonly priority?: string;
  readonly openFrom?: string;
  readonly openTo?: string;
  readonly inDelivery?: 'true' | 'false';
  readonly reconfirmation?: 'true' | 'false';
}
type Narrow =
  | 'category'
  | 'type'
  | 'coverage'
  | 'group'
  | 'area'
  | 'region'
  | 'state'
  | 'priority'
  | 'openFrom'
  | 'openTo'
  | 'inDelivery'
  | 'reconfirmation';
type Coverage = NonNullable<NeedsQuery['coverage']>[number];
type Group = NonNullable<NeedsQuery['group']>[number];

function queryOf({
  category,
  type,
  coverage,
  group,
  area,
  region,
  state,
  priority,
  openFrom,
  openTo,
  inDelivery,
  reconfirmation,
  ...rest
}: NeedFilter) {
  return {
    ...rest,
    category: category && [...category],
    type: type && [...type],
    coverage: coverage && [...coverage],
    group: group && [...group],
    area: area ? [area] : undefined,
    region: region ? [region] : undefined,
    state: state && [...state],
    priority: priority ? [Number(priority)] : undefined,
    openFrom: openFrom === undefined ? undefined : Number(openFrom),
    openTo: openTo === undefined ? undefined : Number(openTo),
    inDelivery: inDelivery && inDelivery === 'true',
    reconfirmation: reconfirmation && reconfirmation === 'true',
  };
}

/** What narrows the list, as a saved search keeps it. */
export const apiFilterOf = ({ sort: _, ...filter }: NeedFilter) => queryOf(filter);

/** How many needs a filter leaves. The order of the list is nothing to that. */
export const needsCountQuery = ({ sort: _, ...filter }: NeedFilter) =>
  queryOptions({
    queryKey: ['needs', 'count', filter],
    queryFn: async () => {
      const query = { ...queryOf(filter), limit: 1, total: true };
      return (await answer(http.GET('/api/v1/needs', { params: { query } }))).total ?? 0;
    },
  });

export const LIMIT_MAX = 100;

/** The list, `shown` rows in the first page (as many as the api gives at once), then page by page of `size`. */
export const needsQuery = (filter: NeedFilter, shown: number, size: number) =>
  infiniteQueryOptions({
    queryKey: ['needs', 'list', filter],
    initialPageParam: { cursor: undefined as string | undefined, limit: Math.min(shown, LIMIT_MAX) },
    queryFn: ({ pageParam }) => {
      const total = pageParam.cursor === undefined ? true : undefined;
      return answer(http.GET('/api/v1/needs', { params: { query: { ...queryOf(filter), ...pageParam, total } } }));
    },
    getNextPageParam: ({ nextCursor }) => (nextCursor === null ? null : { cursor: nextCursor, limit: size }),
  });

/** The list as a file; its order is nothing to it. */
export const needsFile = ({ sort: _, ...filter }: NeedFilter, format: string): string =>
  `/api/v1/needs/export${stringifySearch({ format, ...queryOf(filter) })}`;

/** How many needs each value of a filter would leave. The order of the list is nothing to them. */
export const facetsQuery = ({ sort: _, ...filter }: NeedFilter) =>
  queryOptions({
    queryKey: ['needs', 'facets', filter],
    queryFn: () => answer(http.GET('/api/v1/needs/facets', { params: { query: queryOf(filter) } })),
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

export const draftNeed = (body: components['schemas']['NeedInput']) => answer(http.POST('/api/v1/needs', { body }));

export const reviseNeed = (need: Need, body: components['schemas']['NeedPatch']) =>
  answer(http.PATCH('/api/v1/needs/{id}', { params: { path: { id: need.id }, header: ifMatch(need) }, body }));

export const revisionsQuery = (needId: string) =>
  infiniteQueryOptions({
    queryKey: ['needs', needId, 'revisions'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: cursor }) =>
      answer(
        http.GET('/api/v1/needs/{id}/revisions', { params: { path: { id: needId }, query: { cursor, limit: 20 } } }),
      ),
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });

export const proposeRevision = (need: Need, body: components['schemas']['ProposeRevisionInput']) =>
  answer(http.POST('/api/v1/needs/{id}/revisions', { params: { path: { id: need.id }, header: ifMatch(need) }, body }));

/** A proposed change of a need as the person saw both. */
const revisionOf = (need: Need, revision: NeedRevision) => ({
  path: { id: need.id, revisionId: revision.id },
  header: ifMatch(need),
});

export const publishRevision = (need: Need, revision: NeedRevision) =>
  answer(
    http.POST('/api/v1/needs/{id}/revisions/{revisionId}/publish', { params: revisionOf(need, revision), body: {} }),
  );

export const declineRevision = (need: Need, revision: NeedRevision, note: string) =>
  answer(
    http.POST('/api/v1/needs/{id}/revisions/{revisionId}/decline', {
      params: revisionOf(need, revision),
      body: { note },
    }),
  );

export const withdrawRevision = (need: Need, revision: NeedRevision) =>
  answer(http.POST('/api/v1/needs/{id}/revisions/{revisionId}/withdraw', { params: revisionOf(need, revision) }));

export const duplicatesQuery = (id: string) =>
  queryOptions({
    queryKey: ['needs', id, 'duplicates'],
    queryFn: () => answer(http.GET('/api/v1/needs/{id}/duplicates', { params: { path: { id } } })),
  });

export const tellApart = (id: string, otherId: string, note: string) =>
  answer(
    http.POST('/api/v1/needs/{id}/duplicates/{otherId}/tell-apart', {
      params: { path: { id, otherId } },
      body: { note },
    }),
  );

export const suggestAgain = (id: string, otherId: string) =>
  answer(http.POST('/api/v1/needs/{id}/duplicates/{otherId}/suggest-again', { params: { path: { id, otherId } } }));

export const mergeNeed = (need: Pick<Need, 'id' | 'version'>, into: string, note: string) =>
  answer(
    http.POST('/api/v1/needs/{id}/merge', {
      params: { path: { id: need.id }, header: ifMatch(need) },
      body: { into, note },
    }),
  );

export const takeNeedApart = (need: Need, reason: string) =>
  answer(
    http.POST('/api/v1/needs/{id}/take-apart', {
      params: { path: { id: need.id }, header: ifMatch(need) },
      body: { reason },
    }),
  );

export const copyNeed = (need: Need) =>
  answer(http.POST('/api/v1/needs/{id}/copy', { params: { path: { id: need.id } } }));

/** Moves of a need that say nothing more than that. */
export type PlainNeedVerb = 'submit' | 'recall' | 'reinstate' | 'reopen' | 'validate' | 'reconsider';

export const moveNeed = (need: Need, verb: PlainNeedVerb) =>
  answer(http.POST(`/api/v1/needs/{id}/${verb}`, { params: { path: { id: need.id }, header: ifMatch(need) } }));

/** Hands it in again although questions are open. */
export const submitWithoutAnswers = (need: Need) =>
  answer(
    http.POST('/api/v1/needs/{id}/submit', {
      params: { path: { id: need.id }, header: ifMatch(need), query: { withoutAnswers: true } },
    }),
  );

export type NeedVerbWithReason = 'withdraw' | 'close' | 'reject' | 'unpublish' | 'unacknowledge';

export const moveNeedFor = (need: Need, verb: NeedVerbWithReason, reason: string) =>
  answer(
    http.POST(`/api/v1/needs/{id}/${verb}`, {
      params: { path: { id: need.id }, header: ifMatch(need) },
      body: { reason },
    }),
  );

export const showNeedTo = (need: Need, visibility: Visibility, reason: string) =>
  answer(
    http.POST('/api/v1/needs/{id}/show-to', {
      params: { path: { id: need.id }, header: ifMatch(need) },
      body: { visibility, reason },
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

export const assignCategory = (need: Need, itemId: string, body: { categoryCode: string; reason: string }) =>
  answer(
    http.PATCH('/api/v1/needs/{id}/items/{itemId}', {
      params: { path: { id: need.id, itemId }, header: ifMatch(need) },
      body,
    }),
  );
