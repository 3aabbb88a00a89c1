import { Inject, Injectable } from '@nestjs/common';
import { Audit } from '#libs/audit';
import { PointsOfContactQueries } from '#libs/identity';
import { calendarDateOf, refuseTogether, type CalendarDate, type Clock } from '#libs/kernel';
import { CLOCK, Outbox, type Tx } from '#libs/platform';
import {
  isImportedForTheirState,
  lockNeed,
  lockOwnNeed,
  moveNeed,
  recordNeed,
  requireMove,
  requireNotEndedByItsState,
  requireOwn,
  requireRunning,
  requireVersion,
  type SeenNeed,
  type Books,
} from './move-need.js';
import { requireAnswers } from './need-thread.service.js';
import { fulfilIfDone } from './fulfil-if-done.js';
import { Need, NeedItem } from './need.entity.js';
import { requireFiledReport } from './national-reports.visibility.js';
import { checkValidity } from './need-validity.js';
import { asksForNothing, hasUndecided } from './need.rules.js';
import { ENDED_STATES, isWithin, type LiveState, type NeedVerbName, type Visibility } from './need.states.js';
import {
  NeedHasCommitments,
  NeedHasUndecided,
  NeedNotEnded,
  NothingLeftAsked,
  PartiesReadIt,
  WiderByProposal,
  WiderThanAgreed,
} from './needs.errors.js';
import { NEED_CHANGED, NEED_REVISED } from './needs.events.js';
import { publishRevision } from './publish-revision.js';
import { requireKeepsNoOthers } from './require-keeps-no-others.js';
import { requireOutsider } from './require-outsider.js';
import { requireOwnArea } from './require-own-area.js';
import { requirePointOfContact } from './require-point-of-contact.js';
import { requireSubmittable } from './submission-threshold.js';

const BACK_TO: Readonly<Record<Exclude<LiveState, 'published'> | 'draft', NeedVerbName>> = {
  draft: 'reinstateDraft',
  submitted: 'reinstateSubmitted',
  'under-review': 'reinstateUnderReview',
  returned: 'reinstateReturned',
  validated: 'reinstateValidated',
};

