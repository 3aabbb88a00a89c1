import { Link } from '@tanstack/react-router';
import { useText } from '../../messages/text.js';
import { activeFilters, cleared, without } from './filters.js';
import type { NeedFilters } from './filters.js';
import { useFilterWords } from './filter-words.js';

/** What narrows the list, each with a link that takes it away. */
export function ActiveFilters({ filters, organization }: { filters: NeedFilters; organization: string | undefined }) {
  const t = useText();
  const say = useFilterWords(organization);
  const active = activeFilters(filters);
  if (active.length === 0) return null;
  return (
    <ul className="chips" aria-label={t('filter.active')}>
      {active.map(({ name, value }) => (
        <li key={`${name} ${value}`}>
          <span>{say(name, value)}</span>{' '}
          <Link
            to="/needs"
            search={without(filters, name, value)}
            activeOptions={{ exact: true }}
            className="no-print"
            aria-label={t('filter.remove', { filter: say(name, value) })}
          >
            {t('filter.remove-short')}
          </Link>
        </li>
      ))}
      <li className="no-print">
        <Link to="/needs" search={cleared(filters)} activeOptions={{ exact: true }}>
          {t('filter.clear')}
        </Link>
      </li>
    </ul>
  );
}
