import { Inject, Injectable } from '@nestjs/common';
import { Audit } from '#libs/audit';
import { PointsOfContactQueries } from '#libs/identity';
import {
  calendarDateOf,
  InvalidInput,
  Money,
  MoveNotAllowed,
  newId,
  NotFound,
  quantityText,
  refuseTogether,
  type BrokenRule,
  type Clock,
  type ProblemItem,
} from '#libs/kernel';
import { CLOCK, isViolation, Outbox, type Tx } from '#libs/platform';
import { fulfilIfDone } from './fulfil-if-done.js';
import {
  lockNeed,
  recordNeed,
  requireCoordinator,
  requireOwn,
  requireVersion,
  type SeenNeed,
  type Books,
} from './move-need.js';
import { columnsOf, withoutUndefined } from './need-content.js';
import { NeedRevision } from './need-revision.entity.js';
import { differences, revisionStates, type RevisionContent, type RevisionItem } from './need-revision.rules.js';
import { Need, NeedItem } from './need.entity.js';
import {
  asksForNothing,
  checkContent,
  measureOf,
  missingForSubmission,
  overForSubmission,
  undescribed,
  unfinished,
  type ItemContent,
  type NeedContent,
} from './need.rules.js';
import { NeedIncomplete, NeedNotOpen, NothingLeftAsked, RevisionOutdated, RevisionWaiting } from './needs.errors.js';
import { NEED_CHANGED, NEED_REVISED, NEED_REVISION_PROPOSED } from './needs.events.js';
import { revisionContentOf, revisionItem } from './publish-revision.js';
import { requirePointOfContact } from './require-point-of-contact.js';
import { requireOwnArea } from './require-own-area.js';
import { requireOutsider } from './require-outsider.js';
import { saveItems } from './save-items.js';
import { requireNoWorse, statedIn } from './submission-threshold.js';
import { unknownNames } from './unknown-names.js';

/** So much of its description names an item. */
const NAMED_CHARS = 60;

/** What of a published need may be proposed anew. */
export type RevisionChanges = Partial<Omit<NeedContent, 'areaIso2' | 'validUntil' | 'reportId' | 'reportParagraph'>>;

/** A proposed change as the caller last saw its need. */
export interface SeenRevision extends SeenNeed {
  readonly revisionId: string;
}

