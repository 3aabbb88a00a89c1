import type { Measure, NeedLine } from '../../api/types.js';

export interface Total {
  readonly key: string;
  readonly measure: Measure;
  readonly requested: string;
  readonly committed: string;
  readonly delivered: string;
  readonly open: string;
}

type Counted = Pick<NeedLine, 'measure' | 'requested' | 'committed' | 'delivered' | 'open'>;

/** One total per currency and per unit: different measures are never added. */
export function totalsOf(items: readonly Counted[]): Total[] {
  const totals = new Map<string, Total>();
  for (const item of items) {
    const key = item.measure.currency ?? item.measure.unit ?? '';
    const before = totals.get(key);
    totals.set(key, {
      key,
      measure: item.measure,
      requested: sum(before?.requested, item.requested),
      committed: sum(before?.committed, item.committed),
      delivered: sum(before?.delivered, item.delivered),
      open: sum(before?.open, item.open),
    });
  }
  return [...totals.values()];
}

function sum(a: string | undefined, b: string): string {
  return (BigInt(a ?? 0) + BigInt(b)).toString();
}
