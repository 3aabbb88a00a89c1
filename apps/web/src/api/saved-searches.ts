import { queryOptions } from '@tanstack/react-query';
import { answer, http, ifMatch } from './client.js';
import type { components } from './schema.js';
import type { SavedSearch } from './types.js';

/** All that the person keeps, by name. */
export const savedSearchesQuery = queryOptions({
  queryKey: ['saved-searches'],
  queryFn: () => answer(http.GET('/api/v1/saved-searches')).then(({ items }) => items),
});

export const saveSearch = (body: components['schemas']['SavedSearchInput']) =>
  answer(http.POST('/api/v1/saved-searches', { body }));

export const changeSearch = (search: SavedSearch, body: components['schemas']['SavedSearchPatch']) =>
  answer(
    http.PATCH('/api/v1/saved-searches/{id}', { params: { path: { id: search.id }, header: ifMatch(search) }, body }),
  );

export const removeSearch = (id: string) =>
  answer(http.DELETE('/api/v1/saved-searches/{id}', { params: { path: { id } } }));
