import { Injectable } from '@nestjs/common';
import { Audit } from '#libs/audit';
import { Denied, InvalidInput, newId } from '#libs/kernel';
import { isViolation, type Tx } from '#libs/platform';
import { lockNeed, recordNeed, requireOwn, requireVersion, type SeenNeed } from './move-need.js';
import { Need } from './need.entity.js';
import { checkContent, type NeedContent } from './need.rules.js';
import { WRITABLE_STATES } from './need.states.js';
import { NeedNotOpen } from './needs.errors.js';
import { contentOfItems, saveItems } from './save-items.js';

/** What an organization writes before anybody else sees it. */
@Injectable()
export class NeedDraftsService {
  constructor(private readonly audit: Audit) {}

  /** A focal point begins a need of their own organization. Returns its id. */
  async draft(tx: Tx, content: NeedContent): Promise<string> {
    if (tx.actor.role !== 'focal-point') throw new Denied('Only a focal point may file a need.');
    requireConsistent(content);
    const id = newId('need');
    const { items, ...columns } = content;
    await withKnownReferences(() =>
      tx.insert(Need, {
        ...columns,
        id,
        organizationId: tx.actor.organizationId,
        tags: [...columns.tags],
        state: 'draft',
      }),
    );
    await saveItems(tx, id, items);
    await this.audit.record(tx, { act: 'need.drafted', refId: id, organizationId: tx.actor.organizationId });
    return id;
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
    const { tags, ...rest } = withoutUndefined(columns);
    await withKnownReferences(() =>
      tx.update(Need, need.id, { ...rest, ...(tags && { tags: [...tags] }), version: need.version + 1 }),
    );
    if (items) await saveItems(tx, need.id, items);
    const fields = Object.keys(withoutUndefined(changes));
    await recordNeed(tx, this.audit, need, 'need.revised', { fields });
  }
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
