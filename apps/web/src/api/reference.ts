import { queryOptions, useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { call } from './client.js';
import type { Area, Category, CodeName } from './types.js';

const list = <T>(name: string) =>
  queryOptions({
    queryKey: ['reference', name],
    staleTime: Infinity,
    queryFn: () => call<{ items: readonly T[] }>('GET', `/reference/${name}`).then(({ items }) => items),
  });

export const areasQuery = list<Area>('areas');
export const categoriesQuery = list<Category>('assistance-categories');
export const typesQuery = list<CodeName>('assistance-types');
export const unitsQuery = list<CodeName>('units');

/** Name of a country (ISO alpha-2) or region (M49); the code until the names are there. */
export function useAreaNames(): (code: string) => string {
  const areas = useQuery(areasQuery).data;
  return useCallback((code) => areas?.find((area) => area.iso2 === code || area.code === code)?.name ?? code, [areas]);
}

export function useCategoryNames(): (code: string) => string {
  return useNames(useQuery(categoriesQuery).data);
}

export function useTypeNames(): (code: string) => string {
  return useNames(useQuery(typesQuery).data);
}

export function useUnitNames(): (code: string) => string {
  return useNames(useQuery(unitsQuery).data);
}

function useNames(list: readonly CodeName[] | undefined): (code: string) => string {
  return useCallback((code) => list?.find((one) => one.code === code)?.name ?? code, [list]);
}
