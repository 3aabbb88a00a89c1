import { useUnitNames } from '../api/reference.js';
import { useText } from '../messages/text.js';
import type { Measure } from '../api/types.js';
import { TextField, textOf } from './form.js';
import { exponentOf, parseAmount, parseWhole, toDecimal } from './money.js';

interface AmountFieldProps {
  readonly name: string;
  readonly label: string;
  readonly measure: Measure;
  /** Minor units or whole units, as the api writes them. */
  readonly value?: string;
}

/** An amount as people write it: major units of a currency, or a number of things; what it counts stands in its label. */
export function AmountField({ name, label, measure, value }: AmountFieldProps) {
  const t = useText();
  const unitName = useUnitNames();
  const unit = measure.currency ?? unitName(measure.unit ?? '');
  return (
    <TextField
      name={name}
      label={t('amount.label', { label, unit })}
      inputMode="decimal"
      autoComplete="off"
      className="short"
      dir="ltr"
      defaultValue={value === undefined ? undefined : typedForm(value, measure)}
    />
  );
}

/** The amount typed into such a field, as the api takes it; null when it is none above 0. */
export function readAmount(data: FormData, name: string, measure: Measure): string | null {
  const amount = readAmountOrNothing(data, name, measure);
  return amount === '0' ? null : amount;
}

/** The same where 0 is an amount as well. */
export function readAmountOrNothing(data: FormData, name: string, { currency }: Measure): string | null {
  const text = textOf(data, name);
  return currency === undefined ? parseWhole(text) : parseAmount(text, currency);
}

/** How to write such an amount: what has no decimals is not explained with any. */
export function wrongAmount({ currency }: Measure): 'form.amount-wrong' | 'form.whole-wrong' {
  return currency !== undefined && exponentOf(currency) > 0 ? 'form.amount-wrong' : 'form.whole-wrong';
}

function typedForm(value: string, measure: Measure): string {
  if (measure.currency === undefined) return value;
  return toDecimal({ minor: value, currency: measure.currency }).replace(/\.0+$/, '');
}
