import { infiniteQueryOptions, queryOptions, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { answer, http } from './client.js';
import type { Import, ImportRequest, Role } from './types.js';

const LIMIT = 25;
const POLL_MS = 3_000;

/** Who sends which files back. */
export const SENT_BY: Readonly<Partial<Record<Role, Import['kind']>>> = { 'focal-point': 'needs', donor: 'offers' };

/** Who reads what became of files. */
export const READS_IMPORTS: readonly Role[] = ['focal-point', 'donor', 'auditor'];

export const isOver = ({ state }: Import): boolean => state !== 'waiting' && state !== 'running';

/** Rows that were neither used nor refused yet, and never will be when the import is over. */
export const leftOf = ({ rows, created, updated, proposed, unchanged, alreadyFiled, refused }: Import): number =>
  (rows ?? 0) - created - updated - proposed - unchanged - alreadyFiled - refused;

export const importsQuery = infiniteQueryOptions({
  queryKey: ['imports', 'list'],
  initialPageParam: undefined as string | undefined,
  queryFn: ({ pageParam: cursor }) =>
    answer(http.GET('/api/v1/imports', { params: { query: { cursor, limit: LIMIT } } })),
  getNextPageParam: ({ nextCursor }) => nextCursor,
});

export const importQuery = (id: string) =>
  queryOptions({
    queryKey: ['imports', id],
    queryFn: () => answer(http.GET('/api/v1/imports/{id}', { params: { path: { id } } })),
  });

/** The first rows that were not used; the file of errors holds all. */
const UNUSED_SHOWN_MAX = 20;

export const unusedRowsQuery = (id: string) =>
  queryOptions({
    queryKey: ['imports', id, 'unused-rows'],
    queryFn: () =>
      answer(
        http.GET('/api/v1/imports/{id}/unused-rows', { params: { path: { id }, query: { limit: UNUSED_SHOWN_MAX } } }),
      ),
  });

/** The rows that an earlier file filed, page by page. */
export const filedRowsQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['imports', id, 'already-filed'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: cursor }) =>
      answer(
        http.GET('/api/v1/imports/{id}/already-filed', { params: { path: { id }, query: { cursor, limit: LIMIT } } }),
      ),
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });

/** The rows that begin, change or propose something, page by page. */
export const changingRowsQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['imports', id, 'changes'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: cursor }) =>
      answer(http.GET('/api/v1/imports/{id}/changes', { params: { path: { id }, query: { cursor, limit: LIMIT } } })),
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });

export const requestImport = (body: ImportRequest) => answer(http.POST('/api/v1/imports', { body }));

export const cancelImport = (id: string) =>
  answer(http.POST('/api/v1/imports/{id}/cancel', { params: { path: { id } } }));

export const errorsAddress = (id: string): string => `/api/v1/imports/${id}/errors.csv`;

/** Follows an import until it is over: by server-sent events, and by asking where they do not get through. */
export function useImportProgress(id: string, over: boolean): void {
  const queries = useQueryClient();
  const [broken, setBroken] = useState(false);
  useEffect(() => {
    if (over) return;
    const { queryKey } = importQuery(id);
    if (broken || typeof EventSource === 'undefined') {
      const timer = setInterval(() => void queries.invalidateQueries({ queryKey }), POLL_MS);
      return () => clearInterval(timer);
    }
    const stream = new EventSource(`/api/v1/imports/${id}/events`);
    stream.addEventListener('progress', ({ data }: MessageEvent<string>) =>
      queries.setQueryData(queryKey, JSON.parse(data) as Import),
    );
    stream.addEventListener('error', () => {
      if (stream.readyState === EventSource.CLOSED) setBroken(true);
    });
    return () => stream.close();
  }, [id, over, broken, queries]);
  useEffect(() => {
    // What its rows changed is read anew.
    if (over) void queries.invalidateQueries({ predicate: ({ queryKey: [of] }) => of === 'needs' || of === 'offers' });
  }, [over, queries]);
}
