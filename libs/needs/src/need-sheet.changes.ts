import { fieldDifferences } from '#libs/kernel';
import type { RowChange, RowDifference, RowOutcome } from '#libs/platform';
import { itemDifferences } from './need-revision.rules.js';
import type { ItemContent, NeedContent } from './need.rules.js';
import { columnOf } from './needs.columns.js';
import type { NeedInFull } from './needs.queries.js';
import { revisionItem } from './publish-revision.js';

/** What a need, as its sender reads it, says otherwise than it would be made to say. */
export function needDifferences(need: NeedInFull, said: Partial<Omit<NeedContent, 'items'>>): RowDifference[] {
  const standing = { ...need, reportId: need.report?.id, reportParagraph: need.report?.paragraph };
  return Object.entries(said).flatMap(([key, after]) => {
    const field = key as keyof typeof said;
    return fieldDifferences(field, standing[field], after).map((one) => ({ ...one, item: null }));
  });
}

/** An item of a row, as it stood, and as it is now. */
export interface ItemChange {
  /** From 0, in what the need becomes. */
  readonly place: number;
  /** Undefined: it is new. */
  readonly before: ItemContent | undefined;
  readonly after: ItemContent;
}

/**
 * What one row changes: of what it says of the need itself, by its columns, and of its own item.
 * @param said What the rows of the need change of it together.
 */
export function rowChange(
  need: NeedInFull,
  said: readonly RowDifference[],
  columns: readonly string[],
  item: ItemChange | null,
): RowChange {
  const ofNeed = said.filter(({ field }) => columns.includes(columnOf(field)));
  const ofItem = item
    ? itemDifferences(item.before && revisionItem(item.before), revisionItem(item.after)).map((one) => ({
        ...one,
        item: item.place,
      }))
    : [];
  return {
    title: need.title,
    item: item?.place ?? null,
    itemDescription: (item?.before ?? item?.after)?.description ?? null,
    differences: [...ofNeed, ...ofItem],
  };
}

export function outcomeOf({ differences }: RowChange, item: ItemChange | null, isPublished: boolean): RowOutcome {
  if (differences.length === 0) return 'unchanged';
  if (isPublished) return 'proposed';
  return item && !item.before ? 'created' : 'updated';
}
