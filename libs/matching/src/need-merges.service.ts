import { Injectable } from '@nestjs/common';
import { Audit } from '#libs/audit';
import { NeedMergeService, type SeenNeed } from '#libs/needs';
import type { Tx } from '#libs/platform';
import { requireCoordinator } from './lock-match.js';
import { LIVE_STATES, type MatchState } from './match.states.js';
import { NeedHasMatches } from './matching.errors.js';

interface Standing {
  readonly id: string;
  readonly state: MatchState;
}

/** Merges needs with what hangs on them here. Locks the matches first, then the items and the needs, as all verbs do. */
@Injectable()
export class NeedMergesService {
  constructor(
    private readonly needs: NeedMergeService,
    private readonly audit: Audit,
  ) {}

  /**
   * Ends a need in favour of another. What only waits for a review is superseded; offers are ranked for the need that stays.
   * @throws NeedHasMatches where parties were asked already, and what {@link NeedMergeService.merge} throws
   */
  async merge(tx: Tx, seen: SeenNeed, intoId: string, note: string): Promise<void> {
    requireCoordinator(tx.actor);
    const standing = await tx.query<Standing[]>(
      'SELECT id, state FROM matches WHERE need_id = $1 AND state = ANY($2) ORDER BY id FOR UPDATE',
      [seen.needId, LIVE_STATES],
    );
    await this.needs.merge(tx, seen, intoId, note);
    const asked = standing.filter(({ state }) => state !== 'suggested');
    if (asked.length > 0)
      throw new NeedHasMatches(
        seen.needId,
        asked.map(({ id }) => id),
      );
    await tx.query(`UPDATE matches SET state = 'superseded', version = version + 1 WHERE id = ANY($1)`, [
      standing.map(({ id }) => id),
    ]);
    for (const { id } of standing) await this.audit.record(tx, { act: 'match.superseded', refId: id });
  }

  /** Undoes a merge. What people had brought to the need waits for its review again; the engine ranks the rest anew. */
  async takeApart(tx: Tx, seen: SeenNeed, reason: string): Promise<void> {
    requireCoordinator(tx.actor);
    await this.needs.takeApart(tx, seen, reason);
    const [back] = await tx.query<[{ id: string }[], number]>(
      `UPDATE matches m SET state = 'suggested', version = m.version + 1
         FROM offers o
        WHERE m.need_id = $1 AND m.state = 'superseded' AND m.origin <> 'engine'
          AND o.id = m.offer_id AND o.state = 'published'
          AND NOT EXISTS (SELECT FROM matches l WHERE l.need_item_id = m.need_item_id AND l.offer_id = m.offer_id
                             AND (l.state = ANY($2) OR l.state = 'superseded' AND l.id > m.id AND l.origin <> 'engine'))
       RETURNING m.id`,
      [seen.needId, LIVE_STATES],
    );
    for (const { id } of back) await this.audit.record(tx, { act: 'match.restored', refId: id });
  }
}
