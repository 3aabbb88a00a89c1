import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, type ReactNode } from 'react';
import { needsFile, needsQuery, type NeedFilter } from '../../api/needs.js';
import { useSession } from '../../api/session.js';
import type { NeedSummary, Session } from '../../api/types.js';
import { loadPageWords } from '../../messages/languages.js';
import { Text, useText } from '../../messages/text.js';
import { Downloads } from '../../ui/downloads.js';
import { useFocusAfterFilter } from '../../ui/focus-after-filter.js';
import { Page } from '../../ui/page.js';
import { ShowMore } from '../../ui/show-more.js';
import { Loading, Trouble } from '../../ui/trouble.js';
import { ChooseNeed, ChosenNeeds } from '../shortlist/chosen-needs.js';
import { ActiveFilters } from './active-filters.js';
import { FilterForm } from './filter-form.js';
import { PAGE_SIZE, readFilters, SHOWN_MAX, type NeedFilters } from './filters.js';
import { NeedViews } from './need-views.js';
import { NeedsTable } from './needs-table.js';
import { NoNeeds } from './no-needs.js';
import { askedOf, inView, UNPUBLISHED_STATES, viewOf } from './views.js';

const route = getRouteApi('/needs');

/** Not for visitors: loaded with its words for those who are signed in; where it does not arrive, the list goes on. */
const SaveSearch = lazy<(props: { filters: NeedFilters; asked: NeedFilter }) => ReactNode>(async () => {
  try {
    const [module] = await Promise.all([import('../searches/save-search.js'), loadPageWords()]);
    return { default: module.SaveSearch };
  } catch {
    return { default: () => null };
  }
});

const FollowInList = lazy<(props: { need: NeedSummary }) => ReactNode>(async () => {
  try {
    const [module] = await Promise.all([import('../shortlist/follow-need.js'), loadPageWords()]);
    return { default: module.FollowInList };
  } catch {
    return { default: () => null };
  }
});

/** Nobody follows what their own organization asks for: they are told of it anyway. */
const isFollowable = ({ state, organization }: NeedSummary, session: Session) =>
  !UNPUBLISHED_STATES.includes(state) &&
  !(session.role === 'focal-point' && organization.id === session.organization.id);

export function NeedsPage() {
  const t = useText();
  const session = useSession();
  const role = session?.role ?? null;
  // The address holds more than filters: the language of the page.
  const { shown = PAGE_SIZE, compare: chosen = [], ...read } = readFilters({ ...route.useSearch() });
  const view = viewOf(read, role);
  const filters = inView(read, view, role);
  const asked = askedOf(filters, view, session);
  const navigate = route.useNavigate();
  const query = useInfiniteQuery({ ...needsQuery(asked, shown, PAGE_SIZE), placeholderData: keepPreviousData });
  const needs = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const total = query.data?.pages[0]?.total;
  const { hasNextPage, isFetchingNextPage, isError, fetchNextPage, isPlaceholderData } = query;

  // A pasted link to a long list opens as long as it was, a page at a time.
  const behind = !isPlaceholderData && needs.length > 0 && needs.length < shown;
  useEffect(() => {
    if (behind && hasNextPage && !isFetchingNextPage && !isError) void fetchNextPage();
  }, [behind, hasNextPage, isFetchingNextPage, isError, fetchNextPage]);

  const narrowed = JSON.stringify([view, filters]);
  const count = useFocusAfterFilter(JSON.stringify(read));

  const showMore = () =>
    void navigate({
      search: (before) => ({ ...before, shown: Math.min(needs.length + PAGE_SIZE, SHOWN_MAX) }),
      replace: true,
      resetScroll: false,
    });

  // It takes the place of the present entry: who comes back from the comparison finds what they chose.
  const choose = (compare: readonly string[] | undefined) =>
    void navigate({ search: (before) => ({ ...before, compare }), replace: true, resetScroll: false });
  const acts = (need: NeedSummary) => (
    <div className="row-acts">
      <ChooseNeed need={need} chosen={chosen} onChange={choose} />
      {session && isFollowable(need, session) && (
        <Suspense>
          <FollowInList need={need} />
        </Suspense>
      )}
    </div>
  );

  return (
    <Page title={t('needs.title')} lead={<p>{t('needs.lead')}</p>}>
      {role === 'focal-point' && (
        <p className="no-print">
          <Link to="/needs/new" className="button">
            {t('needs.new')}
          </Link>
        </p>
      )}
      <NeedViews filters={{ ...filters, compare: chosen }} view={view} total={isPlaceholderData ? undefined : total} />
      <div className="with-side">
        <FilterForm
          key={narrowed}
          filters={{ ...filters, compare: chosen }}
          view={view}
          asked={asked}
          counts={query.isSuccess && !isPlaceholderData}
        />
        <section aria-label={t('needs.results')} aria-busy={query.isFetching || undefined} className="results">
          <p role="status" className="results-count" ref={count} tabIndex={-1}>
            {total !== undefined && !isPlaceholderData && (
              <Text id="needs.count" values={{ total, shown: Math.min(needs.length, total) }} />
            )}
          </p>
          <ActiveFilters filters={{ ...filters, compare: chosen }} organization={needs[0]?.organization.name} />
          {role && view !== 'ours' && (
            <Suspense>
              <SaveSearch filters={filters} asked={asked} />
            </Suspense>
          )}
          {query.isPending && <Loading what={t('needs.loading')} />}
          {isError && <Trouble error={query.error} retry={() => void query.refetch()} />}
          {query.isSuccess && needs.length === 0 && <NoNeeds filters={{ ...filters, compare: chosen }} view={view} />}
          {needs.length > 0 && <NeedsTable needs={needs} extra={{ label: t('needs.column.act'), of: acts }} />}
          <Downloads address={(format) => needsFile(asked, format)} sends={role === 'focal-point'} />
          <ShowMore
            key={narrowed}
            more={hasNextPage && needs.length < SHOWN_MAX}
            busy={isFetchingNextPage}
            words={{ more: t('needs.more', { count: PAGE_SIZE }), loading: t('needs.loading') }}
            onMore={showMore}
            limit={hasNextPage && needs.length >= SHOWN_MAX ? t('needs.narrow', { count: SHOWN_MAX }) : undefined}
          />
          <ChosenNeeds chosen={chosen} onClear={() => choose(undefined)} />
        </section>
      </div>
    </Page>
  );
}
