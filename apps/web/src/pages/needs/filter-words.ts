import { useAreaNames, useCategoryNames } from '../../api/reference.js';
import { useCodeText, useText } from '../../messages/text.js';
import type { NeedFilters } from './filters.js';

/** `Category: Marking`, `State or area: Haiti`. */
export function useFilterWords(): (name: keyof NeedFilters, value: string) => string {
  const t = useText();
  const words = useCodeText();
  const area = useAreaNames();
  const category = useCategoryNames();
  return (name, value) => {
    switch (name) {
      case 'category':
        return t('filter.is', { filter: t('filter.category'), value: category(value) });
      case 'area':
        return t('filter.is', { filter: t('filter.area'), value: area(value) });
      case 'region':
        return t('filter.is', { filter: t('filter.region'), value: area(value) });
      case 'group':
        return t('filter.is', { filter: t('filter.group'), value: words('group.', value) });
      case 'state':
        return t('filter.is', { filter: t('filter.state'), value: words('state.need.', value) });
      case 'q':
        return t('filter.is', { filter: t('filter.q'), value });
      case 'sort':
      case 'shown':
        return value;
    }
  };
}
