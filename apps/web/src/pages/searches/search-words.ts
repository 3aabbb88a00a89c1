import type { SavedSearch } from '../../api/types.js';
import { useText } from '../../messages/text.js';
import { activeFilters, readFilters, type NeedFilters } from '../needs/filters.js';
import { useFilterWords } from '../needs/filter-words.js';
import { useList } from '../../ui/use-list.js';

/** A saved filter as the address of the list has it. */
export const filtersOfSearch = ({ filter }: Pick<SavedSearch, 'filter'>): NeedFilters => readFilters({ ...filter });

/** Whether two filters narrow the list alike; their order and length are nothing to that. */
export function isSameSearch(one: NeedFilters, other: NeedFilters): boolean {
  return JSON.stringify(activeFilters(one)) === JSON.stringify(activeFilters(other));
}

/** `State or area: Haiti and Category of assistance: Marking`; every need where nothing narrows it. */
export function useSearchWords(): (filters: NeedFilters) => string {
  const t = useText();
  const say = useFilterWords(undefined);
  const list = useList('conjunction');
  return (filters) => list(activeFilters(filters).map(({ name, value }) => say(name, value))) || t('search.every-need');
}
