import { Injectable } from '@nestjs/common';
import { Audit } from '#libs/audit';
import { isId, NotFound } from '#libs/kernel';
import { needsVisibleTo } from '#libs/needs';
import type { ReadTx, Tx } from '#libs/platform';
import { ShortlistedNeed } from './notification.entities.js';
import { SHORTLIST_MAX } from './notification.rules.js';
import { ShortlistFull } from './notifications.errors.js';
import { lockOwnMembership, ownMembership } from './own-membership.js';

/** The needs that a person keeps an eye on under the membership they act under. */
@Injectable()
export class ShortlistService {
  constructor(private readonly audit: Audit) {}

  /** Ids, the last added first, of what the actor may see now; at most {@link SHORTLIST_MAX}. */
  async needIds(tx: ReadTx): Promise<string[]> {
    const membershipId = await ownMembership(tx);
    const visible = needsVisibleTo(tx.actor, 'n', 2);
    const rows = await tx.query<{ id: string }[]>(
      `SELECT n.id FROM shortlisted_needs s JOIN needs n ON n.id = s.need_id
        WHERE s.membership_id = $1 AND ${visible.sql} ORDER BY s.added_at DESC, n.id DESC`,
      [membershipId, ...visible.params],
    );
    return rows.map(({ id }) => id);
  }

  /** Nothing new where it is on the list already. @throws NotFound for a need that the actor may not see, ShortlistFull */
  async add(tx: Tx, needId: string): Promise<void> {
    const membershipId = await lockOwnMembership(tx);
    const visible = needsVisibleTo(tx.actor, 'n', 2);
    const found = isId('need', needId)
      ? await tx.query<unknown[]>(`SELECT 1 FROM needs n WHERE n.id = $1 AND ${visible.sql}`, [
          needId,
          ...visible.params,
        ])
      : [];
    if (found.length === 0) throw new NotFound('need', needId);
    const listed = await tx.findBy(ShortlistedNeed, { membershipId });
    if (listed.some((one) => one.needId === needId)) return;
    // What the actor may no longer see takes no room.
    if (listed.length >= SHORTLIST_MAX) {
      const seen = new Set(await this.needIds(tx));
      const unseen = listed.find((one) => !seen.has(one.needId));
      if (!unseen) throw new ShortlistFull(SHORTLIST_MAX);
      await tx.delete(ShortlistedNeed, { membershipId, needId: unseen.needId });
    }
    await tx.insert(ShortlistedNeed, { membershipId, needId });
    await this.audit.record(tx, { act: 'need.shortlisted', refId: needId });
  }

  /** Nothing where it is not on the list. @throws NotFound for what is no id of a need */
  async remove(tx: Tx, needId: string): Promise<void> {
    const membershipId = await lockOwnMembership(tx);
    if (!isId('need', needId)) throw new NotFound('need', needId);
    const { affected } = await tx.delete(ShortlistedNeed, { membershipId, needId });
    if (affected) await this.audit.record(tx, { act: 'need.taken-off-shortlist', refId: needId });
  }
}
