import { Link } from '@tanstack/react-router';
import { useSession } from '../../api/session.js';
import { useCodeText, useText } from '../../messages/text.js';
import { activeFilters, without } from './filters.js';
import type { NeedFilters, View } from './filters.js';
import { useFilterWords } from './filter-words.js';
import { inView } from './views.js';
import { SignInLink } from '../../ui/sign-in-link.js';

/** An empty list says why it is empty and what to do about it. */
export function NoNeeds({ filters, view }: { filters: NeedFilters; view: View }) {
  const t = useText();
  const words = useCodeText();
  const role = useSession()?.role ?? null;
  const say = useFilterWords(undefined);
  const active = activeFilters(filters);
  return (
    <div className="notice">
      <p className="notice-title">{active.length > 0 ? t('needs.none-match') : words('needs.none.', view)}</p>
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
      {view !== 'all' && (
        <p>
          <Link to="/needs" search={inView(filters, 'all', role)} activeOptions={{ exact: true }}>
            {t('needs.among-all')}
          </Link>
        </p>
      )}
      {role === null && (
        <p>
          {t('needs.none-anonymous')} <SignInLink />
        </p>
      )}
    </div>
  );
}
