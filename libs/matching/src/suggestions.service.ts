import { Inject, Injectable } from '@nestjs/common';
import { calendarDateOf, newId, type Clock } from '#libs/kernel';
import { Audit } from '#libs/audit';
import { CLOCK, Outbox, type Tx } from '#libs/platform';
import { announceMatch } from './announce-match.js';
import { isEligible } from './hard.rules.js';
import { Match } from './match.entity.js';
import { MATCH_SUGGESTED } from './matching.events.js';
import { amountOf, type Pair } from './pair.js';
import { PairQueries } from './pair.queries.js';
import { RestoredMatches } from './restored-matches.js';
import { explain, type Reasons } from './score.rules.js';

/** How many offers are suggested for one item. */
export const SUGGESTIONS_MAX = 20;
const ITEMS_PER_STEP = 100;
const ITEMS_MAX = 10_000;
/** One run at a time, so that two events about one item cannot both insert or both trim. */
const SUGGEST_LOCK = 7_301_002;

interface Ranked {
  readonly pair: Pair;
  readonly reasons: Reasons;
}

/** Keeps the engine's suggestions in step with needs and offers. Never touches what a person proposed or judged. */
@Injectable()
export class Suggestions {
  constructor(
    private readonly pairs: PairQueries,
    private readonly restored: RestoredMatches,
    private readonly audit: Audit,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The need, its items or their open quantity changed. */
  async refreshNeed(tx: Tx, needId: string): Promise<void> {
    await lock(tx);
    const items = await this.pairs.itemsOfNeed(tx, needId, calendarDateOf(this.clock.now()));
    await this.rank(
      tx,
      items.map(({ itemId }) => itemId),
    );
  }

  /** The offer, its constraints or what is left of it changed. */
  async refreshOffer(tx: Tx, offerId: string): Promise<void> {
    await lock(tx);
    await this.rank(tx, await this.pairs.itemsTouchedBy(tx, offerId, ITEMS_MAX));
  }

  /**
   * A day passed: what was suggested of a need or an offer whose last day is over makes room for what can still be agreed on. A
   * pledge whose need and offer are on the table is looked at again, too.
   */
  async refreshOver(tx: Tx): Promise<void> {
    await lock(tx);
    const items = await tx.query<{ id: string }[]>(
      `SELECT DISTINCT m.need_item_id AS id
         FROM matches m JOIN needs n ON n.id = m.need_id JOIN offers o ON o.id = m.offer_id
        WHERE m.state = 'suggested' AND m.origin = 'engine'
          AND (n.valid_until < $1 OR o.valid_until < $1 OR o.usable_until < $1)
           OR m.state = 'superseded' AND m.origin = 'pledge' AND n.state = 'published' AND o.state = 'published'
        ORDER BY 1 LIMIT ${ITEMS_MAX}`,
      [calendarDateOf(this.clock.now())],
    );
    await this.rank(
      tx,
      items.map(({ id }) => id),
    );
  }

  private async rank(tx: Tx, itemIds: readonly string[]): Promise<void> {
    for (let from = 0; from < itemIds.length; from += ITEMS_PER_STEP) {
      await this.rankStep(tx, itemIds.slice(from, from + ITEMS_PER_STEP));
    }
  }

  private async rankStep(tx: Tx, itemIds: readonly string[]): Promise<void> {
    await this.restored.restore(tx, 'need_item_id', itemIds);
    const best = await this.bestPairs(tx, itemIds);
    const standing = await tx.query<{ id: string; needItemId: string; offerId: string }[]>(
      `SELECT id, need_item_id AS "needItemId", offer_id AS "offerId" FROM matches
        WHERE need_item_id = ANY($1) AND state = 'suggested' AND origin = 'engine' ORDER BY id FOR UPDATE`,
      [itemIds],
    );
    const keep = new Set(best.map(({ pair }) => keyOf(pair.item.itemId, pair.offer.offerId)));
    for (const match of standing) {
      if (!keep.has(keyOf(match.needItemId, match.offerId))) await this.supersede(tx, match.id);
    }
    const known = new Map(standing.map((match) => [keyOf(match.needItemId, match.offerId), match.id]));
    for (const ranked of best) {
      const matchId = known.get(keyOf(ranked.pair.item.itemId, ranked.pair.offer.offerId));
      if (matchId === undefined) await this.suggest(tx, ranked);
      else await this.renew(tx, matchId, ranked);
    }
  }

  /** Of each item the eligible offers with the highest scores; equal ones in the order of their ids. */
  private async bestPairs(tx: Tx, itemIds: readonly string[]): Promise<Ranked[]> {
    const today = calendarDateOf(this.clock.now());
    const candidates = await this.pairs.candidatesOf(tx, itemIds);
    const byItem = new Map<string, Ranked[]>();
    for (const pair of await this.pairs.pairs(tx, candidates, today)) {
      if (!isEligible(pair)) continue;
      const { itemId } = pair.item;
      byItem.set(itemId, [...(byItem.get(itemId) ?? []), { pair, reasons: explain(pair) }]);
    }
    return [...byItem.values()].flatMap((ranked) => ranked.sort(byScore).slice(0, SUGGESTIONS_MAX));
  }

  private async suggest(tx: Tx, { pair, reasons }: Ranked): Promise<void> {
    const id = newId('match');
    const inserted = await tx
      .createQueryBuilder()
      .insert()
      .into(Match)
      .values({ id, state: 'suggested', origin: 'engine', ...matchColumns(pair, reasons) } as Match)
      .orIgnore()
      .returning('id')
      .execute();
    // A coordinator proposed the same pair: that match stands.
    if ((inserted.raw as unknown[]).length === 0) return;
    await this.audit.record(tx, { act: MATCH_SUGGESTED, refId: id, payload: { score: reasons.score } });
    const { needId, itemId: needItemId } = pair.item;
    await announceMatch(tx, this.outbox, MATCH_SUGGESTED, { id, needId, needItemId, offerId: pair.offer.offerId });
  }

  /** Brings score, reasons and amount up to date; an unchanged suggestion keeps its version. */
  private async renew(tx: Tx, matchId: string, { pair, reasons }: Ranked): Promise<void> {
    await tx.query(
      `UPDATE matches SET amount = $2, score = $3, reasons = $4, policy_version = $5, need_revision = nullif($6, 0),
              version = version + 1
        WHERE id = $1 AND state = 'suggested'
          AND (amount, reasons, need_revision) IS DISTINCT FROM ($2::bigint, $4::jsonb, nullif($6, 0))`,
      [
        matchId,
        `${amountOf(pair)}`,
        reasons.score,
        JSON.stringify(reasons),
        reasons.policyVersion,
        pair.item.needRevision,
      ],
    );
  }

  private async supersede(tx: Tx, matchId: string): Promise<void> {
    await tx.query(`UPDATE matches SET state = 'superseded', version = version + 1 WHERE id = $1`, [matchId]);
    await this.audit.record(tx, { act: 'match.superseded', refId: matchId });
  }
}

/** The columns of a match that follow from its pair and the amount in it. */
export function matchColumns(pair: Pair, reasons: Reasons) {
  const { measure } = pair.item;
  return {
    needId: pair.item.needId,
    needRevision: pair.item.needRevision === 0 ? null : pair.item.needRevision,
    needItemId: pair.item.itemId,
    offerId: pair.offer.offerId,
    amount: amountOf(pair),
    currency: 'currency' in measure ? measure.currency : null,
    unitCode: 'unit' in measure ? measure.unit : null,
    score: reasons.score.toFixed(4),
    reasons,
    policyVersion: reasons.policyVersion,
  };
}

function byScore(a: Ranked, b: Ranked): number {
  return b.reasons.score - a.reasons.score || (a.pair.offer.offerId < b.pair.offer.offerId ? -1 : 1);
}

function keyOf(itemId: string, offerId: string): string {
  return `${itemId} ${offerId}`;
}

async function lock(tx: Tx): Promise<void> {
  await tx.query('SELECT pg_advisory_xact_lock($1)', [SUGGEST_LOCK]);
}
