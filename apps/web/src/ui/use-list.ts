import { useCallback } from 'react';
import { useIntl } from 'react-intl';

/** Items in one phrase of the page's language; empty for none. */
export function useList(type: 'conjunction' | 'disjunction'): (items: readonly string[]) => string {
  const { formatList } = useIntl();
  return useCallback((items) => (items.length === 0 ? '' : formatList([...items], { type })), [formatList, type]);
}
