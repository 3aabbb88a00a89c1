import { infiniteQueryOptions } from '@tanstack/react-query';
import { answer, http } from './client.js';
import type { paths } from './schema.js';

type AuditQuery = NonNullable<paths['/api/v1/audit']['get']['parameters']['query']>;
export type AuditFilter = Pick<AuditQuery, 'act' | 'actor' | 'refId'>;

/** Entries of the audit log, the newest first. */
export const auditQuery = (filter: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: ['audit', filter],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: cursor }) =>
      answer(http.GET('/api/v1/audit', { params: { query: { ...filter, cursor, limit: 50 } } })),
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
