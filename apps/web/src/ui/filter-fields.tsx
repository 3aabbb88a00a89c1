import { useRef } from 'react';
import type { MessageId } from '../messages/languages.js';
import { useText } from '../messages/text.js';

/** A value to choose, with the number of rows that it would leave once that is known. */
export interface Option {
  readonly code: string;
  readonly name: string;
  readonly count?: number;
}

interface SelectProps {
  readonly name: string;
  readonly label: string;
  readonly value: string | undefined;
  readonly options: readonly Option[];
  /** May be left open. */
  readonly any?: true;
}

export function Select({ name, label, value, options, any }: SelectProps) {
  const t = useText();
  const id = `filter-${name}`;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {/* The options arrive after the address is known: the key sets the value once they are there. */}
      <select key={options.length} id={id} name={name} defaultValue={value}>
        {any && <option value="">{t('filter.any')}</option>}
        {options.map((option) => (
          <option key={option.code} value={option.code} hidden={option.count === 0 && option.code !== value}>
            {option.count === undefined ? option.name : t('filter.counted', { name: option.name, count: option.count })}
          </option>
        ))}
      </select>
    </div>
  );
}

interface CheckboxesProps {
  readonly name: string;
  readonly label: string;
  readonly values: readonly string[] | undefined;
  readonly options: readonly Option[];
  /** How the number of rows is said, `(3 needs)`. */
  readonly spoken: MessageId;
  /** Many: those that would leave nothing are not shown, as long as others would leave something. */
  readonly scrolls?: true;
}

export function Checkboxes({ name, label, values, options, spoken, scrolls }: CheckboxesProps) {
  const hidesNone = scrolls && options.some(({ count = 0 }) => count > 0);
  return (
    <fieldset className="side-choices">
      <legend>{label}</legend>
      <div className={scrolls && 'scroll'}>
        {options.map((option) => (
          <label
            key={option.code}
            className="choice"
            hidden={hidesNone && option.count === 0 && !values?.includes(option.code)}
          >
            <input type="checkbox" name={name} value={option.code} defaultChecked={values?.includes(option.code)} />
            <span>{option.name}</span>
            {option.count !== undefined && <Count count={option.count} spoken={spoken} />}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function Count({ count, spoken }: { count: number; spoken: MessageId }) {
  const t = useText();
  return (
    <span className={count === 0 ? 'count count-none' : 'count'}>
      <span aria-hidden="true">{t('filter.count', { count })}</span>
      <span className="unseen">{t(spoken, { count })}</span>
    </span>
  );
}

interface End {
  readonly name: string;
  readonly value: string | undefined;
}

/** Two ends of which the first must not be above the second; the browser says so at the second one. */
export function Range({ label, type, from, to }: { label: string; type: 'number' | 'date'; from: End; to: End }) {
  const t = useText();
  const first = useRef<HTMLInputElement>(null);
  const last = useRef<HTMLInputElement>(null);
  const check = () => {
    const [low, high] = [first.current, last.current];
    if (!low || !high) return;
    const crossed = low.value !== '' && high.value !== '' && placeOf(low) > placeOf(high);
    high.setCustomValidity(crossed ? t('filter.crossed') : '');
  };
  const rules = type === 'number' ? { type, min: 0, max: 999_999_999_999, step: 1 } : { type };
  return (
    <fieldset className={`side-range side-range-${type}`} onInput={check}>
      <legend>{label}</legend>
      <label>
        <span>{t('filter.from')}</span>
        <input ref={first} name={from.name} defaultValue={from.value} {...rules} />
      </label>
      <label>
        <span>{t('filter.to')}</span>
        <input ref={last} name={to.name} defaultValue={to.value} {...rules} />
      </label>
    </fieldset>
  );
}

const placeOf = (input: HTMLInputElement) => input.valueAsNumber;
