import { Injectable } from '@nestjs/common';
import { Audit } from '#libs/audit';
import { OrganizationAreasService } from '#libs/identity';
import { Denied, newId, refuseTogether, type ProblemItem } from '#libs/kernel';
import type { Tx } from '#libs/platform';
import { lockNeed, recordNeed, requireOwn, requireVersion, type SeenNeed } from './move-need.js';
import { isFiled, requireFiledReport } from './national-reports.visibility.js';
import { Need } from './need.entity.js';
import { columnsOf, contentOf, withoutUndefined } from './need-content.js';
import { checkValidity } from './need-validity.js';
import { checkContent, unfinished, type NeedContent } from './need.rules.js';
import { WRITABLE_STATES } from './need.states.js';
import { NeedNotOpen } from './needs.errors.js';
import { contentOfItems, saveItems } from './save-items.js';
import { unknownNames } from './unknown-names.js';

/** What an organization writes before anybody else sees it. */
@Injectable()
export class NeedDraftsService {
  constructor(
    private readonly audit: Audit,
    private readonly areas: OrganizationAreasService,
  ) {}

  /**
   * A focal point begins a need of their own organization. Returns its id.
   * @param wrong What of it cannot be used at all, and is not in the content.
   * @throws Denied; InvalidInput with all that is wrong
   */
  async draft(tx: Tx, content: NeedContent, wrong: readonly ProblemItem[] = []): Promise<string> {
    if (tx.actor.role !== 'focal-point') throw new Denied('Only a focal point may file a need.');
    const { organizationId } = tx.actor;
    refuseTogether(wrong, [
      ...checkContent(content),
      ...(await checkValidity(tx, content.validUntil)),
      ...(await this.areas.notOwn(tx, organizationId, content.areaIso2)),
      ...(await unknownNames(tx, content, organizationId)),
    ]);
    await requireFiledReport(tx, content.reportId);
    const id = newId('need');
    await tx.insert(Need, { ...columnsOf(content), id, organizationId, state: 'draft' });
    await saveItems(tx, { id, revision: 0 }, content.items);
    await this.audit.record(tx, { act: 'need.drafted', refId: id, organizationId });
    return id;
  }

  /** A draft with the same content as a need of the own organization, whatever became of that. Returns its id. */
  async copy(tx: Tx, needId: string): Promise<string> {
    const need = await lockNeed(tx, needId);
    requireOwn(tx.actor, need);
    const items = (await contentOfItems(tx, need.id)).map((item) => ({ ...item, id: undefined }));
    const content = contentOf(need, items);
    // What was written after a report that is withdrawn now stands for itself.
    const isOnItsOwn = need.reportId !== null && !(await isFiled(tx, need.reportId));
    // What was written before there was a limit.
    const isTooLong = (await checkValidity(tx, content.validUntil)).length > 0;
    return this.draft(tx, {
      ...content,
      ...(isOnItsOwn && { reportId: null, reportParagraph: null }),
      ...(isTooLong && { validUntil: null }),
    });
  }

  /**
   * Its organization rewrites a draft, or what was given back with questions. What is left out stays; `items` are the whole list.
   * @param wrong What of the changes cannot be used at all, and is not among them.
   * @throws NotFound, Denied, Stale, NeedNotOpen; InvalidInput with all that is wrong
   */
  async revise(
    tx: Tx,
    seen: SeenNeed,
    changes: Partial<NeedContent>,
    wrong: readonly ProblemItem[] = [],
  ): Promise<void> {
    const need = await lockNeed(tx, seen.needId);
    requireOwn(tx.actor, need);
    requireVersion(need, seen);
    if (!WRITABLE_STATES.includes(need.state)) throw new NeedNotOpen(need.id, need.state);
    const { items, ...columns } = changes;
    const whole = { ...need, ...withoutUndefined(columns), items: items ?? (await contentOfItems(tx, need.id)) };
    const isMoved = whole.areaIso2 !== need.areaIso2;
    refuseTogether(wrong, [
      ...checkContent(whole),
      ...(need.state === 'draft' ? [] : unfinished(whole.items)),
      ...(await checkValidity(tx, changes.validUntil)),
      ...(isMoved ? await this.areas.notOwn(tx, need.organizationId, whole.areaIso2) : []),
      ...(await unknownNames(tx, changes, need.organizationId)),
    ]);
    if (whole.reportId !== need.reportId) await requireFiledReport(tx, whole.reportId);
    await tx.update(Need, need.id, { ...columnsOf(changes), version: need.version + 1 });
    if (items) await saveItems(tx, need, items);
    const fields = Object.keys(withoutUndefined(changes));
    await recordNeed(tx, this.audit, need, 'need.revised', { fields });
  }
}
