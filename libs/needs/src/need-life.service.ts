import { Inject, Injectable } from '@nestjs/common';
import { Audit } from '#libs/audit';
import type { Clock } from '#libs/kernel';
import { CLOCK, Outbox, type Tx } from '#libs/platform';
import { lockNeed, moveNeed, requireMove, requireOwn, requireVersion, type SeenNeed } from './move-need.js';
import { NeedItem } from './need.entity.js';
import { NeedHasCommitments } from './needs.errors.js';
import { NEED_WITHDRAWN } from './needs.events.js';
import { requireOutsider } from './require-outsider.js';
import { contentOfItems, requireSubmittable } from './save-items.js';

/** What an organization does with a need of its own. */
@Injectable()
export class NeedLifeService {
  constructor(
    private readonly audit: Audit,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Its organization hands it to the coordinators. @throws NeedIncomplete */
  async submit(tx: Tx, seen: SeenNeed): Promise<void> {
    const need = await lockNeed(tx, seen.needId);
    requireOwn(tx.actor, need);
    requireVersion(need, seen);
    requireMove(need, 'submitted');
    requireSubmittable({ ...need, items: await contentOfItems(tx, need.id) });
    await moveNeed(tx, this.audit, need, 'submitted', { submittedAt: this.clock.now() });
  }

  /**
   * Its organization takes it back; an imported one a coordinator may.
   * @throws NeedHasCommitments, OwnNeed
   */
  async withdraw(tx: Tx, seen: SeenNeed, reason: string): Promise<void> {
    const need = await lockNeed(tx, seen.needId);
    if (tx.actor.role !== 'coordinator' || need.source === null) requireOwn(tx.actor, need);
    else await requireOutsider(tx, need.id);
    requireVersion(need, seen);
    requireMove(need, 'withdrawn');
    const items = await tx.findBy(NeedItem, { needId: need.id });
    if (items.some(({ committed, delivered }) => committed > delivered)) throw new NeedHasCommitments(need.id);
    await moveNeed(tx, this.audit, need, 'withdrawn', { withdrawnReason: reason }, { reason });
    if (need.state === 'published') await this.outbox.add(tx, { type: NEED_WITHDRAWN, refId: need.id });
  }
}
