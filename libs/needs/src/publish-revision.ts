import { newId } from '#libs/kernel';
import type { ReadTx, Tx } from '#libs/platform';
import { touchesConsent, type RevisionContent } from './need-revision.rules.js';
import type { ItemContent } from './need.rules.js';

/** What the need `n` says now, as revisions keep it: the SQL of a {@link RevisionContent}. */
export const REVISION_CONTENT = `jsonb_build_object(
  'title', n.title, 'summary', n.summary, 'language', n.language, 'visibility', n.visibility,
  'siteVisibility', n.site_visibility, 'priority', n.priority, 'neededFrom', n.needed_from::text,
  'neededBy', n.needed_by::text, 'tags', n.tags, 'actionPlan', n.action_plan, 'actionPlanRank', n.action_plan_rank,
  'alreadyDone', n.already_done, 'paragraphs', n.paragraphs, 'alsoSubmittedTo', n.also_submitted_to,
  'alsoSubmittedNote', n.also_submitted_note, 'items', (
    SELECT coalesce(jsonb_agg(jsonb_build_object(
             'id', i.id, 'categoryCode', i.category_code, 'typeCode', i.type_code, 'description', i.description,
             'currency', i.currency, 'unit', i.unit_code, 'requested', i.requested::text, 'minimum', i.minimum::text,
             'unitCost', CASE WHEN i.unit_cost_minor IS NOT NULL THEN
               jsonb_build_object('minor', i.unit_cost_minor::text, 'currency', i.unit_cost_currency) END,
             'neededBy', i.needed_by::text, 'place', i.delivery_place, 'site', i.delivery_site,
             'prerequisites', i.prerequisites, 'ownContribution', i.own_contribution, 'isEssential', i.is_essential)
             ORDER BY i.position), '[]')
      FROM need_items i WHERE i.need_id = n.id))`;

/** What a need says now, as revisions keep it. */
export async function revisionContentOf(tx: Tx, needId: string): Promise<RevisionContent> {
  const [row] = await tx.query<[{ content: RevisionContent }]>(
    `SELECT ${REVISION_CONTENT} AS content FROM needs n WHERE n.id = $1`,
    [needId],
  );
  return row.content;
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
 * nobody proposed: the first publication, another category, what a source changed. Returns the id of the revision, if there is one.
 * @param reason Shown to everybody who sees the need.
 * @param at When; left out: now.
 */
export async function publishRevision(
  tx: Tx,
  needId: string,
  reason: string | null = null,
  at: Date | null = null,
): Promise<string | null> {
  const id = newId('nrev');
  const made = await tx.query<{ number: number }[]>(
    `INSERT INTO need_revisions (id, need_id, state, number, based_on, content, visibility, reason, decided_by, decided_at)
     SELECT $1, n.id, 'published', n.revision + 1, n.revision, c.content, n.visibility, $4, nullif($3, ''), coalesce($5, now())
       FROM needs n CROSS JOIN LATERAL (SELECT ${REVISION_CONTENT} AS content) c
      WHERE n.id = $2 AND NOT EXISTS (SELECT FROM need_revisions r
                                       WHERE r.need_id = n.id AND r.number = n.revision AND r.content = c.content)
     RETURNING number`,
    [id, needId, tx.actor.personId, reason, at],
  );
  if (made.length === 0) return null;
  await tx.query('UPDATE needs SET revision = revision + 1 WHERE id = $1', [needId]);
  return id;
}

/** What somebody consented to give to: an item of a need, when revision `from` of it stood. */
interface ShownConsent {
  readonly needId: string;
  readonly itemId: string;
  readonly from: number;
  readonly to: number;
}

/** Those of the consents that are asked for again now that revision `to` of their need stands. */
export async function touchedConsents<T extends ShownConsent>(tx: ReadTx, consents: readonly T[]): Promise<T[]> {
  const outdated = consents.filter(({ from, to }) => from !== to);
  if (outdated.length === 0) return [];
  const revisions = await tx.query<{ needId: string; number: number; content: RevisionContent }[]>(
    `SELECT need_id AS "needId", number, content FROM need_revisions
      WHERE (need_id, number) IN (SELECT * FROM unnest($1::text[], $2::integer[]))`,
    [outdated.flatMap(({ needId }) => [needId, needId]), outdated.flatMap(({ from, to }) => [from, to])],
  );
  const contents = new Map(revisions.map(({ needId, number, content }) => [`${needId} ${number}`, content]));
  return outdated.filter(({ needId, itemId, from, to }) => {
    const [before, after] = [contents.get(`${needId} ${from}`), contents.get(`${needId} ${to}`)];
    return before === undefined || after === undefined || touchesConsent(before, after, itemId);
  });
}
