import { infiniteQueryOptions, queryOptions, useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { answer, http, ifMatch } from './client.js';
import type { paths } from './schema.js';
import type { Named, Report, ReportInput, ReportPatch } from './types.js';

type ReportsQuery = NonNullable<paths['/api/v1/national-reports']['get']['parameters']['query']>;
type CycleQuery = NonNullable<paths['/api/v1/reporting-cycles/{code}']['get']['parameters']['query']>;

export type ReportFilter = Pick<ReportsQuery, 'cycle' | 'region' | 'area' | 'instrument'>;
export type CycleFilter = Pick<CycleQuery, 'region' | 'reported' | 'asked'>;

const LIMIT = 25;
/** States in a table of a cycle: most of them in two pages. */
const STATES_LIMIT = 100;
/** Pages of organizations that a choice of States reads at most. */
const ORGANIZATION_PAGES_MAX = 5;

const first = undefined as string | undefined;
const seen = (report: Report) => ({ path: { id: report.id }, header: ifMatch(report) });

/** The reporting cycles from the newest on. */
export const cyclesQuery = queryOptions({
  queryKey: ['reference', 'reporting-cycles'],
  staleTime: 300_000,
  queryFn: () => answer(http.GET('/api/v1/reference/reporting-cycles')).then(({ items }) => items),
});

/** The years of a cycle, `2024–2026`; the code of its meeting until they are there. */
export function useCycleName(): (code: string) => string {
  const cycles = useQuery(cyclesQuery).data;
  return useCallback((code) => cycles?.find((cycle) => cycle.code === code)?.name ?? code, [cycles]);
}

export const reportsQuery = (filter: ReportFilter) =>
  infiniteQueryOptions({
    queryKey: ['reports', 'list', filter],
    initialPageParam: first,
    queryFn: ({ pageParam: cursor }) =>
      answer(
        http.GET('/api/v1/national-reports', {
          params: { query: { ...filter, cursor, limit: LIMIT, total: cursor === undefined || undefined } },
        }),
      ),
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });

export const reportQuery = (id: string) =>
  queryOptions({
    queryKey: ['reports', id],
    queryFn: () => answer(http.GET('/api/v1/national-reports/{id}', { params: { path: { id } } })),
  });

export const needsOfReportQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['reports', id, 'needs'],
    initialPageParam: first,
    queryFn: ({ pageParam: cursor }) =>
      answer(
        http.GET('/api/v1/national-reports/{id}/needs', {
          params: { path: { id }, query: { cursor, limit: LIMIT, total: cursor === undefined || undefined } },
        }),
      ),
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });

export const cycleQuery = (code: string, filter: CycleFilter) =>
  infiniteQueryOptions({
    queryKey: ['reporting-cycles', code, filter],
    initialPageParam: first,
    queryFn: ({ pageParam: cursor }) =>
      answer(
        http.GET('/api/v1/reporting-cycles/{code}', {
          params: {
            path: { code },
            query: { ...filter, cursor, limit: STATES_LIMIT, total: cursor === undefined || undefined },
          },
        }),
      ),
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });

/** The States that take part, by name, for whoever files a report for one of them. */
export const statesQuery = queryOptions({
  queryKey: ['organizations', 'states'],
  queryFn: async () => {
    const found: Named[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < ORGANIZATION_PAGES_MAX; page += 1) {
      const query = { kind: ['state' as const, 'donor-state' as const], cursor, limit: 100 };
      const { items, nextCursor } = await answer(http.GET('/api/v1/organizations', { params: { query } }));
      found.push(...items);
      if (nextCursor === null) break;
      cursor = nextCursor;
    }
    return found;
  },
});

export const fileReport = (body: ReportInput) => answer(http.POST('/api/v1/national-reports', { body }));

export const correctReport = (report: Report, body: ReportPatch) =>
  answer(http.PATCH('/api/v1/national-reports/{id}', { params: seen(report), body }));

export const withdrawReport = (report: Report, reason: string) =>
  answer(http.POST('/api/v1/national-reports/{id}/withdraw', { params: seen(report), body: { reason } }));

export const restoreReport = (report: Report) =>
  answer(http.POST('/api/v1/national-reports/{id}/restore', { params: seen(report) }));

export const beginNeed = (reportId: string, body: { title: string; paragraph: string | null }) =>
  answer(http.POST('/api/v1/national-reports/{id}/needs', { params: { path: { id: reportId } }, body }));

export const reportFileAddress = (reportId: string, fileId: string): string =>
  `/api/v1/national-reports/${reportId}/files/${fileId}`;
