import { Link } from '@tanstack/react-router';
import { useSession } from '../../api/session.js';
import { useText } from '../../messages/text.js';
import { activeFilters, without } from './filters.js';
import type { NeedFilters } from './filters.js';
import { useFilterWords } from './filter-words.js';

/** An empty list says why it is empty and what to do about it. */
export function NoNeeds({ filters }: { filters: NeedFilters }) {
  const t = useText();
  const say = useFilterWords(undefined);
  const signedIn = useSession() !== null;
  const active = activeFilters(filters);
  return (
    <div className="notice">
      <p className="notice-title">{active.length > 0 ? t('needs.none-match') : t('needs.none')}</p>
      {active.length > 0 && (
        <>
          <p>{t('needs.none-step')}</p>
          <ul>
            {active.map(({ name, value }) => (
              <li key={`${name} ${value}`}>
                <Link to="/needs" search={without(filters, name, value)} activeOptions={{ exact: true }}>
                  {t('filter.remove', { filter: say(name, value) })}
                </Link>
              </li>
            ))}
          </ul>
        </>
      )}
      {!signedIn && (
        <p>
          {t('needs.none-anonymous')} <Link to="/sign-in">{t('action.sign-in')}</Link>
        </p>
      )}
    </div>
  );
}
