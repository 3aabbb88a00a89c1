import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { answer, http, ifMatch } from './client.js';
import type { components } from './schema.js';
import type { FundAgreement } from './types.js';

type Shapes = components['schemas'];

const LIMIT = 25;

const seen = ({ id, version }: FundAgreement) => ({ path: { id }, header: ifMatch({ version }) });

export const fundQuery = (id: string) =>
  queryOptions({
    queryKey: ['funds', id],
    queryFn: () => answer(http.GET('/api/v1/funds/{id}', { params: { path: { id } } })),
  });

export const agreementsQuery = (fundId: string) =>
  infiniteQueryOptions({
    queryKey: ['funds', fundId, 'agreements'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: cursor }) =>
      answer(
        http.GET('/api/v1/funds/{id}/agreements', {
          params: { path: { id: fundId }, query: { cursor, limit: LIMIT } },
        }),
      ),
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });

export const agreementQuery = (id: string) =>
  queryOptions({
    queryKey: ['agreements', id],
    queryFn: () => answer(http.GET('/api/v1/agreements/{id}', { params: { path: { id } } })),
  });

export const depositsQuery = (agreementId: string) =>
  infiniteQueryOptions({
    queryKey: ['agreements', agreementId, 'deposits'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: cursor }) =>
      answer(
        http.GET('/api/v1/agreements/{id}/deposits', {
          params: { path: { id: agreementId }, query: { cursor, limit: LIMIT } },
        }),
      ),
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });

export const pledgeToFund = (fundId: string, body: Shapes['OwnPledgeInput'], key: string) =>
  answer(
    http.POST('/api/v1/funds/{id}/pledges', {
      params: { path: { id: fundId }, header: { 'Idempotency-Key': key } },
      body,
    }),
  );

export const reducePledge = (agreement: FundAgreement, body: Shapes['ReducePledgeInput']) =>
  answer(http.POST('/api/v1/agreements/{id}/reduce', { params: seen(agreement), body }));

export const withdrawAgreement = (agreement: FundAgreement, reason: string) =>
  answer(http.POST('/api/v1/agreements/{id}/withdraw', { params: seen(agreement), body: { reason } }));