/** What an organization does with a need of its own; with an imported one, which nobody here filed, the State that it is for and coordinators do. */
@Injectable()
export class NeedLifeService {
  constructor(
    private readonly audit: Audit,
    private readonly outbox: Outbox,
    private readonly contacts: PointsOfContactQueries,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Its organization hands it to the coordinators, for the first time or with what they asked for.
   * @param withoutAnswers Also where questions of the coordinators are open.
   * @throws PointOfContactRequired, AreaNotOwn, ReportWithdrawn, QuestionsUnanswered, NeedIncomplete, NeedLapsed
   */
  async submit(tx: Tx, seen: SeenNeed, withoutAnswers = false): Promise<void> {
    const need = await lockNeed(tx, seen.needId);
    requireOwn(tx.actor, need);
    requireVersion(need, seen);
    const again = need.state === 'returned';
    requireMove(need, again ? 'submitAgain' : 'submit');
    await requirePointOfContact(tx, this.contacts, need, this.today());
    await requireOwnArea(tx, need);
    await requireFiledReport(tx, need.reportId);
    if (again && !withoutAnswers) await requireAnswers(tx, need.id);
    await requireSubmittable(tx, need, this.today());
    requireRunning(need, this.today());
    if (again) await moveNeed(tx, this.books, need, 'submitAgain', { changes: { answeredAt: this.clock.now() } });
    else await moveNeed(tx, this.books, need, 'submit', { changes: { submittedAt: this.clock.now() } });
  }

  /** Its organization takes it back before a coordinator has taken it up, or decided on what was answered. @throws PointOfContactRequired, NeedKeepsOthers */
  async recall(tx: Tx, seen: SeenNeed): Promise<void> {
    const need = await this.lockSpokenFor(tx, seen);
    requireOwn(tx.actor, need);
    if (need.answeredAt !== null) return moveNeed(tx, this.books, need, 'recallAnswers');
    requireMove(need, 'recall');
    // A draft is for its organization alone: whoever asked for the same could not be given their need back.
    await requireKeepsNoOthers(tx, need.id);
    await moveNeed(tx, this.books, need, 'recall', { changes: { submittedAt: null } });
  }

  /** @throws NeedHasCommitments, NeedHasUndecided, OwnNeed; PointOfContactRequired, but of a draft */
  async withdraw(tx: Tx, seen: SeenNeed, reason: string): Promise<void> {
    const need = await this.lockSpokenFor(tx, seen);
    requireMove(need, 'withdraw');
    await requireNothingUnderWay(tx, need);
    const facts = { reason, from: need.state };
    const changes = { endReason: reason, withdrawnFrom: need.state as LiveState | 'draft' };
    await moveNeed(tx, this.books, need, 'withdraw', { changes, facts });
  }

  /**
   * Undoes a withdrawal: it is again what it was.
   * @throws PointOfContactRequired, but of a draft; Denied where its State withdrew an imported one; AreaNotOwn, NeedLapsed
   */
  async reinstate(tx: Tx, seen: SeenNeed): Promise<void> {
    const need = await this.lockSpokenFor(tx, seen);
    const to = need.withdrawnFrom ?? (need.publishedAt === null ? 'draft' : 'published');
    if (to === 'published') return this.publishAgain(tx, need, 'reinstatePublished');
    requireMove(need, BACK_TO[to]);
    await requireNotEndedByItsState(tx, need);
    const back = { endReason: null, withdrawnFrom: null };
    if (to === 'draft') {
      const changes = { ...back, submittedAt: null, acknowledgedAt: null, authentication: null };
      return moveNeed(tx, this.books, need, 'reinstateDraft', { changes });
    }
    await requireOwnArea(tx, need);
    requireRunning(need, this.today());
    await moveNeed(tx, this.books, need, BACK_TO[to], { changes: back, facts: { to } });
  }

  /**
   * Ends it although not all of it was delivered.
   * @throws PointOfContactRequired, NeedHasCommitments, NeedHasUndecided
   */
  async close(tx: Tx, seen: SeenNeed, reason: string): Promise<void> {
    const need = await this.lockSpokenFor(tx, seen);
    requireMove(need, 'close');
    await requireNothingUnderWay(tx, need);
    await moveNeed(tx, this.books, need, 'close', { changes: { endReason: reason }, facts: { reason } });
  }

  /** Undoes a closing. @throws PointOfContactRequired, Denied where its State closed an imported one, AreaNotOwn, NothingLeftAsked, NeedLapsed */
  async reopen(tx: Tx, seen: SeenNeed): Promise<void> {
    const need = await this.lockSpokenFor(tx, seen);
    await this.publishAgain(tx, need, 'reopen');
  }

  /**
   * It still stands, until that day: a published one goes on, an expired one is published again.
   * @throws PointOfContactRequired, AreaNotOwn; InvalidInput for a day that is over or too far away
   */
  async confirm(tx: Tx, seen: SeenNeed, validUntil: CalendarDate): Promise<void> {
    const need = await this.lockSpokenFor(tx, seen);
    if (need.state !== 'published') requireMove(need, 'confirm');
    await requireOwnArea(tx, need);
    const today = this.today();
    const over = { path: 'validUntil', detail: `Choose today, ${today}, or a later day.` };
    refuseTogether([], [...(validUntil < today ? [over] : []), ...(await checkValidity(tx, validUntil))]);
    const changes = { validUntil, confirmedOn: today };
    const facts = { validUntil, from: need.validUntil };
    if (need.state === 'expired') {
      await moveNeed(tx, this.books, need, 'confirm', { changes, facts });
      await publishRevision(tx, need.id);
      await fulfilIfDone(tx, this.books, need.id);
    } else {
      await tx.update(Need, need.id, { ...changes, version: need.version + 1 });
      await recordNeed(tx, this.audit, need, 'need.confirmed', facts);
      await this.outbox.add(tx, { type: NEED_CHANGED, refId: need.id });
    }
  }

  /**
   * Its organization, or a coordinator of no party, shows what has ended to fewer, or again to as many as was agreed. What is
   * published its organization alone shows to fewer, which it cannot take back by itself: donors come to rely on what they read.
   * An imported need asks in the name of a State that was not asked: it shows it to more or fewer, a coordinator to fewer.
   * @throws PointOfContactRequired, OwnNeed, NeedNotEnded, WiderThanAgreed, WiderByProposal, PartiesReadIt
   */
  async showTo(tx: Tx, seen: SeenNeed, visibility: Visibility, reason: string): Promise<void> {
    const need = await lockNeed(tx, seen.needId);
    const consents = await isImportedForTheirState(tx, need);
    if (tx.actor.role === 'coordinator') await requireOutsider(tx, need.id);
    else {
      if (!consents) requireOwn(tx.actor, need);
      await requirePointOfContact(tx, this.contacts, tx.actor, this.today());
    }
    requireVersion(need, seen);
    if (need.state === 'published' && (tx.actor.role === 'focal-point' || need.source !== null)) {
      if (!consents && !isWithin(visibility, need.visibility)) {
        throw tx.actor.role === 'focal-point' ? new WiderByProposal() : new WiderThanAgreed();
      }
      // A State that keeps the circle consents to it, which goes on record and ends the wait for it.
      if (!consents && visibility === need.visibility && need.agreedVisibility === null) return;
      return this.showPublished(tx, need, visibility, reason);
    }
    if (need.publishedAt === null || !ENDED_STATES.includes(need.state)) throw new NeedNotEnded(need.id, need.state);
    const agreed = need.agreedVisibility ?? need.visibility;
    if (!isWithin(visibility, agreed)) throw new WiderThanAgreed();
    if (visibility === need.visibility) return;
    const agreedVisibility = visibility === agreed ? null : agreed;
    await tx.update(Need, need.id, { visibility, agreedVisibility, version: need.version + 1 });
    await recordNeed(tx, this.audit, need, 'need.shown-to', { from: need.visibility, to: visibility, reason });
    await this.outbox.add(tx, { type: NEED_CHANGED, refId: need.id });
  }

  private async showPublished(tx: Tx, need: Need, visibility: Visibility, reason: string): Promise<void> {
    if (visibility === 'coordinators' && need.donorIds.length > 0) throw new PartiesReadIt();
    await tx.update(Need, need.id, { visibility, agreedVisibility: null, version: need.version + 1 });
    await recordNeed(tx, this.audit, need, 'need.shown-to', { from: need.visibility, to: visibility, reason });
    const revisionId = await publishRevision(tx, need.id, reason);
    await this.outbox.add(tx, { type: NEED_CHANGED, refId: need.id });
    if (revisionId !== null) await this.outbox.add(tx, { type: NEED_REVISED, refId: need.id, payload: { revisionId } });
  }

  /** For who speaks for it: of what was handed in, not every focal point. */
  private async lockSpokenFor(tx: Tx, seen: SeenNeed): Promise<Need> {
    const need = await lockOwnNeed(tx, seen);
    const isDraft = (need.state === 'withdrawn' ? need.withdrawnFrom : need.state) === 'draft';
    if (!isDraft) await requirePointOfContact(tx, this.contacts, tx.actor, this.today());
    return need;
  }

  private today(): CalendarDate {
    return calendarDateOf(this.clock.now());
  }

  private async publishAgain(tx: Tx, need: Need, verb: 'reinstatePublished' | 'reopen'): Promise<void> {
    requireMove(need, verb);
    await requireNotEndedByItsState(tx, need);
    await requireOwnArea(tx, need);
    if (asksForNothing(await tx.findBy(NeedItem, { needId: need.id }))) throw new NothingLeftAsked();
    requireRunning(need, this.today());
    await moveNeed(tx, this.books, need, verb, { changes: { endReason: null, withdrawnFrom: null } });
    // It may have been shown to fewer since it ended.
    await publishRevision(tx, need.id);
    // All of it may have been accepted since it ended.
    await fulfilIfDone(tx, this.books, need.id);
  }

  private get books(): Books {
    return { audit: this.audit, outbox: this.outbox };
  }
}

/**
 * Somebody is about to deliver, or waits for a decision on what they delivered; the need cannot end under them.
 * @throws NeedHasCommitments, NeedHasUndecided
 */
async function requireNothingUnderWay(tx: Tx, need: Need): Promise<void> {
  const items = await tx.findBy(NeedItem, { needId: need.id });
  const undecided = items.find((item) => hasUndecided(item));
  if (undecided) throw new NeedHasUndecided(undecided);
  if (items.some(({ committed, delivered }) => committed > delivered)) throw new NeedHasCommitments(need.id);
}
