import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { FormEvent } from 'react';
import { areasQuery, categoriesQuery } from '../../api/reference.js';
import { useRole } from '../../api/session.js';
import { useCodeText, useText } from '../../messages/text.js';
import { activeFilters, filtersOf, GROUPS, NEED_STATES, SORTS } from './filters.js';
import type { NeedFilters } from './filters.js';

/** Plain fields; one press shows the result and puts it into the address. */
export function FilterForm({ filters }: { filters: NeedFilters }) {
  const t = useText();
  const words = useCodeText();
  const navigate = useNavigate();
  const signedIn = useRole() !== null;
  const areas = useQuery(areasQuery).data ?? [];
  const categories = useQuery(categoriesQuery).data ?? [];
  const countries = areas.flatMap(({ iso2, name }) => (iso2 === null ? [] : [{ code: iso2, name }]));
  const regions = areas.filter(({ kind }) => kind !== 'country' && kind !== 'world');
  const active = activeFilters(filters).length;

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
      <details className="side-more" open={active > 0 || isWide()}>
        <summary>{active > 0 ? t('filter.more-active', { count: active }) : t('filter.more')}</summary>
        <div className="side-fields">
          <Select id="area" label={t('filter.area')} value={filters.area} any={t('filter.any')} options={countries} />
          <Select
            id="region"
            label={t('filter.region')}
            value={filters.region}
            any={t('filter.any')}
            options={regions}
          />
          <Select
            id="group"
            label={t('filter.group')}
            value={filters.group}
            any={t('filter.any')}
            options={GROUPS.map((code) => ({ code, name: words('group.', code) }))}
          />
          {signedIn && (
            <Select
              id="state"
              label={t('filter.state')}
              value={filters.state}
              any={t('filter.any')}
              options={NEED_STATES.map((code) => ({ code, name: words('state.need.', code) }))}
            />
          )}
          <Select
            id="sort"
            label={t('filter.sort')}
            value={filters.sort}
            options={SORTS.map((code) => ({ code, name: words('sort.', code) }))}
          />
          <fieldset className="side-choices">
            <legend>{t('filter.category')}</legend>
            <div className="scroll">
              {categories.map(({ code, name }) => (
                <label key={code} className="choice">
                  <input
                    type="checkbox"
                    name="category"
                    value={code}
                    defaultChecked={filters.category?.includes(code)}
                  />
                  <span>{name}</span>
                </label>
              ))}
            </div>
          </fieldset>
        </div>
      </details>
      <button type="submit" className="button button-primary">
        {t('filter.apply')}
      </button>
    </form>
  );
}

interface SelectProps {
  readonly id: string;
  readonly label: string;
  readonly value: string | undefined;
  readonly any?: string;
  readonly options: readonly { readonly code: string; readonly name: string }[];
}

function Select({ id, label, value, any, options }: SelectProps) {
  return (
    <div className="field">
      <label htmlFor={`filter-${id}`}>{label}</label>
      {/* The options arrive after the address is known: the key sets the value once they are there. */}
      <select key={options.length} id={`filter-${id}`} name={id} defaultValue={value}>
        {any !== undefined && <option value="">{any}</option>}
        {options.map(({ code, name }) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}

/** On a narrow screen the filters start folded, so that the list is in sight. */
function isWide(): boolean {
  return matchMedia('(min-width: 60rem)').matches;
}
