import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { FormEvent } from 'react';
import { offerFacetsQuery, type OfferFilter } from '../../api/offers.js';
import { areasQuery, categoriesQuery, typesQuery } from '../../api/reference.js';
import { useRole } from '../../api/session.js';
import type { OfferFacets } from '../../api/types.js';
import { useCodeText, useText } from '../../messages/text.js';
import { Checkboxes, Range, Select, type Option } from '../../ui/filter-fields.js';
import { EARMARK_LEVELS, OFFER_KINDS, OFFER_SORTS, offerStatesFor, readOfferFilters } from './offer-filters.js';
import type { OfferFilters } from './offer-filters.js';

const route = getRouteApi('/offers');

interface OfferFilterFormProps {
  readonly filters: OfferFilters;
  /** What the list was asked with: the numbers are of the same offers. */
  readonly asked: OfferFilter;
  /** The list is there: now the numbers beside the filters may load, and if they do not come, nothing is missing. */
  readonly counts: boolean;
}

/** Plain fields; one press shows the result and puts it into the address. */
export function OfferFilterForm({ filters, asked, counts }: OfferFilterFormProps) {
  const t = useText();
  const words = useCodeText();
  const navigate = route.useNavigate();
  const role = useRole();
  const areas = useQuery(areasQuery).data ?? [];
  const categories = useQuery(categoriesQuery).data ?? [];
  const types = useQuery(typesQuery).data ?? [];
  const facets = useQuery({ ...offerFacetsQuery(asked), enabled: counts }).data;
  const active = Object.values(filters).filter((value) => value !== undefined).length;

  const counted = (facet: keyof OfferFacets, options: readonly { code: string; name: string }[]): Option[] =>
    options.map((option) => ({ ...option, count: facets && offersOf(facets, facet, option.code) }));
  const coded = (facet: keyof OfferFacets, codes: readonly string[], prefix: string) =>
    counted(
      facet,
      codes.map((code) => ({ code, name: words(prefix, code) })),
    );
  const countries = areas.flatMap(({ iso2, name }) => (iso2 === null ? [] : [{ code: iso2, name }]));
  const regions = areas.filter(({ kind }) => kind !== 'country' && kind !== 'world');
  const isRare = [
    filters.type,
    filters.availableFrom,
    filters.availableTo,
    filters.earmarkLevel,
    filters.organization,
  ].some((value) => value !== undefined);

  function apply(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const typed: Record<string, unknown> = {};
    for (const name of new Set(form.keys())) typed[name] = form.getAll(name);
    const { sort, ...rest } = readOfferFilters(typed);
    void navigate({ search: ({ compare }) => ({ ...rest, ...(sort !== 'newest' && { sort }), compare }) });
  }

  return (
    <form role="search" aria-label={t('offers.filter')} className="side no-print" onSubmit={apply}>
      <div className="field">
        <label htmlFor="filter-q">{t('filter.q')}</label>
        <input id="filter-q" name="q" type="search" defaultValue={filters.q} maxLength={200} dir="auto" />
      </div>
      <details className="side-more" open={matchMedia('(min-width: 60rem)').matches}>
        <summary>{active > 0 ? t('filter.more-active', { count: active }) : t('filter.more')}</summary>
        <div className="side-fields">
          {role === 'donor' && (
            <label className="choice">
              <input type="checkbox" name="own" value="true" defaultChecked={filters.own === 'true'} />
              <span>{t('offers.own')}</span>
            </label>
          )}
          <Select
            name="state"
            label={t('offer.state')}
            value={filters.state}
            options={coded('state', offerStatesFor(role), 'state.offer.')}
            any
          />
          <Select
            name="kind"
            label={t('offer.kind')}
            value={filters.kind}
            options={coded('kind', OFFER_KINDS, 'offer.kind.')}
            any
          />
          <Select name="area" label={t('offers.may-go-to')} value={filters.area} options={countries} any />
          <Select
            name="region"
            label={t('offers.region')}
            value={filters.region}
            options={counted('region', regions)}
            any
          />
          <Checkboxes
            name="category"
            label={t('filter.category')}
            values={filters.category}
            options={counted('category', categories)}
            spoken="offers.count-spoken"
            scrolls
          />
          <Select
            name="sort"
            label={t('filter.sort')}
            value={filters.sort ?? 'newest'}
            options={OFFER_SORTS.map((code) => ({ code, name: words('offers.sort.', code) }))}
          />
          <details className="side-rare" open={isRare}>
            <summary>{t('offers.rare')}</summary>
            <div className="side-fields">
              <Checkboxes
                name="type"
                label={t('filter.type')}
                values={filters.type}
                options={counted('type', types)}
                spoken="offers.count-spoken"
                scrolls
              />
              <Range
                label={t('offers.available')}
                type="number"
                from={{ name: 'availableFrom', value: filters.availableFrom }}
                to={{ name: 'availableTo', value: filters.availableTo }}
              />
              <Checkboxes
                name="earmarkLevel"
                label={t('offer.level')}
                values={filters.earmarkLevel}
                options={coded('earmarkLevel', EARMARK_LEVELS, 'offer.level.')}
                spoken="offers.count-spoken"
              />
              <Select
                name="organization"
                label={t('offers.donor')}
                value={filters.organization}
                options={donorsOf(facets, filters.organization, t('filter.organization-one'))}
                any
              />
            </div>
          </details>
        </div>
      </details>
      <button type="submit" className="button button-primary">
        {t('offers.apply')}
      </button>
    </form>
  );
}

function offersOf(facets: OfferFacets, facet: keyof OfferFacets, code: string): number {
  return facets[facet].find(({ value }) => value === code)?.offers ?? 0;
}

/** Donors with an offer that the reader may see, by name; the chosen one stays, whatever is known of it. */
function donorsOf(facets: OfferFacets | undefined, chosen: string | undefined, unknown: string): Option[] {
  const donors = (facets?.organization ?? [])
    .map(({ value, name, offers }) => ({ code: value, name: name ?? value, count: offers }))
    .sort((a, b) => a.name.localeCompare(b.name));
  const isMissing = chosen !== undefined && !donors.some(({ code }) => code === chosen);
  return isMissing ? [{ code: chosen, name: unknown }, ...donors] : donors;
}
