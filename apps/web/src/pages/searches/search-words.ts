import { apiFilterOf, type NeedFilter } from '../../api/needs.js';
import type { SavedSearch } from '../../api/types.js';
import { useCodeText, useText } from '../../messages/text.js';
import { activeFilters, type NeedFilters } from '../needs/filters.js';
import { addressOf } from '../needs/views.js';
import { useFilterWords } from '../needs/filter-words.js';
import { useList } from '../../ui/use-list.js';

/** A saved filter as the address of the list has it. */
export const filtersOfSearch = ({ filter }: Pick<SavedSearch, 'filter'>): NeedFilters => addressOf(filter);

/** Whether a saved search and what the list is asked with are the same needs; order and length are nothing to that. */
export function isSameSearch(saved: Pick<SavedSearch, 'filter'>, asked: NeedFilter): boolean {
  const [one, other] = [filtersOfSearch(saved), addressOf(apiFilterOf(asked))];
  return JSON.stringify([one.view, activeFilters(one)]) === JSON.stringify([other.view, activeFilters(other)]);
}

/** `Looking for help, State or area: Haiti and Category of assistance: Marking`; every need where nothing narrows it. */
export function useSearchWords(): (filters: NeedFilters) => string {
  const t = useText();
  const words = useCodeText();
  const say = useFilterWords(undefined);
  const list = useList('conjunction');
  return (filters) => {
    const { view = 'all' } = filters;
    const narrowing = activeFilters(filters).map(({ name, value }) => say(name, value));
    return list(view === 'all' ? narrowing : [words('needs.view.', view), ...narrowing]) || t('search.every-need');
  };
}
