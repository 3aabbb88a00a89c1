import { useQueries } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { needsCountQuery } from '../../api/needs.js';
import { useSession } from '../../api/session.js';
import { Text, useCodeText, useText } from '../../messages/text.js';
import type { NeedFilters, View } from './filters.js';
import { askedOf, inView, viewsOf } from './views.js';

interface NeedViewsProps {
  readonly filters: NeedFilters;
  readonly view: View;
  /** Of the list as it stands; the other numbers are asked for once it is there. */
  readonly total: number | undefined;
}

/** Which needs the list is about, each view with the number of needs that the filters leave of it. */
export function NeedViews({ filters, view: shown, total }: NeedViewsProps) {
  const t = useText();
  const words = useCodeText();
  const session = useSession();
  const role = session?.role ?? null;
  const views = viewsOf(role).map((view) => ({ view, search: inView({ ...filters, shown: undefined }, view, role) }));
  const counts = useQueries({
    queries: views.map(({ view, search }) => ({
      ...needsCountQuery(askedOf(search, view, session)),
      enabled: view !== shown && total !== undefined,
    })),
  });
  return (
    <nav aria-label={t('needs.views')} className="no-print">
      <ul className="tabs">
        {views.map(({ view, search }, index) => {
          const needs = view === shown ? total : counts[index]?.data;
          return (
            <li key={view}>
              <Link
                to="/needs"
                search={search}
                activeOptions={{ exact: true }}
                aria-current={view === shown ? 'page' : undefined}
              >
                {needs === undefined ? (
                  words('needs.view.', view)
                ) : (
                  <Text id="filter.counted" values={{ name: words('needs.view.', view), count: needs }} />
                )}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
