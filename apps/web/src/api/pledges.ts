import { queryOptions } from '@tanstack/react-query';
import { answer, http, ifMatch } from './client.js';
import type { components } from './schema.js';
import type { Surplus } from './types.js';

type Shapes = components['schemas'];

export const pledgesQuery = (needId: string) =>
  queryOptions({
    queryKey: ['needs', needId, 'pledges'],
    queryFn: () => answer(http.GET('/api/v1/needs/{id}/pledges', { params: { path: { id: needId } } })),
  });

export const pledge = (needId: string, itemId: string, body: Shapes['PledgeDto'], key: string) =>
  answer(
    http.POST('/api/v1/needs/{id}/items/{itemId}/pledges', {
      params: { path: { id: needId, itemId }, header: { 'Idempotency-Key': key } },
      body,
    }),
  );

export const surplusQuery = (offerId: string) =>
  queryOptions({
    queryKey: ['offers', offerId, 'surplus'],
    queryFn: () => answer(http.GET('/api/v1/offers/{id}/surplus', { params: { path: { id: offerId } } })),
  });

export const moveSurplus = ({ offerId, version }: Surplus, body: Shapes['MoveSurplusDto']) =>
  answer(
    http.POST('/api/v1/offers/{id}/surplus', {
      params: { path: { id: offerId }, header: ifMatch({ version }) },
      body,
    }),
  );

export const giveSurplusToFund = ({ offerId, version }: Surplus, body: Shapes['FundSurplusDto']) =>
  answer(
    http.POST('/api/v1/offers/{id}/surplus/fund', {
      params: { path: { id: offerId }, header: ifMatch({ version }) },
      body,
    }),
  );
