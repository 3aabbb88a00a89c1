import type { RowChange, RowDifference } from '#libs/platform';

/** Of the description of an item. */
const ITEM_CHARS_MAX = 120;
/** Of a value before, and as much of it after. */
const VALUE_CHARS_MAX = 200;
/** So much of what is the same stands before what differs. */
const CONTEXT_CHARS = 40;
const LEFT_OUT = '…';

/** As it is kept: long values are cut to where they begin to differ. */
interface NotedDifference extends RowDifference {
  readonly isShortened: boolean;
}

export interface NotedChange extends RowChange {
  readonly differences: readonly NotedDifference[];
}

/** What is kept of what a row changes: little, whatever the row holds. */
export function notedOf({ itemDescription, differences, ...change }: RowChange): NotedChange {
  return {
    ...change,
    itemDescription: itemDescription && cut([...itemDescription], ITEM_CHARS_MAX),
    differences: differences.map((one) => ({ ...one, ...shortened(one) })),
  };
}

function shortened({ before, after }: RowDifference): Pick<NotedDifference, 'before' | 'after' | 'isShortened'> {
  if (isShort(before) && isShort(after)) return { before, after, isShortened: false };
  const same = sameAtStart(before, after);
  const from = before.slice(same).map((text) => [...text]);
  const to = after.slice(same).map((text) => [...text]);
  const skipped = Math.max(0, sameAtStart(from[0] ?? [], to[0] ?? []) - CONTEXT_CHARS);
  return { before: excerpt(from, skipped), after: excerpt(to, skipped), isShortened: true };
}

const isShort = (texts: readonly string[]) => texts.reduce((sum, { length }) => sum + length, 0) <= VALUE_CHARS_MAX;

function sameAtStart(one: readonly string[], other: readonly string[]): number {
  const at = one.findIndex((part, index) => part !== other[index]);
  return at < 0 ? one.length : at;
}

/** The first texts, as many as there is room for; only the first of them is cut. Without its beginning, it says so. */
function excerpt([first, ...others]: readonly (readonly string[])[], skipped: number): string[] {
  if (first === undefined) return [];
  const rest = first.slice(skipped);
  const texts = [`${skipped > 0 ? LEFT_OUT : ''}${cut(rest, VALUE_CHARS_MAX)}`];
  let room = VALUE_CHARS_MAX - rest.length;
  for (const text of others) {
    room -= text.length;
    if (room < 0) break;
    texts.push(text.join(''));
  }
  return texts;
}

/** @param text its characters, of which one may be two code units */
function cut(text: readonly string[], max: number): string {
  return text.length <= max ? text.join('') : `${text.slice(0, max).join('')}${LEFT_OUT}`;
}
