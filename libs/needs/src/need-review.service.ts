import { Inject, Injectable } from '@nestjs/common';
import { Audit } from '#libs/audit';
import { calendarDateOf, NotFound, refuseTogether, type Clock } from '#libs/kernel';
import { CLOCK, Outbox, type Tx } from '#libs/platform';
import {
  lockNeed,
  moveNeed,
  recordNeed,
  requireCoordinator,
  requireMove,
  requireRunning,
  requireVersion,
  type SeenNeed,
  type Books,
} from './move-need.js';
import { itemsAskedAbout, sendMessage, sendMessages, type Question } from './need-thread.service.js';
import { defaultValidity } from './need-validity.js';
import { Need, NeedItem } from './need.entity.js';
import { undescribed } from './need.rules.js';
import { isWithin, SORTABLE_STATES, type Visibility } from './need.states.js';
import { ItemIsCommitted, NeedHasCommitments, NeedNotOpen, WiderThanAgreed } from './needs.errors.js';
import { NEED_CHANGED, NEED_MESSAGE_SENT, NEED_REVISED } from './needs.events.js';
import { publishRevision } from './publish-revision.js';
import { requireKeepsNoOthers } from './require-keeps-no-others.js';
import { requireOwnArea } from './require-own-area.js';
import { requireOutsider } from './require-outsider.js';
import { unknownAmong } from './unknown-names.js';