/** A published need changes when its organization proposes it and a coordinator agrees. */
@Injectable()
export class NeedRevisionsService {
  constructor(
    private readonly audit: Audit,
    private readonly outbox: Outbox,
    private readonly contacts: PointsOfContactQueries,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Its organization proposes a change, with the reason; what is left out stays, `items` are the whole list. Returns its id.
   * @param wrong What of the changes or the reason cannot be used at all, and is not there.
   * @throws NeedNotOpen, PointOfContactRequired, AreaNotOwn, RevisionWaiting, NeedIncomplete; InvalidInput with all that is wrong, also what
   *   donors' commitments rule out
   */
  async propose(
    tx: Tx,
    seen: SeenNeed,
    { reason, ...changes }: RevisionChanges & { readonly reason: string },
    wrong: readonly ProblemItem[] = [],
  ): Promise<string> {
    const need = await lockNeed(tx, seen.needId);
    requireOwn(tx.actor, need);
    requireVersion(need, seen);
    if (need.state !== 'published') throw new NeedNotOpen(need.id, need.state);
    const { personId } = tx.actor;
    const today = calendarDateOf(this.clock.now());
    await requirePointOfContact(tx, this.contacts, need, today);
    await requireOwnArea(tx, need);
    const before = await revisionContentOf(tx, need.id);
    const { items, ...fields } = withoutUndefined(changes);
    const after = { ...before, ...fields, ...(items && { items: items.map(revisionItem) }) } as RevisionContent;
    if (wrong.length === 0 && differences(before, after).length === 0 && before.items.length === after.items.length) {
      throw new InvalidInput([{ path: '', detail: 'This says nothing else than the need says already.' }]);
    }
    const days = overForSubmission(asked(after), today);
    const daysBefore = overForSubmission(asked(before), today).map(({ detail }) => detail);
    wrong = [...wrong, ...days.filter(({ detail }) => !daysBefore.includes(detail))];
    // Carried out for a moment, so that what cannot be published is not proposed.
    await tx.query('SAVEPOINT trial');
    await this.apply(tx, need, after, wrong);
    await tx.query('ROLLBACK TO SAVEPOINT trial');
    const id = newId('nrev');
    const row = { id, needId: need.id, state: 'proposed' as const, basedOn: need.revision, content: after, reason };
    try {
      await tx.insert(NeedRevision, { ...row, proposedBy: personId } as NeedRevision);
    } catch (error) {
      throw isViolation(error, 'uq_need_revisions_proposed') ? new RevisionWaiting() : error;
    }
    await recordNeed(tx, this.audit, need, 'need.revision-proposed', { revisionId: id, reason });
    await this.outbox.add(tx, { type: NEED_REVISION_PROPOSED, refId: need.id, payload: { revisionId: id } });
    return id;
  }

  /**
   * A coordinator of no party publishes it: the need says from now on what was proposed.
   * @throws OwnNeed, also to who proposed it, NeedNotOpen, AreaNotOwn, MoveNotAllowed, RevisionOutdated; InvalidInput where donors were quicker
   */
  async publish(tx: Tx, seen: SeenRevision, note: string | null): Promise<void> {
    const need = await this.lockAsCoordinator(tx, seen);
    if (need.state !== 'published') throw new NeedNotOpen(need.id, need.state);
    await requireOwnArea(tx, need);
    const revision = await this.lockProposed(tx, seen, 'published');
    if (revision.basedOn !== need.revision) throw new RevisionOutdated();
    await this.apply(tx, need, revision.content);
    const number = need.revision + 1;
    await tx.update(Need, need.id, { version: need.version + 1, revision: number });
    const content = await revisionContentOf(tx, need.id);
    await this.decide(tx, revision.id, { state: 'published', number, content, visibility: content.visibility, note });
    await recordNeed(tx, this.audit, need, 'need.revision-published', { revisionId: revision.id, number });
    await fulfilIfDone(tx, this.books, need.id);
    const { sitesOnly } = await tx.findOneByOrFail(NeedRevision, { id: revision.id });
    if (!sitesOnly) await this.outbox.add(tx, { type: NEED_CHANGED, refId: need.id });
    await this.outbox.add(tx, { type: NEED_REVISED, refId: need.id, payload: { revisionId: revision.id } });
  }

  /** A coordinator of no party leaves the need as it is, and says why. */
  async decline(tx: Tx, seen: SeenRevision, note: string): Promise<void> {
    const need = await this.lockAsCoordinator(tx, seen);
    const { id } = await this.lockProposed(tx, seen, 'declined');
    await this.decide(tx, id, { state: 'declined', note });
    await recordNeed(tx, this.audit, need, 'need.revision-declined', { revisionId: id, note });
    await this.outbox.add(tx, { type: NEED_REVISED, refId: need.id, payload: { revisionId: id } });
  }

  /** Its organization takes the proposal back. @throws PointOfContactRequired */
  async withdraw(tx: Tx, seen: SeenRevision): Promise<void> {
    const need = await lockNeed(tx, seen.needId);
    requireOwn(tx.actor, need);
    requireVersion(need, seen);
    await requirePointOfContact(tx, this.contacts, need, calendarDateOf(this.clock.now()));
    const { id } = await this.lockProposed(tx, seen, 'withdrawn');
    await this.decide(tx, id, { state: 'withdrawn' });
    await recordNeed(tx, this.audit, need, 'need.revision-withdrawn', { revisionId: id });
  }

  private async lockAsCoordinator(tx: Tx, seen: SeenRevision): Promise<Need> {
    const need = await lockNeed(tx, seen.needId);
    requireCoordinator(tx.actor);
    await requireOutsider(tx, need.id);
    requireVersion(need, seen);
    return need;
  }

  /** The lock of the need is the revision's, too. */
  private async lockProposed(
    tx: Tx,
    { needId, revisionId }: SeenRevision,
    to: 'published' | 'declined' | 'withdrawn',
  ): Promise<NeedRevision> {
    const revision = await tx.findOneBy(NeedRevision, { id: revisionId, needId });
    if (!revision) throw new NotFound('need revision', revisionId);
    if (!revisionStates.canMove(revision.state, to)) {
      throw new MoveNotAllowed('need revision', revisionId, revision.state, to);
    }
    return revision;
  }

  private async decide(tx: Tx, id: string, changes: Partial<NeedRevision>): Promise<void> {
    const decided = { ...changes, decidedBy: tx.actor.personId, decidedAt: this.clock.now() };
    await tx.update(NeedRevision, id, decided as object);
  }

  private async apply(
    tx: Tx,
    need: Need,
    { items, ...fields }: RevisionContent,
    wrong: readonly ProblemItem[] = [],
  ): Promise<void> {
    const content = { ...fields, items: items.map(itemOf) };
    const standing = await tx.findBy(NeedItem, { needId: need.id });
    const wordless = new Set(standing.filter(({ description }) => description === '').map(({ id }) => id));
    refuseTogether(wrong, [
      ...checkContent({ ...content, areaIso2: need.areaIso2, validUntil: need.validUntil }),
      ...(await unknownNames(tx, content, need.organizationId)),
      ...unfinished(content.items, wordless),
      ...againstCommitments(standing, items),
    ]);
    const missing = [...missingForSubmission(content), ...(need.source === null ? undescribed(content.items) : [])];
    if (missing.length > 0) throw new NeedIncomplete(missing);
    const before = await statedIn(tx, need);
    // What is proposed about its readers is what its organization agrees to; otherwise it stays apart from what is shown.
    const agreed = content.visibility === need.visibility ? {} : { agreedVisibility: null };
    await tx.update(Need, need.id, { ...columnsOf(content), ...agreed });
    await saveItems(tx, need, content.items);
    await requireNoWorse(tx, need, before);
    if (asksForNothing(await tx.findBy(NeedItem, { needId: need.id }))) throw new NothingLeftAsked();
  }

  private get books(): Books {
    return { audit: this.audit, outbox: this.outbox };
  }
}

/** What donors rely on: items stay, those that are committed stay what they are, and never ask for less than is committed. */
function againstCommitments(standing: readonly NeedItem[], items: readonly RevisionItem[]): BrokenRule[] {
  return standing.flatMap((item): BrokenRule[] => {
    const index = items.findIndex(({ id }) => id === item.id);
    const path = `items.${index}`;
    const next = items[index];
    if (!next) {
      const detail = `Keep “${item.description.slice(0, NAMED_CHARS)}”: waive what is no longer asked for instead.`;
      return [{ path: 'items', detail }];
    }
    const least = item.committed + item.waived;
    if (BigInt(next.requested) < least) {
      const text = quantityText(least, { currency: item.currency, unit: item.unitCode });
      return [{ path: `${path}.requested`, detail: `Write at least ${text}, which is committed or waived.` }];
    }
    if (item.committed === 0n) return [];
    const isOther =
      next.categoryCode !== item.categoryCode ||
      next.typeCode !== item.typeCode ||
      next.currency !== item.currency ||
      next.unit !== item.unitCode;
    const detail = 'Leave this as it is, and the type and what is counted: donors are committed to the item.';
    return isOther ? [{ path: `${path}.categoryCode`, detail, reads: [`${path}.typeCode`, `${path}.measure`] }] : [];
  });
}

const asked = ({ neededBy, items }: RevisionContent) => ({ neededBy, items: items.map(itemOf) });

function itemOf({ id, currency, unit, requested, minimum, unitCost, ...item }: RevisionItem): ItemContent {
  return {
    ...item,
    ...(id !== null && { id }),
    measure: measureOf(currency, unit),
    requested: BigInt(requested),
    minimum: minimum === null ? null : BigInt(minimum),
    unitCost: unitCost && Money.of(BigInt(unitCost.minor), unitCost.currency),
  };
}
