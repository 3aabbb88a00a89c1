import { useAreaNames, useCategoryNames, useTypeNames } from '../../api/reference.js';
import { useCodeText, useText } from '../../messages/text.js';
import type { MessageId } from '../../messages/languages.js';
import { useDayText } from '../../ui/dates.js';
import type { FilterName } from './filters.js';

const NAMES: Readonly<Record<FilterName, MessageId>> = {
  category: 'filter.category',
  type: 'filter.type',
  coverage: 'filter.coverage',
  group: 'filter.group',
  area: 'filter.area',
  region: 'filter.region',
  state: 'filter.state',
  priority: 'filter.priority',
  organization: 'filter.organization',
  openFrom: 'filter.open-from',
  openTo: 'filter.open-to',
  neededByFrom: 'filter.needed-from',
  neededByTo: 'filter.needed-to',
  inDelivery: 'filter.in-delivery',
  reconfirmation: 'filter.reconfirmation',
  q: 'filter.q',
};

/** `Category: Marking`, `State or area: Haiti`; the name of an organization is known from what it asks for. */
export function useFilterWords(organization: string | undefined): (name: FilterName, value: string) => string {
  const t = useText();
  const valueOf = useFilterValueWords();
  return (name, value) =>
    t('filter.is', {
      filter: t(NAMES[name]),
      value: name === 'organization' ? (organization ?? t('filter.organization-one')) : valueOf(name, value),
    });
}

/** The values alone: `Marking`, `Haiti`. */
export function useFilterValueWords(): (name: FilterName, value: string) => string {
  const t = useText();
  const words = useCodeText();
  const area = useAreaNames();
  const category = useCategoryNames();
  const type = useTypeNames();
  const day = useDayText();
  return (name, value) => {
    switch (name) {
      case 'category':
        return category(value);
      case 'type':
        return type(value);
      case 'coverage':
        return words('coverage.', value);
      case 'group':
        return words('group.', value);
      case 'area':
      case 'region':
        return area(value);
      case 'inDelivery':
        return words('in-delivery.', value);
      case 'reconfirmation':
        return words('reconfirmation.', value);
      case 'state':
        return words('state.need.', value);
      case 'openFrom':
      case 'openTo':
        return t('filter.usd', { amount: Number(value) });
      case 'neededByFrom':
      case 'neededByTo':
        return day(value);
      default:
        return value;
    }
  };
}