/** What coordinators do with what was submitted. Each verb throws OwnNeed where their organization is a party. */
@Injectable()
export class NeedReviewService {
  constructor(
    private readonly audit: Audit,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Takes it up, and says how it was made sure that the request is its organization's. */
  async acknowledge(tx: Tx, seen: SeenNeed, authentication: string): Promise<void> {
    const need = await this.lock(tx, seen);
    const changes = { acknowledgedAt: this.clock.now(), authentication };
    await moveNeed(tx, this.books, need, 'acknowledge', { changes, facts: { authentication } });
  }

  /** Takes back that it was taken up, such as for a wrong file: it waits among the new ones again. */
  async unacknowledge(tx: Tx, seen: SeenNeed, reason: string): Promise<void> {
    const need = await this.lock(tx, seen);
    const changes = { acknowledgedAt: null, authentication: null };
    await moveNeed(tx, this.books, need, 'unacknowledge', { changes, facts: { reason } });
  }

  /**
   * Gives it back with questions, which its organization answers, correcting the need where it must.
   * @throws InvalidInput for a question about an item that it does not have
   */
  async giveBack(tx: Tx, seen: SeenNeed, questions: readonly Question[]): Promise<void> {
    const need = await this.lock(tx, seen);
    await moveNeed(tx, this.books, need, 'giveBack', { facts: { questions: questions.length } });
    const fields = questions.map(({ about }, index) => ({ about, path: `questions.${index}.about` }));
    const items = await itemsAskedAbout(tx, need.id, fields);
    const asked = questions.map((question, index) => ({ ...question, itemId: items[index] ?? null }));
    await sendMessages(
      tx,
      need.id,
      asked.map((question) => ({ ...question, answersId: null, isQuestion: true })),
    );
  }

  /** Finds that it says what donors must know and may be published. @throws AreaNotOwn */
  async validate(tx: Tx, seen: SeenNeed): Promise<void> {
    const need = await this.lock(tx, seen);
    requireMove(need, 'validate');
    await requireOwnArea(tx, need);
    await moveNeed(tx, this.books, need, 'validate');
  }

  /** @throws NeedKeepsOthers */
  async reject(tx: Tx, seen: SeenNeed, reason: string): Promise<void> {
    const need = await this.lock(tx, seen);
    requireMove(need, 'reject');
    await requireKeepsNoOthers(tx, need.id);
    await moveNeed(tx, this.books, need, 'reject', { changes: { endReason: reason }, facts: { reason } });
  }

  /** Takes back that it was returned, validated or rejected: it is under review again. */
  async reconsider(tx: Tx, seen: SeenNeed): Promise<void> {
    const need = await this.lock(tx, seen);
    await moveNeed(tx, this.books, need, 'reconsider', { changes: { endReason: null }, facts: { from: need.state } });
  }

  /**
   * Publishes it, to the circle that the organization agreed to or to a narrower one; where it does not say until when, for the
   * present reporting cycle.
   * @throws AreaNotOwn, WiderThanAgreed, NeedLapsed
   */
  async publish(tx: Tx, seen: SeenNeed, visibility?: Visibility): Promise<void> {
    const need = await this.lock(tx, seen);
    requireMove(need, 'publish');
    await requireOwnArea(tx, need);
    const agreed = need.visibility;
    const circle = visibility ?? agreed;
    if (!isWithin(circle, agreed)) throw new WiderThanAgreed();
    const now = this.clock.now();
    requireRunning(need, calendarDateOf(now));
    const validUntil = need.validUntil ?? (await defaultValidity(tx));
    const shown = { visibility: circle, agreedVisibility: circle === agreed ? null : agreed };
    const changes = { ...shown, publishedAt: now, validUntil };
    await moveNeed(tx, this.books, need, 'publish', { changes, facts: { visibility: circle, agreed, validUntil } });
    await publishRevision(tx, need.id, null, now);
    await tx.query('UPDATE needs SET published_revision = revision WHERE id = $1', [need.id]);
  }

  /**
   * Takes it off again, as long as nobody has committed anything. What its organization agreed to stays agreed.
   * @throws NeedHasCommitments, NeedKeepsOthers
   */
  async unpublish(tx: Tx, seen: SeenNeed, reason: string): Promise<void> {
    const need = await this.lock(tx, seen);
    requireMove(need, 'unpublish');
    const items = await tx.findBy(NeedItem, { needId: need.id });
    if (items.some(({ committed }) => committed > 0n)) throw new NeedHasCommitments(need.id);
    await requireKeepsNoOthers(tx, need.id);
    const agreed = { visibility: need.agreedVisibility ?? need.visibility, agreedVisibility: null };
    await moveNeed(tx, this.books, need, 'unpublish', { changes: { ...agreed, publishedAt: null }, facts: { reason } });
  }

  /**
   * Sorts an item into a category, with the reason. What is published already changes by it for all who read it; before that the
   * organization and the State that it is for are told in the thread of the need, which nobody else reads.
   * @throws ItemIsCommitted; InvalidInput, also for no category where the words of the item do not say what it is
   */
  async assignCategory(
    tx: Tx,
    seen: SeenNeed,
    itemId: string,
    { categoryCode, reason }: { readonly categoryCode: string; readonly reason: string },
  ): Promise<void> {
    const need = await this.lock(tx, seen);
    if (!SORTABLE_STATES.includes(need.state)) throw new NeedNotOpen(need.id, need.state);
    const item = await tx.findOneBy(NeedItem, { id: itemId, needId: need.id });
    if (!item) throw new NotFound('need item', itemId);
    if (item.categoryCode === categoryCode) return;
    if (item.committed > 0n) throw new ItemIsCommitted(item);
    const isUnclear = need.source === null && undescribed([{ description: item.description, categoryCode }]).length > 0;
    const detail = 'Choose a category: the words of this item do not say what it is.';
    refuseTogether(
      await unknownAmong(tx, need.organizationId, [{ path: 'categoryCode', list: 'category', code: categoryCode }]),
      isUnclear ? [{ path: 'categoryCode', detail }] : [],
    );
    await tx.update(NeedItem, itemId, { categoryCode, sortedHere: true, version: item.version + 1 });
    await tx.update(Need, need.id, { version: need.version + 1 });
    const change = { itemId, from: item.categoryCode, to: categoryCode, reason };
    await recordNeed(tx, this.audit, need, 'need.categorized', change);
    if (need.state !== 'published') return this.tellOfCategory(tx, need.id, change);
    const revisionId = await publishRevision(tx, need.id, reason);
    await this.outbox.add(tx, { type: NEED_CHANGED, refId: need.id });
    if (revisionId !== null) await this.outbox.add(tx, { type: NEED_REVISED, refId: need.id, payload: { revisionId } });
  }

  private async tellOfCategory(
    tx: Tx,
    needId: string,
    { itemId, from, to, reason }: Readonly<Record<'itemId' | 'from' | 'to' | 'reason', string>>,
  ): Promise<void> {
    const [row] = await tx.query<[{ place: number; before: string; after: string }]>(
      `SELECT (SELECT count(*)::integer FROM need_items o WHERE o.need_id = i.need_id AND o.position < i.position) AS place,
              b.name_en AS before, a.name_en AS after
         FROM need_items i JOIN assistance_categories b ON b.code = $2 JOIN assistance_categories a ON a.code = $3
        WHERE i.id = $1`,
      [itemId, from, to],
    );
    const body = `${row.before} → ${row.after}. ${reason}`;
    const about = `items.${row.place}.categoryCode`;
    const messageId = await sendMessage(tx, needId, { about, itemId, body, answersId: null, isQuestion: false });
    await this.outbox.add(tx, { type: NEED_MESSAGE_SENT, refId: needId, payload: { messageId } });
  }

  /** For a coordinator of no party. @throws Denied, OwnNeed, Stale */
  private async lock(tx: Tx, seen: SeenNeed): Promise<Need> {
    const need = await lockNeed(tx, seen.needId);
    requireCoordinator(tx.actor);
    await requireOutsider(tx, need.id);
    requireVersion(need, seen);
    return need;
  }

  private get books(): Books {
    return { audit: this.audit, outbox: this.outbox };
  }
}
