import { Injectable } from '@nestjs/common';
import { Audit } from '#libs/audit';
import { NeedMergeService, type SeenNeed } from '#libs/needs';
import { Outbox, type JsonObject, type MatchEventType, type Tx } from '#libs/platform';
import { eventOf } from './announce-match.js';
import { requireCoordinator } from './lock-match.js';
import type { Match } from './match.entity.js';
import { LIVE_STATES } from './match.states.js';
import { NeedHasMatches } from './matching.errors.js';
import { MATCH_SUPERSEDED } from './matching.events.js';
import { RestoredMatches } from './restored-matches.js';

type Standing = Pick<Match, 'id' | 'state' | 'origin' | 'needId' | 'needItemId' | 'offerId'>;

const STANDING =
  'm.id, m.state, m.origin, m.need_id AS "needId", m.need_item_id AS "needItemId", m.offer_id AS "offerId"';

/** Merges needs with what hangs on them here. Locks the matches first, then the items and the needs, as all verbs do. */
@Injectable()
export class MatchedNeedsService {
  constructor(
    private readonly needs: NeedMergeService,
    private readonly restored: RestoredMatches,
    private readonly audit: Audit,
    private readonly outbox: Outbox,
  ) {}

  /**
   * Ends a need in favour of another. What only waits for a review is superseded; offers are ranked for the need that stays.
   * @throws NeedHasMatches where parties were asked already, and what {@link NeedMergeService.merge} throws
   */
  async merge(tx: Tx, seen: SeenNeed, intoId: string, note: string): Promise<void> {
    requireCoordinator(tx.actor);
    await lockStanding(tx, seen.needId);
    await this.needs.merge(tx, seen, intoId, note);
    // With the need held, nothing more can come in; what came in until then is here.
    const standing = await lockStanding(tx, seen.needId);
    const asked = standing.filter(({ state }) => state !== 'suggested');
    if (asked.length > 0)
      throw new NeedHasMatches(
        seen.needId,
        asked.map(({ id }) => id),
      );
    await tx.query(
      `UPDATE matches SET state = 'superseded', ended_because = 'need-merged', superseded_by_merge = true, version = version + 1
        WHERE id = ANY($1)`,
      [standing.map(({ id }) => id)],
    );
    await this.tell(tx, MATCH_SUPERSEDED, standing, { because: 'need-merged' });
  }

  /** Undoes a merge. What people had brought to the need waits for its review again; the engine ranks the rest anew. */
  async takeApart(tx: Tx, seen: SeenNeed, reason: string): Promise<void> {
    requireCoordinator(tx.actor);
    await this.needs.takeApart(tx, seen, reason);
    await this.restored.restore(tx, 'need_id', [seen.needId]);
    // What a coordinator proposed and cannot come back does not come back later either; a pledge does with its offer.
    await tx.query('UPDATE matches SET superseded_by_merge = false WHERE need_id = $1 AND superseded_by_merge', [
      seen.needId,
    ]);
  }

  /** Of what was not reviewed nobody knows but who pledged it. */
  private async tell(tx: Tx, what: MatchEventType, matches: readonly Standing[], payload?: JsonObject): Promise<void> {
    await this.audit.recordAll(
      tx,
      matches.map(({ id }) => ({ act: what, refId: id, payload })),
    );
    const pledges = matches.filter(({ origin }) => origin === 'pledge');
    await this.outbox.addAll(
      tx,
      pledges.map((match) => eventOf(what, match)),
    );
  }
}

function lockStanding(tx: Tx, needId: string): Promise<Standing[]> {
  return tx.query<Standing[]>(
    `SELECT ${STANDING} FROM matches m WHERE m.need_id = $1 AND m.state = ANY($2) ORDER BY m.id FOR UPDATE`,
    [needId, LIVE_STATES],
  );
}
