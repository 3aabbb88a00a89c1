import { queryOptions } from '@tanstack/react-query';
import { answer, http } from './client.js';
import type { components } from './schema.js';

export const accountQuery = queryOptions({
  queryKey: ['account'],
  queryFn: () => answer(http.GET('/api/v1/account')),
});

export const ownSessionsQuery = queryOptions({
  queryKey: ['account', 'sessions'],
  queryFn: () => answer(http.GET('/api/v1/account/sessions')),
});

export const signOutElsewhere = () => answer(http.DELETE('/api/v1/account/sessions'));

export const endSession = (id: string) =>
  answer(http.DELETE('/api/v1/account/sessions/{id}', { params: { path: { id } } }));

export const prefer = (body: components['schemas']['PreferencesDto']) =>
  answer(http.PATCH('/api/v1/account', { body }));

export const changeEmail = (body: components['schemas']['ChangeEmailDto']) =>
  answer(http.POST('/api/v1/account/email', { body }));

export const sendEmailAgain = () => answer(http.POST('/api/v1/account/email/send-again'));

export const cancelEmail = () => answer(http.DELETE('/api/v1/account/email'));

/** Whether the link to another address still works; fails if not. */
export const addressLinkQuery = (token: string) =>
  queryOptions({
    queryKey: ['address-link', token],
    retry: false,
    staleTime: Infinity,
    queryFn: async () => {
      await answer(http.POST('/api/v1/email-changes/look-up', { body: { token } }));
      return true;
    },
  });

export const confirmEmail = (token: string) => answer(http.POST('/api/v1/email-changes/confirm', { body: { token } }));
