import { useMemo } from 'react';
import { useIntl } from 'react-intl';
import { useAreaNames, useCategoryNames, useTypeNames, useUnitNames } from '../../api/reference.js';
import { formatMoney, formatWhole } from '../../ui/money.js';
import type { Vocabulary } from './reason-words.js';

/** The vocabulary of the page's language. */
export function useVocabulary(): Vocabulary {
  const intl = useIntl();
  const area = useAreaNames();
  const category = useCategoryNames();
  const type = useTypeNames();
  const unit = useUnitNames();
  return useMemo(
    () => ({
      words: (id, values) => (id in intl.messages ? intl.formatMessage({ id }, values) : null),
      quantity: (value, measure) =>
        measure.currency !== undefined
          ? formatMoney({ minor: value, currency: measure.currency }, intl.locale)
          : intl.formatMessage(
              { id: 'quantity.units' },
              { count: formatWhole(value, intl.locale), unit: unit(measure.unit ?? '') },
            ),
      day: (value) => intl.formatDate(`${value}T00:00:00Z`, { dateStyle: 'medium', timeZone: 'UTC' }),
      area,
      category,
      type,
      unit,
      list: (items) => intl.formatList([...items], { type: 'conjunction' }),
    }),
    [intl, area, category, type, unit],
  );
}
