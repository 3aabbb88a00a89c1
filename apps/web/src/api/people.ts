import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { answer, http } from './client.js';
import type { components, paths } from './schema.js';

type PeopleQuery = NonNullable<paths['/api/v1/people']['get']['parameters']['query']>;
export type PeopleFilter = Pick<PeopleQuery, 'q' | 'organizationId' | 'disabled'>;

export const peopleQuery = (filter: PeopleFilter) =>
  infiniteQueryOptions({
    queryKey: ['people', 'list', filter],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: cursor }) =>
      answer(http.GET('/api/v1/people', { params: { query: { ...filter, cursor, limit: 50 } } })),
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });

export const personQuery = (id: string) =>
  queryOptions({
    queryKey: ['people', id],
    queryFn: () => answer(http.GET('/api/v1/people/{id}', { params: { path: { id } } })),
  });

export const giveRole = (id: string, body: components['schemas']['NewMembershipDto']) =>
  answer(http.POST('/api/v1/people/{id}/memberships', { params: { path: { id } }, body }));

export const endRole = (id: string, membershipId: string, reason: string) =>
  answer(
    http.POST('/api/v1/people/{id}/memberships/{membershipId}/end', {
      params: { path: { id, membershipId } },
      body: { reason },
    }),
  );

/** Undoes the end of a role. */
export const restoreRole = (id: string, membershipId: string) =>
  answer(
    http.POST('/api/v1/people/{id}/memberships/{membershipId}/restore', { params: { path: { id, membershipId } } }),
  );

export const shutOut = (id: string, reason: string) =>
  answer(http.POST('/api/v1/people/{id}/disable', { params: { path: { id } }, body: { reason } }));

export const openAgain = (id: string) => answer(http.POST('/api/v1/people/{id}/enable', { params: { path: { id } } }));

/** Those that nobody accepted or revoked. */
export const invitationsQuery = infiniteQueryOptions({
  queryKey: ['people', 'invitations'],
  initialPageParam: undefined as string | undefined,
  queryFn: ({ pageParam: cursor }) =>
    answer(
      http.GET('/api/v1/people/invitations', { params: { query: { state: ['open', 'expired'], cursor, limit: 50 } } }),
    ),
  getNextPageParam: ({ nextCursor }) => nextCursor,
});

export const invite = (body: components['schemas']['InviteDto']) =>
  answer(http.POST('/api/v1/people/invitations', { body }));

export const sendAgain = (id: string) =>
  answer(http.POST('/api/v1/people/invitations/{id}/send-again', { params: { path: { id } } }));

export const revoke = (id: string) =>
  answer(http.POST('/api/v1/people/invitations/{id}/revoke', { params: { path: { id } } }));

/** What the link of an invitation invites to. */
export const invitedQuery = (token: string) =>
  queryOptions({
    queryKey: ['invited', token],
    retry: false,
    queryFn: () => answer(http.POST('/api/v1/invitations/look-up', { body: { token } })),
  });

export const acceptInvitation = (body: components['schemas']['AcceptInvitationDto']) =>
  answer(http.POST('/api/v1/invitations/accept', { body }));

export const askForReset = (email: string) => answer(http.POST('/api/v1/password-resets', { body: { email } }));

/** Whether the link to a new password still works; fails if not. */
export const resetLinkQuery = (token: string) =>
  queryOptions({
    queryKey: ['reset-link', token],
    retry: false,
    staleTime: Infinity,
    queryFn: async () => {
      await answer(http.POST('/api/v1/password-resets/look-up', { body: { token } }));
      return true;
    },
  });

export const resetPassword = (body: components['schemas']['ResetPasswordDto']) =>
  answer(http.POST('/api/v1/password-resets/complete', { body }));
