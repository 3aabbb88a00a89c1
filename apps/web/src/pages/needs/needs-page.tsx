import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef, type ReactNode } from 'react';
import { needsFile, needsQuery } from '../../api/needs.js';
import { useRole } from '../../api/session.js';
import { loadPageWords } from '../../messages/languages.js';
import { Text, useText } from '../../messages/text.js';
import { Downloads } from '../../ui/downloads.js';
import { Page } from '../../ui/page.js';
import { ShowMore } from '../../ui/show-more.js';
import { Loading, Trouble } from '../../ui/trouble.js';
import { ActiveFilters } from './active-filters.js';
import { FilterForm } from './filter-form.js';
import { PAGE_SIZE, readFilters, SHOWN_MAX, type NeedFilters } from './filters.js';
import { NeedsTable } from './needs-table.js';
import { NoNeeds } from './no-needs.js';

const route = getRouteApi('/needs');

/** Not for visitors: loaded with its words for those who are signed in; where it does not arrive, the list goes on. */
const SaveSearch = lazy<(props: { filters: NeedFilters }) => ReactNode>(async () => {
  try {
    const [module] = await Promise.all([import('../searches/save-search.js'), loadPageWords()]);
    return { default: module.SaveSearch };
  } catch {
    return { default: () => null };
  }
});

export function NeedsPage() {
  const t = useText();
  const role = useRole();
  // The address holds more than filters: the language of the page.
  const { shown = PAGE_SIZE, ...filters } = readFilters({ ...route.useSearch() });
  const navigate = route.useNavigate();
  const query = useInfiniteQuery({ ...needsQuery(filters, shown, PAGE_SIZE), placeholderData: keepPreviousData });
  const needs = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const total = query.data?.pages[0]?.total;
  const { hasNextPage, isFetchingNextPage, isError, fetchNextPage, isPlaceholderData } = query;

  // A pasted link to a long list opens as long as it was, a page at a time.
  const behind = !isPlaceholderData && needs.length > 0 && needs.length < shown;
  useEffect(() => {
    if (behind && hasNextPage && !isFetchingNextPage && !isError) void fetchNextPage();
  }, [behind, hasNextPage, isFetchingNextPage, isError, fetchNextPage]);

  const count = useRef<HTMLParagraphElement>(null);
  const narrowed = JSON.stringify(filters);
  const before = useRef(narrowed);
  useEffect(() => {
    if (before.current === narrowed) return;
    before.current = narrowed;
    // The form that was sent is gone, and with it what had the focus.
    if (document.activeElement === document.body) count.current?.focus();
  }, [narrowed]);

  const showMore = () =>
    void navigate({
      search: (before) => ({ ...before, shown: Math.min(needs.length + PAGE_SIZE, SHOWN_MAX) }),
      replace: true,
      resetScroll: false,
    });

  return (
    <Page title={t('needs.title')} lead={<p>{t('needs.lead')}</p>}>
      {role === 'focal-point' && (
        <p className="no-print">
          <Link to="/needs/new" className="button">
            {t('needs.new')}
          </Link>
        </p>
      )}
      <div className="with-side">
        <FilterForm key={narrowed} filters={filters} counts={query.isSuccess && !isPlaceholderData} />
        <section aria-label={t('needs.results')} aria-busy={query.isFetching || undefined} className="results">
          <p role="status" className="results-count" ref={count} tabIndex={-1}>
            {total !== undefined && !isPlaceholderData && (
              <Text id="needs.count" values={{ total, shown: Math.min(needs.length, total) }} />
            )}
          </p>
          <ActiveFilters filters={filters} organization={needs[0]?.organization.name} />
          {role && (
            <Suspense>
              <SaveSearch filters={filters} />
            </Suspense>
          )}
          {query.isPending && <Loading what={t('needs.loading')} />}
          {isError && <Trouble error={query.error} retry={() => void query.refetch()} />}
          {query.isSuccess && needs.length === 0 && <NoNeeds filters={filters} />}
          {needs.length > 0 && <NeedsTable needs={needs} />}
          <Downloads address={(format) => needsFile(filters, format)} sends={role === 'focal-point'} />
          <ShowMore
            key={JSON.stringify(filters)}
            more={hasNextPage && needs.length < SHOWN_MAX}
            busy={isFetchingNextPage}
            words={{ more: t('needs.more', { count: PAGE_SIZE }), loading: t('needs.loading') }}
            onMore={showMore}
            limit={hasNextPage && needs.length >= SHOWN_MAX ? t('needs.narrow', { count: SHOWN_MAX }) : undefined}
          />
        </section>
      </div>
    </Page>
  );
}
