import { queryOptions, useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useText } from '../messages/text.js';
import { answer, http } from './client.js';
import type { CodeName } from './types.js';

const list = <T>(name: string, load: () => Promise<{ items: T[] }>) =>
  queryOptions({
    queryKey: ['reference', name],
    staleTime: Infinity,
    queryFn: () => load().then(({ items }) => items),
  });

export const areasQuery = list('areas', () => answer(http.GET('/api/v1/reference/areas')));
export const categoriesQuery = list('categories', () => answer(http.GET('/api/v1/reference/assistance-categories')));
export const typesQuery = list('types', () => answer(http.GET('/api/v1/reference/assistance-types')));
export const currenciesQuery = list('currencies', () => answer(http.GET('/api/v1/reference/currencies')));
export const templatesQuery = list('templates', () => answer(http.GET('/api/v1/reference/need-templates')));
export const itemKindsQuery = list('item kinds', () => answer(http.GET('/api/v1/reference/item-kinds')));
export const unitsQuery = list('units', () => answer(http.GET('/api/v1/reference/units')));

/** Name of a country (ISO alpha-2) or region (M49); the code until the names are there. */
export function useAreaNames(): (code: string) => string {
  const areas = useQuery(areasQuery).data;
  return useCallback((code) => areas?.find((area) => area.iso2 === code || area.code === code)?.name ?? code, [areas]);
}

export function useCategoryNames(): (code: string) => string {
  return useNames(useQuery(categoriesQuery).data);
}

/** Whether a category is a stand-in, until a coordinator sorts the item into one that is matched with offers. */
export function useNeverMatches(): (code: string) => boolean {
  const categories = useQuery(categoriesQuery).data;
  return useCallback((code) => categories?.some((one) => one.code === code && one.neverMatches) ?? false, [categories]);
}

/** Of null, which a draft leaves open, that it is open. */
export function useTypeNames(): (code: string | null) => string {
  const t = useText();
  const name = useNames(useQuery(typesQuery).data);
  return useCallback((code) => (code === null ? t('item.type-open') : name(code)), [t, name]);
}

/** Names of units as they stand behind a number: `12 × training place`, but `3 × GPS receiver`. */
export function useUnitNames(): (code: string) => string {
  const name = useNames(useQuery(unitsQuery).data);
  return useCallback((code) => name(code).replace(/^\p{Lu}(?=\p{Ll})/u, (first) => first.toLowerCase()), [name]);
}

function useNames(list: readonly CodeName[] | undefined): (code: string) => string {
  return useCallback((code) => list?.find((one) => one.code === code)?.name ?? code, [list]);
}
