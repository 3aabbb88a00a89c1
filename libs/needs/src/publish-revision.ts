import { newId } from '#libs/kernel';
import type { ReadTx, Tx } from '#libs/platform';
import { Need } from './need.entity.js';
import { touchesConsent, type RevisionContent } from './need-revision.rules.js';
import type { ItemContent } from './need.rules.js';
import { contentOfItems } from './save-items.js';

/** What a need says now, as revisions keep it. */
export async function revisionContentOf(tx: Tx, needId: string): Promise<RevisionContent> {
  const need = (await tx.findOneBy(Need, { id: needId }))!;
  const { title, summary, language, visibility, siteVisibility, priority, neededFrom, neededBy, tags } = need;
  const { actionPlan, actionPlanRank, alreadyDone, paragraphs, alsoSubmittedTo, alsoSubmittedNote } = need;
  return {
    ...{ title, summary, language, visibility, siteVisibility, priority, neededFrom, neededBy, tags },
    ...{ actionPlan, actionPlanRank, alreadyDone, paragraphs, alsoSubmittedTo, alsoSubmittedNote },
    items: (await contentOfItems(tx, needId)).map(revisionItem),
  };
}

export function revisionItem({ id, measure, requested, minimum, unitCost, ...item }: ItemContent) {
  return {
    id: id ?? null,
    categoryCode: item.categoryCode,
    typeCode: item.typeCode,
    description: item.description,
    currency: measure.currency ?? null,
    unit: measure.unit ?? null,
    requested: requested.toString(),
    minimum: minimum?.toString() ?? null,
    unitCost: unitCost ? { minor: unitCost.minor.toString(), currency: unitCost.currency } : null,
    neededBy: item.neededBy ?? null,
    place: item.place ?? null,
    site: item.site ?? null,
    prerequisites: item.prerequisites ?? null,
    ownContribution: item.ownContribution ?? null,
    isEssential: item.isEssential ?? true,
  };
}

/**
 * Keeps what a locked, published need says now as its next revision, unless that is what its last one says. For changes that
 * nobody proposed: the first publication, another category, what a source changed.
 */
export async function publishRevision(tx: Tx, needId: string): Promise<void> {
  const content = await revisionContentOf(tx, needId);
  const made = await tx.query<{ number: number }[]>(
    `INSERT INTO need_revisions (id, need_id, state, number, based_on, content, visibility, decided_by, decided_at)
     SELECT $1, n.id, 'published', n.revision + 1, n.revision, $3::jsonb, n.visibility, nullif($4, ''), now()
       FROM needs n
      WHERE n.id = $2 AND NOT EXISTS (SELECT FROM need_revisions r
                                       WHERE r.need_id = n.id AND r.number = n.revision AND r.content = $3::jsonb)
     RETURNING number`,
    [newId('nrev'), needId, JSON.stringify(content), tx.actor.personId],
  );
  if (made.length === 0) return;
  await tx.query('UPDATE needs SET revision = revision + 1 WHERE id = $1', [needId]);
}

/** Whether who consented to give to an item when revision `from` of its need stood is asked again now that `to` does. */
export async function isConsentTouched(
  tx: ReadTx,
  needId: string,
  itemId: string,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<boolean> {
  if (from === to) return false;
  const revisions = await tx.query<{ number: number; content: RevisionContent }[]>(
    'SELECT number, content FROM need_revisions WHERE need_id = $1 AND number IN ($2, $3)',
    [needId, from, to],
  );
  const contentOf = (number: number) => revisions.find((revision) => revision.number === number)?.content;
  const [before, after] = [contentOf(from), contentOf(to)];
  return before === undefined || after === undefined || touchesConsent(before, after, itemId);
}
