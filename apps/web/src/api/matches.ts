import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { answer, http, ifMatch } from './client.js';
import type { components } from './schema.js';
import type { Match, MatchState } from './types.js';

const LIMIT = 25;

export const matchesQuery = ({ needId, offerId, state }: { needId?: string; offerId?: string; state?: MatchState }) =>
  infiniteQueryOptions({
    queryKey: ['matches', 'list', { needId, offerId, state }],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: cursor }) =>
      answer(
        http.GET('/api/v1/matches', {
          params: { query: { needId, offerId, state: state && [state], cursor, limit: LIMIT } },
        }),
      ),
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });

export const matchQuery = (id: string) =>
  queryOptions({
    queryKey: ['matches', id],
    queryFn: () => answer(http.GET('/api/v1/matches/{id}', { params: { path: { id } } })),
  });

const seen = (match: Match) => ({ path: { id: match.id }, header: ifMatch(match) });

export const reviewMatch = (match: Match, body: components['schemas']['ReviewMatchDto']) =>
  answer(http.POST('/api/v1/matches/{id}/review', { params: seen(match), body }));

export const consentToMatch = (match: Match) =>
  answer(http.POST('/api/v1/matches/{id}/consent', { params: seen(match) }));

export const declineMatch = (match: Match, reason: string) =>
  answer(http.POST('/api/v1/matches/{id}/decline', { params: seen(match), body: { reason } }));

export const lowerMatch = (match: Match, body: components['schemas']['LowerMatchDto']) =>
  answer(http.POST('/api/v1/matches/{id}/lower', { params: seen(match), body }));

export const rescindMatch = (match: Match, reason: string) =>
  answer(http.POST('/api/v1/matches/{id}/rescind', { params: seen(match), body: { reason } }));

export const withdrawFromMatch = (match: Match, reason: string) =>
  answer(http.POST('/api/v1/matches/{id}/withdraw', { params: seen(match), body: { reason } }));
