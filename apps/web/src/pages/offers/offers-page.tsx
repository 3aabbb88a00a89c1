import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { offersFile, offersQuery } from '../../api/offers.js';
import { useRole } from '../../api/session.js';
import { Text, useText } from '../../messages/text.js';
import { Downloads } from '../../ui/downloads.js';
import { useFocusAfterFilter } from '../../ui/focus-after-filter.js';
import { Page } from '../../ui/page.js';
import { ShowMore } from '../../ui/show-more.js';
import { Loading, Trouble } from '../../ui/trouble.js';
import { Chosen } from '../shortlist/chosen-needs.js';
import { COMPARED_MAX } from '../shortlist/compared.js';
import { OfferFilterForm } from './offer-filter-form.js';
import { askedOf, readOfferFilters } from './offer-filters.js';
import { OffersTable } from './offers-table.js';

const route = getRouteApi('/offers');

/** What donors put on the table, for everybody; a donor's own ones one filter away. */
export function OffersPage() {
  const t = useText();
  const role = useRole();
  const { compare: chosen = [], ...search } = route.useSearch();
  const filters = readOfferFilters({ ...search });
  const navigate = route.useNavigate();
  const asked = askedOf(filters, role);
  const query = useInfiniteQuery({ ...offersQuery(asked), placeholderData: keepPreviousData });
  const offers = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const total = query.data?.pages[0]?.total;
  const key = JSON.stringify(filters);
  const count = useFocusAfterFilter(key);
  const filtered = key !== '{}';
  // It takes the place of the present entry: who comes back from the comparison finds what they chose.
  const choose = (compare: readonly string[] | undefined) =>
    void navigate({ search: (before) => ({ ...before, compare }), replace: true, resetScroll: false });
  return (
    <Page title={t('offers.title')} lead={<p>{t('offers.lead')}</p>}>
      {role === 'donor' && (
        <p className="row no-print">
          <Link to="/offers/new" className="button button-primary">
            {t('offers.new')}
          </Link>
        </p>
      )}
      <div className="with-side">
        <OfferFilterForm
          key={`${key} ${role}`}
          filters={filters}
          asked={asked}
          counts={query.isSuccess && !query.isPlaceholderData}
        />
        <section aria-label={t('offers.results')} aria-busy={query.isFetching || undefined} className="results">
          <p role="status" className="results-count" ref={count} tabIndex={-1}>
            {total !== undefined && !query.isPlaceholderData && (
              <Text id="offers.count" values={{ total, shown: Math.min(offers.length, total) }} />
            )}
          </p>
          {query.isPending && <Loading what={t('offers.loading')} />}
          {query.isError && <Trouble error={query.error} retry={() => void query.refetch()} />}
          {query.isSuccess && offers.length === 0 && (
            <div className="notice">
              <p className="notice-title">{filtered ? t('offers.none-match') : t('offers.none')}</p>
              {filtered && (
                <p>
                  <Link to="/offers" activeOptions={{ exact: true }}>
                    {t('filter.clear')}
                  </Link>
                </p>
              )}
            </div>
          )}
          {offers.length > 0 && <OffersTable offers={offers} chosen={chosen} onChoose={choose} />}
          <Downloads address={(format) => offersFile(asked, format)} sends={role === 'donor'} />
          <ShowMore
            key={key}
            more={query.hasNextPage}
            busy={query.isFetchingNextPage}
            words={{ more: t('offers.more'), loading: t('offers.loading') }}
            onMore={() => void query.fetchNextPage()}
          />
          <ChosenOffers chosen={chosen} onClear={() => choose(undefined)} />
        </section>
      </div>
    </Page>
  );
}

function ChosenOffers({ chosen, onClear }: { chosen: readonly string[]; onClear: () => void }) {
  const t = useText();
  const count = chosen.length;
  const full = count === COMPARED_MAX ? 'yes' : 'no';
  return (
    <Chosen
      count={count}
      words={<Text id="compare-offers.chosen" values={{ count, max: COMPARED_MAX, full }} />}
      link={
        <Link to="/offers/compare" search={{ ids: chosen }} className="button">
          {t('compare.act')}
        </Link>
      }
      onClear={onClear}
    />
  );
}
