import { Inject, Injectable } from '@nestjs/common';
import { Audit } from '#libs/audit';
import { NotFound, type Clock } from '#libs/kernel';
import { CLOCK, Outbox, type Tx } from '#libs/platform';
import {
  lockNeed,
  moveNeed,
  recordNeed,
  requireCoordinator,
  requireMove,
  requireVersion,
  type SeenNeed,
} from './move-need.js';
import { Need, NeedItem } from './need.entity.js';
import { isWithin, type Visibility } from './need.states.js';
import { ItemIsCommitted, NeedNotOpen, WiderThanAgreed } from './needs.errors.js';
import { NEED_CHANGED, NEED_PUBLISHED } from './needs.events.js';
import { requireOutsider } from './require-outsider.js';
import { withKnownCodes } from './save-items.js';

/** What coordinators do with what was submitted. */
@Injectable()
export class NeedReviewService {
  constructor(
    private readonly audit: Audit,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Publishes it, to the circle that the organization agreed to or to a narrower one.
   * @throws WiderThanAgreed, OwnNeed
   */
  async publish(tx: Tx, seen: SeenNeed, visibility?: Visibility): Promise<void> {
    const need = await this.lock(tx, seen);
    requireMove(need, 'published');
    const circle = visibility ?? need.visibility;
    if (!isWithin(circle, need.visibility)) throw new WiderThanAgreed(need.visibility, circle);
    const changes = { publishedAt: this.clock.now(), visibility: circle };
    await moveNeed(tx, this.audit, need, 'published', changes, { visibility: circle });
    await this.outbox.add(tx, { type: NEED_PUBLISHED, refId: need.id });
  }

  /**
   * Sorts an item into a category.
   * @throws OwnNeed, ItemIsCommitted
   */
  async assignCategory(tx: Tx, seen: SeenNeed, itemId: string, categoryCode: string): Promise<void> {
    const need = await this.lock(tx, seen);
    if (need.state !== 'submitted' && need.state !== 'published') throw new NeedNotOpen(need.id, need.state);
    const item = await tx.findOneBy(NeedItem, { id: itemId, needId: need.id });
    if (!item) throw new NotFound('need item', itemId);
    if (item.categoryCode === categoryCode) return;
    if (item.committed > 0n) throw new ItemIsCommitted(item);
    await withKnownCodes('', () =>
      tx.update(NeedItem, itemId, { categoryCode, sortedHere: true, version: item.version + 1 }),
    );
    await tx.update(Need, need.id, { version: need.version + 1 });
    await recordNeed(tx, this.audit, need, 'need.categorized', { itemId, from: item.categoryCode, to: categoryCode });
    if (need.state === 'published') await this.outbox.add(tx, { type: NEED_CHANGED, refId: need.id });
  }

  /** For a coordinator of no party. @throws Denied, OwnNeed, Stale */
  private async lock(tx: Tx, seen: SeenNeed): Promise<Need> {
    const need = await lockNeed(tx, seen.needId);
    requireCoordinator(tx.actor);
    await requireOutsider(tx, need.id);
    requireVersion(need, seen);
    return need;
  }
}
