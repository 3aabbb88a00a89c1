import type { Need, NeedItem } from '../../api/types.js';
import { useText } from '../../messages/text.js';
import { Asked } from '../../ui/amount.js';
import { useTyped } from '../../ui/draft.js';
import { measureKey } from '../../ui/measure.js';
import type { Change } from '../../ui/seen.js';
import { DifferenceWords } from '../need/differences.js';
import { useFieldName } from '../need/missing-facts.js';

const NEED_FIELDS = [
  ...(['state', 'title', 'summary', 'language', 'areaIso2', 'alreadyDone', 'neededFrom', 'neededBy'] as const),
  ...(['validUntil', 'priority', 'actionPlan', 'actionPlanRank', 'paragraphs', 'alsoSubmittedTo'] as const),
  ...(['alsoSubmittedNote', 'visibility', 'siteVisibility'] as const),
];
const ITEM_FIELDS = [
  ...(['categoryCode', 'typeCode', 'description', 'requested', 'minimum', 'unitCost', 'neededBy', 'place'] as const),
  ...(['site', 'prerequisites', 'ownContribution', 'isEssential'] as const),
];
type ItemField = (typeof ITEM_FIELDS)[number];

/** Fields of the form that say one thing together. */
const TOGETHER: Partial<Record<ItemField, readonly string[]>> = {
  requested: ['requested', 'measure'],
  minimum: ['minimum', 'measure'],
  unitCost: ['unitCost', 'unitCostCurrency'],
};

/**
 * What differs between two versions of a need in words, items that came or went as well.
 * @param draft name of the form that is filled in on the earlier one
 */
export function useNeedChanges(before: Need, now: Need, draft: string): readonly Change[] {
  const t = useText();
  const fieldName = useFieldName();
  const { isTyped, placeOf } = useTyped(draft);

  function change(field: string, from: readonly string[], to: readonly string[], path = field): Change[] {
    if (from.join('\n') === to.join('\n')) return [];
    const shown = (texts: readonly string[]) =>
      texts.length > 0 ? (
        <DifferenceWords language={now.language} field={field} texts={texts} />
      ) : (
        t('value.not-stated')
      );
    return [{ label: fieldName(path), before: shown(from), now: shown(to) }];
  }

  function ofItem(item: NeedItem, index: number): Change[] {
    const earlier = before.items.find(({ id }) => id === item.id);
    const label = t('need-form.line', { place: index + 1 });
    if (!earlier) return [{ label, before: t('changed.absent'), now: <ItemInShort item={item} /> }];
    const place = placeOf('items', item.id);
    return ITEM_FIELDS.flatMap((field) =>
      change(field, itemTexts(earlier, field), itemTexts(item, field), `items.${index}.${field}`).map((one) => ({
        ...one,
        isTyped: (TOGETHER[field] ?? [field]).some((name) => isTyped(`items.${place}.${name}`)),
      })),
    );
  }

  return [
    ...NEED_FIELDS.flatMap((field) =>
      change(field, textsOf(before[field]), textsOf(now[field])).map((one) => ({ ...one, isTyped: isTyped(field) })),
    ),
    ...now.items.flatMap(ofItem),
    ...before.items.flatMap((item, index) =>
      now.items.some(({ id }) => id === item.id)
        ? []
        : [
            {
              label: t('need-form.line', { place: index + 1 }),
              before: <ItemInShort item={item} />,
              now: t('changed.removed'),
              isTyped: isTyped(`items.${placeOf('items', item.id)}`),
            },
          ],
    ),
  ];
}

function ItemInShort({ item }: { item: NeedItem }) {
  return (
    <>
      <bdi dir="auto">{item.description}</bdi>{' '}
      <span className="under">
        <Asked of={item} what="requested" />
      </span>
    </>
  );
}

/** A value as a {@link DifferenceWords} reads it; nothing is the empty list. */
function textsOf(value: string | number | boolean | null | readonly string[]): readonly string[] {
  if (value === null || value === '') return [];
  return typeof value === 'object' ? value : [String(value)];
}

function itemTexts(item: NeedItem, field: ItemField): readonly string[] {
  if (field === 'unitCost') return item.unitCost ? [item.unitCost.minor, item.unitCost.currency] : [];
  const value = item[field];
  if (field !== 'requested' && field !== 'minimum') return textsOf(value);
  return value === null || value === '0' ? [] : [String(value), measureKey(item.measure)];
}
