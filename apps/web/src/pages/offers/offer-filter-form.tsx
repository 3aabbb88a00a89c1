import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { FormEvent } from 'react';
import { areasQuery, categoriesQuery } from '../../api/reference.js';
import { useRole } from '../../api/session.js';
import { useCodeText, useText } from '../../messages/text.js';
import { OFFER_KINDS, OFFER_SORTS, OFFER_STATES, readOfferFilters } from './offer-filters.js';
import type { OfferFilters } from './offer-filters.js';

/** Plain fields; one press shows the result and puts it into the address. */
export function OfferFilterForm({ filters }: { filters: OfferFilters }) {
  const t = useText();
  const words = useCodeText();
  const navigate = useNavigate();
  const isDonor = useRole() === 'donor';
  const areas = useQuery(areasQuery).data ?? [];
  const categories = useQuery(categoriesQuery).data ?? [];
  const countries = areas.flatMap(({ iso2, name }) => (iso2 === null ? [] : [{ code: iso2, name }]));
  const active = Object.values(filters).filter((value) => value !== undefined).length;

  function apply(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const typed = Object.fromEntries(new FormData(event.currentTarget));
    const { sort, ...rest } = readOfferFilters(typed);
    void navigate({ to: '/offers', search: sort === 'newest' ? rest : { ...rest, sort } });
  }

  return (
    <form role="search" aria-label={t('offers.filter')} className="side no-print" onSubmit={apply}>
      <div className="field">
        <label htmlFor="offers-q">{t('filter.q')}</label>
        <input id="offers-q" name="q" type="search" defaultValue={filters.q} maxLength={200} dir="auto" />
      </div>
      <details className="side-more" open={active > 0 || matchMedia('(min-width: 60rem)').matches}>
        <summary>{active > 0 ? t('filter.more-active', { count: active }) : t('filter.more')}</summary>
        <div className="side-fields">
          {isDonor && (
            <label className="choice">
              <input type="checkbox" name="own" value="true" defaultChecked={filters.own === 'true'} />
              <span>{t('offers.own')}</span>
            </label>
          )}
          <FilterSelect
            name="state"
            label={t('offer.state')}
            value={filters.state}
            options={OFFER_STATES.map((code) => ({ code, name: words('state.offer.', code) }))}
          />
          <FilterSelect
            name="kind"
            label={t('offer.kind')}
            value={filters.kind}
            options={OFFER_KINDS.map((code) => ({ code, name: words('offer.kind.', code) }))}
          />
          <FilterSelect name="category" label={t('filter.category')} value={filters.category} options={categories} />
          <FilterSelect name="area" label={t('offers.may-go-to')} value={filters.area} options={countries} />
          <FilterSelect
            name="sort"
            label={t('filter.sort')}
            value={filters.sort ?? 'newest'}
            options={OFFER_SORTS.map((code) => ({ code, name: words('offers.sort.', code) }))}
            always
          />
        </div>
      </details>
      <button type="submit" className="button button-primary">
        {t('offers.apply')}
      </button>
    </form>
  );
}

interface FilterSelectProps {
  readonly name: string;
  readonly label: string;
  readonly value: string | undefined;
  readonly options: readonly { readonly code: string; readonly name: string }[];
  /** There is no "any". */
  readonly always?: boolean;
}

function FilterSelect({ name, label, value, options, always = false }: FilterSelectProps) {
  const t = useText();
  return (
    <div className="field">
      <label htmlFor={`offers-${name}`}>{label}</label>
      {/* The options arrive after the address is known: the key sets the value once they are there. */}
      <select key={options.length} id={`offers-${name}`} name={name} defaultValue={value}>
        {!always && <option value="">{t('filter.any')}</option>}
        {options.map((option) => (
          <option key={option.code} value={option.code}>
            {option.name}
          </option>
        ))}
      </select>
    </div>
  );
}
