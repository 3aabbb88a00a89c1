import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { call } from './client.js';
import type { Match, MatchState, Page } from './types.js';

export interface MatchesQuery {
  readonly needId?: string;
  readonly offerId?: string;
  readonly state?: MatchState;
}

const LIMIT = 25;

export const matchesQuery = (filters: MatchesQuery) =>
  infiniteQueryOptions({
    queryKey: ['matches', 'list', filters],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      call<Page<Match>>('GET', '/matches', { query: { ...filters, cursor: pageParam, limit: LIMIT } }),
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });

export const matchQuery = (id: string) =>
  queryOptions({ queryKey: ['matches', id], queryFn: () => call<Match>('GET', `/matches/${id}`) });

export interface Review {
  readonly decision: 'accept' | 'decline';
  readonly amount?: string;
  readonly note?: string;
  readonly reason?: string;
}

const act = (verb: string) => (match: Match, body: unknown) =>
  call<Match>('POST', `/matches/${match.id}/${verb}`, { ifMatch: match.version, body });

export const reviewMatch: (match: Match, review: Review) => Promise<Match> = act('review');
export const consentToMatch = (match: Match) => act('consent')(match, undefined);
export const declineMatch = (match: Match, reason: string) => act('decline')(match, { reason });
export const rescindMatch = (match: Match, reason: string) => act('rescind')(match, { reason });
