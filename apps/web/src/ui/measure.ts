import type { Measure } from '../api/types.js';

/** `currency USD` or `unit machine`: what a choice of measure stands for; empty where none was made. */
export function measureKey(measure: Measure): string {
  if (measure.currency !== undefined) return `currency ${measure.currency}`;
  return measure.unit === undefined ? '' : `unit ${measure.unit}`;
}

/** The measure that was chosen; null for none. */
export function measureOf(key: string): Measure | null {
  const [what, code] = key.split(' ');
  if (what === 'currency' && code) return { currency: code };
  return what === 'unit' && code ? { unit: code } : null;
}
