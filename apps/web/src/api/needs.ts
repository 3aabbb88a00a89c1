import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { call } from './client.js';
import type { Candidate, Flow, FlowsSummary, Need, Page, Visibility } from './types.js';

export interface NeedsQuery {
  readonly category?: readonly string[];
  readonly area?: string;
  readonly region?: string;
  readonly group?: string;
  readonly state?: string;
  readonly q?: string;
  readonly sort?: string;
}

const LIMIT_MAX = 100;

/** The list, `shown` rows in the first page (as many as the api gives at once), then page by page of `size`. */
export const needsQuery = (filters: NeedsQuery, shown: number, size: number) =>
  infiniteQueryOptions({
    queryKey: ['needs', 'list', filters],
    initialPageParam: { cursor: undefined as string | undefined, limit: Math.min(shown, LIMIT_MAX) },
    queryFn: ({ pageParam }) =>
      call<Page<Need>>('GET', '/needs', {
        query: { ...filters, ...pageParam, total: pageParam.cursor === undefined ? true : undefined },
      }),
    getNextPageParam: ({ nextCursor }) => (nextCursor === null ? null : { cursor: nextCursor, limit: size }),
  });

export const needQuery = (id: string) =>
  queryOptions({ queryKey: ['needs', id], queryFn: () => call<Need>('GET', `/needs/${id}`) });

export const candidatesQuery = (needId: string) =>
  queryOptions({
    queryKey: ['needs', needId, 'candidates'],
    queryFn: () => call<{ items: readonly Candidate[] }>('GET', `/needs/${needId}/candidates`),
  });

export const flowsQuery = (needId: string) =>
  queryOptions({
    queryKey: ['needs', needId, 'flows'],
    queryFn: () => call<Page<Flow>>('GET', '/flows', { query: { needId, limit: LIMIT_MAX } }),
  });

export const flowsSummaryQuery = (needId: string) =>
  queryOptions({
    queryKey: ['needs', needId, 'flows-summary'],
    queryFn: () => call<FlowsSummary>('GET', `/needs/${needId}/flows-summary`),
  });

export const publishNeed = ({ id, version }: Need, visibility: Visibility) =>
  call<Need>('POST', `/needs/${id}/publish`, { ifMatch: version, body: { visibility } });

export const assignCategory = ({ id, version }: Need, itemId: string, categoryCode: string) =>
  call<Need>('PATCH', `/needs/${id}/items/${itemId}`, { ifMatch: version, body: { categoryCode } });
