import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { FormEvent } from 'react';
import { facetsQuery, type NeedFilter } from '../../api/needs.js';
import { areasQuery, categoriesQuery, typesQuery } from '../../api/reference.js';
import { useRole } from '../../api/session.js';
import type { Facets } from '../../api/types.js';
import { useCodeText, useText } from '../../messages/text.js';
import { Checkboxes, Range, Select, type Option } from '../../ui/filter-fields.js';
import { activeFilters, COVERAGES, filtersOf, GROUPS, PRIORITIES, SORTS, YES_OR_NO } from './filters.js';
import type { FilterName, NeedFilters, View } from './filters.js';
import { LOOKING_COVERAGES, statesIn } from './views.js';

/** Folded until one of them is set. */
const RARE = 'type coverage inDelivery openFrom openTo neededByFrom neededByTo priority reconfirmation'.split(
  ' ',
) as readonly FilterName[];

interface FilterFormProps {
  readonly filters: NeedFilters;
  readonly view: View;
  /** What the list was asked with: the numbers are of the same needs. */
  readonly asked: NeedFilter;
  /** The list is there: now the numbers beside the filters may load, and if they do not come, nothing is missing. */
  readonly counts: boolean;
}

/** Plain fields; one press shows the result and puts it into the address. */
export function FilterForm({ filters, view, asked, counts }: FilterFormProps) {
  const t = useText();
  const words = useCodeText();
  const navigate = useNavigate();
  const states = statesIn(view, useRole());
  const areas = useQuery(areasQuery).data ?? [];
  const categories = useQuery(categoriesQuery).data ?? [];
  const types = useQuery(typesQuery).data ?? [];
  const facets = useQuery({ ...facetsQuery(asked), enabled: counts }).data;
  const active = activeFilters(filters).length;

  const counted = (facet: keyof Facets, options: readonly { code: string; name: string }[]): Option[] =>
    options.map((option) => ({ ...option, count: facets && needsOf(facets, facet, option.code) }));
  const coded = (facet: keyof Facets, codes: readonly string[], prefix: string) =>
    counted(
      facet,
      codes.map((code) => ({ code, name: words(prefix, code) })),
    );
  const countries = areas.flatMap(({ iso2, name }) => (iso2 === null ? [] : [{ code: iso2, name }]));
  const regions = areas.filter(({ kind }) => kind !== 'country' && kind !== 'world');

  function apply(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    void navigate({ to: '/needs', search: filtersOf(new FormData(event.currentTarget)) });
  }

  return (
    <form role="search" aria-label={t('filter.label')} className="side no-print" onSubmit={apply}>
      <div className="field">
        <label htmlFor="filter-q">{t('filter.q')}</label>
        <input id="filter-q" name="q" type="search" defaultValue={filters.q} maxLength={200} dir="auto" />
      </div>
      {filters.organization !== undefined && <input type="hidden" name="organization" value={filters.organization} />}
      {filters.view !== undefined && <input type="hidden" name="view" value={filters.view} />}
      {filters.compare?.map((id) => (
        <input key={id} type="hidden" name="compare" value={id} />
      ))}
      <details className="side-more" open={isWide()}>
        <summary>{active > 0 ? t('filter.more-active', { count: active }) : t('filter.more')}</summary>
        <div className="side-fields">
          <Select name="area" label={t('filter.area')} value={filters.area} options={counted('area', countries)} any />
          <Select
            name="region"
            label={t('filter.region')}
            value={filters.region}
            options={counted('region', regions)}
            any
          />
          <Checkboxes
            spoken="filter.count-spoken"
            name="group"
            label={t('filter.group')}
            values={filters.group}
            options={coded('group', GROUPS, 'group.')}
          />
          <Checkboxes
            spoken="filter.count-spoken"
            name="category"
            label={t('filter.category')}
            values={filters.category}
            options={counted('category', categories)}
            scrolls
          />
          {states.length > 0 && (
            <Select
              name="state"
              label={t('filter.state')}
              value={filters.state}
              options={coded('state', states, 'state.need.')}
              any
            />
          )}
          <Select
            name="sort"
            label={t('filter.sort')}
            value={filters.sort}
            options={SORTS.map((code) => ({ code, name: words('sort.', code) }))}
          />
          <details className="side-rare" open={activeFilters(filters).some(({ name }) => RARE.includes(name))}>
            <summary>{t('filter.rare')}</summary>
            <div className="side-fields">
              <Checkboxes
                spoken="filter.count-spoken"
                name="type"
                label={t('filter.type')}
                values={filters.type}
                options={counted('type', types)}
                scrolls
              />
              <Checkboxes
                spoken="filter.count-spoken"
                name="coverage"
                label={t('filter.coverage')}
                values={filters.coverage}
                options={coded('coverage', view === 'looking' ? LOOKING_COVERAGES : COVERAGES, 'coverage.')}
              />
              <Select
                name="inDelivery"
                label={t('filter.in-delivery')}
                value={filters.inDelivery}
                options={coded('inDelivery', YES_OR_NO, 'in-delivery.')}
                any
              />
              <Range
                label={t('filter.open-usd')}
                type="number"
                from={{ name: 'openFrom', value: filters.openFrom }}
                to={{ name: 'openTo', value: filters.openTo }}
              />
              <Range
                label={t('filter.needed')}
                type="date"
                from={{ name: 'neededByFrom', value: filters.neededByFrom }}
                to={{ name: 'neededByTo', value: filters.neededByTo }}
              />
              <Select
                name="priority"
                label={t('filter.priority')}
                value={filters.priority}
                options={coded('priority', PRIORITIES, 'priority.')}
                any
              />
              <Select
                name="reconfirmation"
                label={t('filter.reconfirmation')}
                value={filters.reconfirmation}
                options={YES_OR_NO.map((code) => ({ code, name: words('reconfirmation.', code) }))}
                any
              />
            </div>
          </details>
        </div>
      </details>
      <button type="submit" className="button button-primary">
        {t('filter.apply')}
      </button>
    </form>
  );
}

function needsOf(facets: Facets, facet: keyof Facets, code: string): number {
  return facets[facet].find(({ value }) => value === code)?.needs ?? 0;
}

/** On a narrow screen the filters start folded, so that the list is in sight. */
function isWide(): boolean {
  return matchMedia('(min-width: 60rem)').matches;
}
