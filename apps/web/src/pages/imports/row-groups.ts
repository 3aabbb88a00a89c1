import type { ChangingRow } from '../../api/types.js';

/** Rows that are used together and become the same, as one. */
export interface RowGroup extends Pick<ChangingRow, 'outcome' | 'title' | 'entryId' | 'differences'> {
  readonly rows: readonly number[];
  /** The items that are new, or that differ. */
  readonly items: readonly { readonly place: number; readonly description: string }[];
}

/** In the order of rows; what several rows say of the same need stands there once. */
export function groupsOf(rows: readonly ChangingRow[]): RowGroup[] {
  const groups: (RowGroup & { readonly firstRow: number })[] = [];
  for (const { row, firstRow, outcome, title, entryId, item, itemDescription, differences } of rows) {
    const isOfItem = outcome === 'created' || differences.some((one) => one.item !== null);
    const items = item !== null && isOfItem ? [{ place: item + 1, description: itemDescription ?? '' }] : [];
    const last = groups.at(-1);
    if (last?.firstRow !== firstRow || last.outcome !== outcome) {
      groups.push({ firstRow, outcome, title, entryId, rows: [row], items, differences });
      continue;
    }
    const said = new Set(last.differences.map(({ field, item: of }) => `${of} ${field}`));
    groups[groups.length - 1] = {
      ...last,
      rows: [...last.rows, row],
      items: [...last.items, ...items],
      differences: [...last.differences, ...differences.filter((one) => !said.has(`${one.item} ${one.field}`))],
    };
  }
  return groups;
}

/** `3–5, 8` */
export function rangesText(numbers: readonly number[]): string {
  const ranges: { first: number; last: number }[] = [];
  for (const number of numbers) {
    const range = ranges.at(-1);
    if (range?.last === number - 1) range.last = number;
    else ranges.push({ first: number, last: number });
  }
  return ranges.map(({ first, last }) => (first === last ? `${first}` : `${first}–${last}`)).join(', ');
}
