import { queryOptions } from '@tanstack/react-query';
import { answer, http, ifMatch } from './client.js';
import type { components } from './schema.js';
import type { MatchDeliveries } from './types.js';

type Body<Name extends keyof components['schemas']> = components['schemas'][Name];

export const deliveriesQuery = (matchId: string) =>
  queryOptions({
    queryKey: ['matches', matchId, 'deliveries'],
    queryFn: () => answer(http.GET('/api/v1/matches/{id}/deliveries', { params: { path: { id: matchId } } })),
  });

const seen = (match: MatchDeliveries) => ({ path: { id: match.matchId }, header: ifMatch(match) });

const seenOne = (match: MatchDeliveries, deliveryId: string) => ({
  path: { id: match.matchId, deliveryId },
  header: ifMatch(match),
});

export const startDelivery = (match: MatchDeliveries, body: Body<'StartDeliveryDto'>) =>
  answer(http.POST('/api/v1/matches/{id}/start-delivery', { params: seen(match), body }));

export const stopDelivery = (match: MatchDeliveries) =>
  answer(http.POST('/api/v1/matches/{id}/stop-delivery', { params: seen(match) }));

export const recordDelivery = (match: MatchDeliveries, idempotencyKey: string, body: Body<'RecordDeliveryDto'>) => {
  const { path, header } = seen(match);
  const params = { path, header: { ...header, 'Idempotency-Key': idempotencyKey } };
  return answer(http.POST('/api/v1/matches/{id}/deliveries', { params, body }));
};

export const endDelivery = (match: MatchDeliveries, reason: string) =>
  answer(http.POST('/api/v1/matches/{id}/end-delivery', { params: seen(match), body: { reason } }));

export const undoDelivery = (match: MatchDeliveries, id: string, reason: string) =>
  answer(
    http.POST('/api/v1/matches/{id}/deliveries/{deliveryId}/undo', { params: seenOne(match, id), body: { reason } }),
  );

export const acceptDelivery = (match: MatchDeliveries, id: string, body: Body<'AcceptDeliveryDto'>) =>
  answer(http.POST('/api/v1/matches/{id}/deliveries/{deliveryId}/accept', { params: seenOne(match, id), body }));

export const unacceptDelivery = (match: MatchDeliveries, id: string, reason: string) =>
  answer(
    http.POST('/api/v1/matches/{id}/deliveries/{deliveryId}/unaccept', {
      params: seenOne(match, id),
      body: { reason },
    }),
  );

export const unreturnDelivery = (match: MatchDeliveries, id: string, reason: string) =>
  answer(
    http.POST('/api/v1/matches/{id}/deliveries/{deliveryId}/unreturn', {
      params: seenOne(match, id),
      body: { reason },
    }),
  );

export const returnDelivery = (match: MatchDeliveries, id: string, reason: string) =>
  answer(
    http.POST('/api/v1/matches/{id}/deliveries/{deliveryId}/return', { params: seenOne(match, id), body: { reason } }),
  );
