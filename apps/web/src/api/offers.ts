import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { stringifySearch } from '../search.js';
import { answer, http, ifMatch } from './client.js';
import type { components, paths } from './schema.js';
import type { Offer, OfferState } from './types.js';

type OffersQuery = NonNullable<paths['/api/v1/offers']['get']['parameters']['query']>;

/** What narrows the list of offers. */
export interface OfferFilter extends Pick<
  OffersQuery,
  'kind' | 'area' | 'region' | 'organization' | 'q' | 'sort' | 'own' | 'availableFrom' | 'availableTo'
> {
  readonly state?: readonly OfferState[];
  readonly category?: readonly string[];
  readonly type?: readonly string[];
  readonly earmarkLevel?: readonly number[];
}

const LIMIT = 25;

const queryOf = ({ state, category, type, earmarkLevel, ...rest }: OfferFilter) => ({
  ...rest,
  state: state && [...state],
  category: category && [...category],
  type: type && [...type],
  earmarkLevel: earmarkLevel && [...earmarkLevel],
});

export const offersQuery = (filter: OfferFilter) =>
  infiniteQueryOptions({
    queryKey: ['offers', 'list', filter],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: cursor }) => {
      const total = cursor === undefined ? true : undefined;
      return answer(
        http.GET('/api/v1/offers', { params: { query: { ...queryOf(filter), cursor, limit: LIMIT, total } } }),
      );
    },
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });

/** The list as a file; its order is nothing to it. */
export const offersFile = ({ sort: _, ...filter }: OfferFilter, format: string): string =>
  `/api/v1/offers/export${stringifySearch({ format, ...filter })}`;

/** How many offers each value of a filter would leave. The order of the list is nothing to them. */
export const offerFacetsQuery = ({ sort: _, ...filter }: OfferFilter) =>
  queryOptions({
    queryKey: ['offers', 'facets', filter],
    queryFn: () => answer(http.GET('/api/v1/offers/facets', { params: { query: queryOf(filter) } })),
  });

export const offerQuery = (id: string) =>
  queryOptions({
    queryKey: ['offers', id],
    queryFn: () => answer(http.GET('/api/v1/offers/{id}', { params: { path: { id } } })),
  });

const seen = (offer: Pick<Offer, 'id' | 'version'>) => ({ path: { id: offer.id }, header: ifMatch(offer) });

export const draftOffer = (body: components['schemas']['OfferInput']) => answer(http.POST('/api/v1/offers', { body }));

export const reviseOffer = (offer: Offer, body: components['schemas']['OfferPatch']) =>
  answer(http.PATCH('/api/v1/offers/{id}', { params: seen(offer), body }));

export const publishOffer = (offer: Offer) => answer(http.POST('/api/v1/offers/{id}/publish', { params: seen(offer) }));

export const unpublishOffer = (offer: Offer) =>
  answer(http.POST('/api/v1/offers/{id}/unpublish', { params: seen(offer) }));

export const reduceOffer = (offer: Offer, body: components['schemas']['ReduceOfferInput']) =>
  answer(http.POST('/api/v1/offers/{id}/reduce', { params: seen(offer), body }));

export const withdrawOffer = (offer: Offer, reason: string) =>
  answer(http.POST('/api/v1/offers/{id}/withdraw', { params: seen(offer), body: { reason } }));

export const reopenOffer = (offer: Offer, until: Partial<Pick<Offer, 'validUntil' | 'usableUntil'>> = {}) =>
  answer(http.POST('/api/v1/offers/{id}/reopen', { params: seen(offer), body: until }));

/** Kinds of organizations that carry assistance out for others. */
const BODIES = ['un-entity', 'international-organization', 'regional-organization', 'ngo'] as const;

/** Organizations that an offer can name to carry out what it gives, by name. */
export const bodiesQuery = queryOptions({
  queryKey: ['organizations', 'bodies'],
  queryFn: async () => {
    const query = { kind: [...BODIES], limit: 100 };
    return (await answer(http.GET('/api/v1/organizations', { params: { query } }))).items;
  },
});
