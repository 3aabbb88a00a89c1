import type { Need } from './need.entity.js';
import type { ItemContent, NeedContent } from './need.rules.js';

/** What its organization wrote of it. */
export function contentOf(need: Need, items: readonly ItemContent[]): NeedContent {
  const visibility = need.agreedVisibility ?? need.visibility;
  const { areaIso2, title, summary, language, priority, neededFrom, neededBy, validUntil, tags } = need;
  const { actionPlan, actionPlanRank, alreadyDone, paragraphs, alsoSubmittedTo, alsoSubmittedNote } = need;
  const { siteVisibility, reportId, reportParagraph } = need;
  return {
    ...{ areaIso2, title, summary, language, visibility, priority, neededFrom, neededBy, validUntil, tags, items },
    ...{ actionPlan, actionPlanRank, alreadyDone, paragraphs, alsoSubmittedTo, alsoSubmittedNote },
    ...{ siteVisibility, reportId, reportParagraph },
  };
}

/** The columns of what is stated. */
export function columnsOf<T extends Partial<NeedContent>>({ items: _, ...content }: T) {
  const { tags, paragraphs, alsoSubmittedTo, ...rest } = content;
  return {
    ...withoutUndefined(rest),
    ...(tags && { tags: [...tags] }),
    ...(paragraphs && { paragraphs: [...new Set(paragraphs)] }),
    ...(alsoSubmittedTo && { alsoSubmittedTo: [...new Set(alsoSubmittedTo)] }),
  };
}

/** What is stated. */
export function withoutUndefined<T extends object>(changes: T): Partial<T> {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as Partial<T>;
}
