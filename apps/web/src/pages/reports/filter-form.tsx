import { useQuery } from '@tanstack/react-query';
import type { FormEvent, ReactNode } from 'react';
import { areasQuery } from '../../api/reference.js';
import { useText } from '../../messages/text.js';
import { fieldsOf } from './filters.js';

interface FilterFormProps {
  readonly label: string;
  readonly submit: string;
  readonly onApply: (fields: Readonly<Record<string, unknown>>) => void;
  readonly children: ReactNode;
}

/** Plain fields; one press shows the result and puts it into the address. */
export function FilterForm({ label, submit, onApply, children }: FilterFormProps) {
  const apply = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    onApply(fieldsOf(event.currentTarget));
  };
  return (
    <form role="search" aria-label={label} className="filters no-print" onSubmit={apply}>
      {children}
      <button type="submit" className="button">
        {submit}
      </button>
    </form>
  );
}

interface FilterSelectProps {
  readonly name: string;
  readonly label: string;
  readonly value: string | undefined;
  readonly options: readonly { readonly code: string; readonly name: string }[];
  /** One of the options must be chosen. */
  readonly required?: boolean;
}

export function FilterSelect({ name, label, value, options, required = false }: FilterSelectProps) {
  const t = useText();
  return (
    <div className="field">
      <label htmlFor={`filter-${name}`}>{label}</label>
      {/* The options arrive after the address is known: the key sets the value once they are there. */}
      <select key={options.length} id={`filter-${name}`} name={name} defaultValue={value}>
        {!required && <option value="">{t('filter.any')}</option>}
        {options.map((option) => (
          <option key={option.code} value={option.code}>
            {option.name}
          </option>
        ))}
      </select>
    </div>
  );
}

export function AreaSelect({ value }: { value: string | undefined }) {
  const t = useText();
  const areas = useQuery(areasQuery).data ?? [];
  const countries = areas.flatMap(({ iso2, name }) => (iso2 === null ? [] : [{ code: iso2, name }]));
  return <FilterSelect name="area" label={t('filter.area')} value={value} options={countries} />;
}

export function RegionSelect({ value }: { value: string | undefined }) {
  const t = useText();
  const areas = useQuery(areasQuery).data ?? [];
  const regions = areas
    .filter(({ kind }) => kind !== 'country' && kind !== 'world')
    .sort((one, other) => one.name.localeCompare(other.name));
  return <FilterSelect name="region" label={t('filter.region')} value={value} options={regions} />;
}
