import { InvalidInput } from '#libs/kernel';
import { isViolation, type Tx } from '#libs/platform';
import type { Need } from './need.entity.js';
import { checkContent, type ItemContent, type NeedContent } from './need.rules.js';

/** What its organization wrote of it. */
export function contentOf(need: Need, items: readonly ItemContent[]): NeedContent {
  const { areaIso2, title, summary, language, visibility, priority, neededFrom, neededBy, validUntil, tags } = need;
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

/** @throws InvalidInput for a paragraph that no category of assistance rests on */
export async function requireKnownParagraphs(tx: Tx, { paragraphs = [] }: Partial<NeedContent>): Promise<void> {
  if (paragraphs.length === 0) return;
  const unknown = await tx.query<{ paragraph: string }[]>(
    `SELECT paragraph FROM unnest($1::text[]) paragraph
      WHERE NOT EXISTS (SELECT FROM assistance_categories c WHERE paragraph = ANY (c.paragraphs))`,
    [paragraphs],
  );
  if (unknown.length === 0) return;
  const names = unknown.map(({ paragraph }) => paragraph).join(', ');
  throw new InvalidInput([
    { path: 'paragraphs', detail: `name ${names}, which no category rests on; see /reference/assistance-categories` },
  ]);
}

/** @throws InvalidInput for what contradicts itself */
export function requireConsistent(content: NeedContent): void {
  const wrong = checkContent(content);
  if (wrong.length > 0) throw new InvalidInput(wrong);
}

/** Runs a write and turns an area or a report that it may not name into a problem that says which field does. */
export async function withKnownReferences(write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (isViolation(error, 'fk_needs_report')) {
      throw new InvalidInput([{ path: 'reportId', detail: 'is no national report of your organization' }]);
    }
    if (!isViolation(error, 'fk_needs_area')) throw error;
    throw new InvalidInput([{ path: 'areaIso2', detail: 'is no country or area known here; see /reference/areas' }]);
  }
}

/** What is stated. */
export function withoutUndefined<T extends object>(changes: T): Partial<T> {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as Partial<T>;
}
