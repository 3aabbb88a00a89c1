import type { ReportingCycle } from '../../api/types.js';

const DAY_MS = 86_400_000;

/** The reporting cycle that a meeting would divide, and the first day of what is left of it; null where it divides none. */
export function cutOf(
  cycles: readonly ReportingCycle[],
  kind: string,
  endsOn: string,
): { readonly code: string; readonly name: string; readonly from: string } | null {
  if (kind !== 'biennial-meeting' && kind !== 'review-conference') return null;
  const cycle = cycles.find(({ from, until }) => from <= endsOn && endsOn < until);
  if (!cycle) return null;
  const from = new Date(Date.parse(endsOn) + DAY_MS).toISOString().slice(0, 10);
  return { code: cycle.code, name: cycle.name, from };
}
