/** One fact of an act: where it stands in what was written down, and its value. */
export type AuditFact = readonly [path: string, value: string | number | boolean | null];

/** What was written down of an act, one by one: `{ amount: { currency: 'EUR' }, needs: ['a', 'b'] }` as `amount.currency` and `needs`. */
export function factsOf(written: unknown, path = ''): AuditFact[] {
  if (Array.isArray(written) && written.every((one) => typeof one !== 'object')) {
    return [[path, written.length === 0 ? null : written.join(', ')]];
  }
  if (typeof written !== 'object' || written === null) return [[path, written as AuditFact[1]]];
  return Object.entries(written).flatMap(([name, value]) => factsOf(value, path === '' ? name : `${path}.${name}`));
}
