import { defineStates, fieldDifferences, quantityTexts, type FieldDifference } from '#libs/kernel';
import type { Language, OtherChannel } from './need.rules.js';
import type { Visibility } from './need.states.js';

/** The life of a proposed change of a published need. */
export const revisionStates = defineStates({
  proposed: ['published', 'declined', 'withdrawn'],
  published: [],
  declined: [],
  withdrawn: [],
});

export type RevisionState = (typeof revisionStates.all)[number];

/** One line as a revision says it. Quantities are decimal texts: minor units of the currency, or whole units. */
export interface RevisionItem {
  /** Null: an item that is proposed and not there yet. */
  readonly id: string | null;
  readonly categoryCode: string;
  readonly typeCode: string | null;
  readonly description: string;
  readonly currency: string | null;
  readonly unit: string | null;
  readonly requested: string;
  readonly minimum: string | null;
  readonly unitCost: { readonly minor: string; readonly currency: string } | null;
  readonly neededBy: string | null;
  readonly place: string | null;
  readonly site: string | null;
  readonly prerequisites: string | null;
  readonly ownContribution: string | null;
  readonly isEssential: boolean;
}

/** What a revision says. How long the need stands is confirmed, not revised; its area and its report stay. */
export interface RevisionContent {
  readonly title: string;
  readonly summary: string;
  readonly language: Language;
  readonly visibility: Visibility;
  readonly siteVisibility: Visibility;
  readonly priority: number | null;
  readonly neededFrom: string | null;
  readonly neededBy: string | null;
  readonly tags: readonly string[];
  readonly actionPlan: string | null;
  readonly actionPlanRank: number | null;
  readonly alreadyDone: string | null;
  readonly paragraphs: readonly string[];
  readonly alsoSubmittedTo: readonly OtherChannel[];
  readonly alsoSubmittedNote: string | null;
  readonly items: readonly RevisionItem[];
}

const NEED_FIELDS = [
  ...([
    'title',
    'summary',
    'language',
    'visibility',
    'siteVisibility',
    'priority',
    'neededFrom',
    'neededBy',
    'tags',
  ] as const),
  ...(['actionPlan', 'actionPlanRank', 'alreadyDone', 'paragraphs', 'alsoSubmittedTo', 'alsoSubmittedNote'] as const),
] satisfies readonly Exclude<keyof RevisionContent, 'items'>[];

const ITEM_FIELDS = [
  ...(['categoryCode', 'typeCode', 'description', 'currency', 'unit', 'requested', 'minimum', 'unitCost'] as const),
  ...(['neededBy', 'place', 'site', 'prerequisites', 'ownContribution', 'isEssential'] as const),
] satisfies readonly Exclude<keyof RevisionItem, 'id'>[];

export const REVISED_FIELDS = [...new Set([...NEED_FIELDS, ...ITEM_FIELDS])];
export type RevisedField = (typeof REVISED_FIELDS)[number];

/** One field that is different, and of what. */
export interface Difference extends FieldDifference<RevisedField> {
  /** The place of the item from 0, in what it became; null: a field of the need itself. */
  readonly item: number | null;
  readonly itemDescription: string | null;
  /** The whole item is new. */
  readonly isNewItem: boolean;
}

/** What is different between two contents of one need; items are the same when their ids are. */
export function differences(before: RevisionContent, after: RevisionContent): Difference[] {
  const ofNeed = NEED_FIELDS.flatMap((field) =>
    fieldDifferences(field, before[field], after[field]).map((one) => ({
      ...one,
      ...{ item: null, itemDescription: null, isNewItem: false },
    })),
  );
  const ofItems = after.items.flatMap((item, index) => {
    const earlier = before.items.find(({ id }) => id !== null && id === item.id);
    const of = { item: index, itemDescription: item.description, isNewItem: earlier === undefined };
    return itemDifferences(earlier, item).map((one) => ({ ...one, ...of }));
  });
  return [...ofNeed, ...ofItems];
}

/** What is different between two contents of one item; undefined: it is new. */
export function itemDifferences(
  earlier: RevisionItem | undefined,
  item: RevisionItem,
): FieldDifference<(typeof ITEM_FIELDS)[number]>[] {
  return ITEM_FIELDS.flatMap((field) =>
    fieldDifferences(field, earlier && valueOf(earlier, field), valueOf(item, field)),
  );
}

/**
 * What a party to a match does not consent to: who may read the need, how it is found, where else it stands, and the site, which it
 * may not know of. All else is.
 */
const NOT_CONSENTED_TO: readonly RevisedField[] = [
  ...(['language', 'visibility', 'siteVisibility', 'site', 'priority', 'tags', 'paragraphs'] as const),
  ...(['actionPlan', 'actionPlanRank', 'alsoSubmittedTo', 'alsoSubmittedNote'] as const),
];

/** Whether who consented to give to an item, as `before` has it, is asked again because of `after`. */
export function touchesConsent(before: RevisionContent, after: RevisionContent, itemId: string): boolean {
  return differences(before, after).some(
    ({ field, item }) => !NOT_CONSENTED_TO.includes(field) && (item === null || after.items[item]?.id === itemId),
  );
}

/** The content for readers who are not told at which site an item is delivered. */
export function withoutSites(content: RevisionContent): RevisionContent {
  return { ...content, items: content.items.map((item) => ({ ...item, site: null })) };
}

function valueOf(item: RevisionItem, field: (typeof ITEM_FIELDS)[number]) {
  return field === 'requested' || field === 'minimum' ? quantityTexts(item[field], item) : item[field];
}
