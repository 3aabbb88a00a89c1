import { Inject, Injectable } from '@nestjs/common';
import { Audit } from '#libs/audit';
import { PointsOfContactQueries } from '#libs/identity';
import { calendarDateOf, InvalidInput, type CalendarDate, type Clock } from '#libs/kernel';
import { CLOCK, Outbox, type Tx } from '#libs/platform';
import {
  lockNeed,
  lockOwnNeed,
  moveNeed,
  recordNeed,
  requireMove,
  requireOwn,
  requireRunning,
  requireVersion,
  type SeenNeed,
} from './move-need.js';
import { Need, NeedItem } from './need.entity.js';
import { NeedHasCommitments, PointOfContactRequired } from './needs.errors.js';
import { NEED_ANSWERED, NEED_CLOSED, NEED_PUBLISHED, NEED_SUBMITTED, NEED_WITHDRAWN } from './needs.events.js';
import { requireOwnArea } from './require-own-area.js';
import { requireSubmittable } from './submission-threshold.js';

/** What an organization does with a need of its own; with an imported one, whose organization nobody acts for, coordinators do. */
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
   * @throws PointOfContactRequired, AreaNotOwn, NeedIncomplete, NeedLapsed
   */
  async submit(tx: Tx, seen: SeenNeed): Promise<void> {
    const need = await lockNeed(tx, seen.needId);
    requireOwn(tx.actor, need);
    requireVersion(need, seen);
    const again = need.state === 'returned';
    requireMove(need, again ? 'submitAgain' : 'submit');
    await this.requirePointOfContact(tx, need);
    await requireOwnArea(tx, need);
    await requireSubmittable(tx, need);
    requireRunning(need, this.today());
    if (again) await moveNeed(tx, this.audit, need, 'submitAgain');
    else await moveNeed(tx, this.audit, need, 'submit', { changes: { submittedAt: this.clock.now() } });
    await this.outbox.add(tx, { type: again ? NEED_ANSWERED : NEED_SUBMITTED, refId: need.id });
  }

  /** Its organization takes it back before a coordinator has taken it up. */
  async recall(tx: Tx, seen: SeenNeed): Promise<void> {
    const need = await lockNeed(tx, seen.needId);
    requireOwn(tx.actor, need);
    requireVersion(need, seen);
    await moveNeed(tx, this.audit, need, 'recall', { changes: { submittedAt: null } });
  }

  /** @throws NeedHasCommitments, OwnNeed */
  async withdraw(tx: Tx, seen: SeenNeed, reason: string): Promise<void> {
    const need = await lockOwnNeed(tx, seen);
    requireMove(need, 'withdraw');
    await requireNothingUnderWay(tx, need);
    const facts = { reason, from: need.state };
    await moveNeed(tx, this.audit, need, 'withdraw', { changes: { endReason: reason }, facts });
    if (need.state === 'published') await this.outbox.add(tx, { type: NEED_WITHDRAWN, refId: need.id });
  }

  /**
   * Undoes a withdrawal: what was published is so again, anything else is a draft again.
   * @throws NeedLapsed
   */
  async reinstate(tx: Tx, seen: SeenNeed): Promise<void> {
    const need = await lockOwnNeed(tx, seen);
    if (need.publishedAt !== null) return this.publishAgain(tx, need, 'reinstatePublished');
    const changes = { endReason: null, submittedAt: null, acknowledgedAt: null, authentication: null };
    await moveNeed(tx, this.audit, need, 'reinstateDraft', { changes });
  }

  /**
   * Ends it although not all of it was delivered.
   * @throws NeedHasCommitments
   */
  async close(tx: Tx, seen: SeenNeed, reason: string): Promise<void> {
    const need = await lockOwnNeed(tx, seen);
    requireMove(need, 'close');
    await requireNothingUnderWay(tx, need);
    await moveNeed(tx, this.audit, need, 'close', { changes: { endReason: reason }, facts: { reason } });
    await this.outbox.add(tx, { type: NEED_CLOSED, refId: need.id });
  }

  /** Undoes a closing. @throws NeedLapsed */
  async reopen(tx: Tx, seen: SeenNeed): Promise<void> {
    const need = await lockOwnNeed(tx, seen);
    await this.publishAgain(tx, need, 'reopen');
  }

  /** It still stands, until that day: a published one goes on, an expired one is published again. */
  async confirm(tx: Tx, seen: SeenNeed, validUntil: CalendarDate): Promise<void> {
    const need = await lockOwnNeed(tx, seen);
    if (need.state !== 'published') requireMove(need, 'confirm');
    await requireOwnArea(tx, need);
    const today = this.today();
    if (validUntil < today)
      throw new InvalidInput([{ path: 'validUntil', detail: `must not be before today, ${today}` }]);
    const changes = { validUntil, confirmedOn: today };
    const facts = { validUntil, from: need.validUntil };
    if (need.state === 'expired') {
      await moveNeed(tx, this.audit, need, 'confirm', { changes, facts });
      await this.outbox.add(tx, { type: NEED_PUBLISHED, refId: need.id });
    } else {
      await tx.update(Need, need.id, { ...changes, version: need.version + 1 });
      await recordNeed(tx, this.audit, need, 'need.confirmed', facts);
    }
  }

  /** Also of a regional organization, which may request for its members. */
  private async requirePointOfContact(tx: Tx, { organizationId }: Need): Promise<void> {
    const may = await this.contacts.maySubmitFor(tx, tx.actor.personId, organizationId, this.today());
    if (!may) throw new PointOfContactRequired();
  }

  private today(): CalendarDate {
    return calendarDateOf(this.clock.now());
  }

  private async publishAgain(tx: Tx, need: Need, verb: 'reinstatePublished' | 'reopen'): Promise<void> {
    requireMove(need, verb);
    await requireOwnArea(tx, need);
    requireRunning(need, this.today());
    await moveNeed(tx, this.audit, need, verb, { changes: { endReason: null } });
    await this.outbox.add(tx, { type: NEED_PUBLISHED, refId: need.id });
  }
}

/** Somebody is about to deliver; the need cannot end under them. @throws NeedHasCommitments */
async function requireNothingUnderWay(tx: Tx, need: Need): Promise<void> {
  const items = await tx.findBy(NeedItem, { needId: need.id });
  if (items.some(({ committed, delivered }) => committed > delivered)) throw new NeedHasCommitments(need.id);
}
