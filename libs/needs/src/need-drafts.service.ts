import { Injectable } from '@nestjs/common';
import { Audit } from '#libs/audit';
import { OrganizationAreasService } from '#libs/identity';
import { Denied, InvalidInput, newId } from '#libs/kernel';
import { isViolation, type Tx } from '#libs/platform';
import { lockNeed, recordNeed, requireOwn, requireVersion, type SeenNeed } from './move-need.js';
import { Need } from './need.entity.js';
import { checkContent, type ItemContent, type NeedContent } from './need.rules.js';
import { WRITABLE_STATES } from './need.states.js';
import { NeedNotOpen } from './needs.errors.js';
import { contentOfItems, saveItems } from './save-items.js';

/** What an organization writes before anybody else sees it. */
@Injectable()
export class NeedDraftsService {
  constructor(
    private readonly audit: Audit,
    private readonly areas: OrganizationAreasService,
  ) {}

  /** A focal point begins a need of their own organization. Returns its id. */
  async draft(tx: Tx, content: NeedContent): Promise<string> {
    if (tx.actor.role !== 'focal-point') throw new Denied('Only a focal point may file a need.');
    requireConsistent(content);
    const id = newId('need');
    const { items } = content;
    await requireKnownParagraphs(tx, content);
    await withKnownReferences(() =>
      tx.insert(Need, {
        ...columnsOf(content),
        id,
        organizationId: tx.actor.organizationId,
        state: 'draft',
      }),
    );
    await this.areas.requireOwn(tx, tx.actor.organizationId, content.areaIso2);
    await saveItems(tx, id, items);
    await this.audit.record(tx, { act: 'need.drafted', refId: id, organizationId: tx.actor.organizationId });
    return id;
  }

  /** A draft with the same content as a need of the own organization, whatever became of that. Returns its id. */
  async copy(tx: Tx, needId: string): Promise<string> {
    const need = await lockNeed(tx, needId);
    requireOwn(tx.actor, need);
    const items = (await contentOfItems(tx, need.id)).map((item) => ({ ...item, id: undefined }));
    return this.draft(tx, contentOf(need, items));
  }

  /** Its organization rewrites a draft, or what was given back with questions. What is left out stays; `items` are the whole list. */
  async revise(tx: Tx, seen: SeenNeed, changes: Partial<NeedContent>): Promise<void> {
    const need = await lockNeed(tx, seen.needId);
    requireOwn(tx.actor, need);
    requireVersion(need, seen);
    if (!WRITABLE_STATES.includes(need.state)) throw new NeedNotOpen(need.id, need.state);
    const { items, ...columns } = changes;
    const whole = { ...need, ...withoutUndefined(columns), items: items ?? (await contentOfItems(tx, need.id)) };
    requireConsistent(whole);
    await requireKnownParagraphs(tx, changes);
    await withKnownReferences(() => tx.update(Need, need.id, { ...columnsOf(changes), version: need.version + 1 }));
    if (whole.areaIso2 !== need.areaIso2) await this.areas.requireOwn(tx, need.organizationId, whole.areaIso2);
    if (items) await saveItems(tx, need.id, items);
    const fields = Object.keys(withoutUndefined(changes));
    await recordNeed(tx, this.audit, need, 'need.revised', { fields });
  }
}

/** What its organization wrote of it. */
function contentOf(need: Need, items: readonly ItemContent[]): NeedContent {
  const { areaIso2, title, summary, language, visibility, priority, neededFrom, neededBy, validUntil, tags } = need;
  const { actionPlan, actionPlanRank, alreadyDone, paragraphs, alsoSubmittedTo, alsoSubmittedNote } = need;
  const { reportId, reportParagraph } = need;
  return {
    ...{ areaIso2, title, summary, language, visibility, priority, neededFrom, neededBy, validUntil, tags, items },
    ...{ actionPlan, actionPlanRank, alreadyDone, paragraphs, alsoSubmittedTo, alsoSubmittedNote },
    ...{ reportId, reportParagraph },
  };
}

/** The columns of what is stated. */
function columnsOf<T extends Partial<NeedContent>>({ items: _, ...content }: T) {
  const { tags, paragraphs, alsoSubmittedTo, ...rest } = content;
  return {
    ...withoutUndefined(rest),
    ...(tags && { tags: [...tags] }),
    ...(paragraphs && { paragraphs: [...new Set(paragraphs)] }),
    ...(alsoSubmittedTo && { alsoSubmittedTo: [...new Set(alsoSubmittedTo)] }),
  };
}

/** @throws InvalidInput for a paragraph that no category of assistance rests on */
async function requireKnownParagraphs(tx: Tx, { paragraphs = [] }: Partial<NeedContent>): Promise<void> {
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

function requireConsistent(content: NeedContent): void {
  const wrong = checkContent(content);
  if (wrong.length > 0) throw new InvalidInput(wrong);
}

/** Runs a write and turns an area or a report that it may not name into a problem that says which field does. */
async function withKnownReferences(write: () => Promise<unknown>): Promise<void> {
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

function withoutUndefined<T extends object>(changes: T): Partial<T> {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as Partial<T>;
}
