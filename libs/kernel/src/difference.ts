/**
 * One field that is different. Values are lists of texts: nothing is the empty list, money is its minor units and currency, a quantity
 * what {@link quantityTexts} makes of it.
 */
export interface FieldDifference<Field extends string = string> {
  readonly field: Field;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

type Value =
  | string
  | number
  | bigint
  | boolean
  | null
  | undefined
  | readonly string[]
  | { readonly minor: string; readonly currency: string };

/** What is different between two values of a field; empty: nothing is. */
export function fieldDifferences<Field extends string>(
  field: Field,
  before: Value,
  after: Value,
): FieldDifference<Field>[] {
  const [from, to] = [textsOf(before), textsOf(after)];
  const isSame = from.length === to.length && from.every((text, index) => text === to[index]);
  return isSame ? [] : [{ field, before: from, after: to }];
}

/** A quantity says nothing without what it counts, which may be different on either side: `currency USD` or `unit machine`. */
export function quantityTexts(
  quantity: string | bigint | null,
  { currency, unit }: { readonly currency?: string | null; readonly unit?: string | null },
): readonly string[] {
  if (quantity === null) return [];
  return [String(quantity), currency ? `currency ${currency}` : `unit ${unit ?? ''}`];
}

function textsOf(value: Value): readonly string[] {
  if (value === null || value === undefined || value === '') return [];
  if (typeof value !== 'object') return [String(value)];
  return 'minor' in value ? [value.minor, value.currency] : value;
}
