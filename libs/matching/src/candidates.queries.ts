import { Inject, Injectable } from '@nestjs/common';
import { calendarDateOf, Denied, isId, NotFound, type Clock } from '#libs/kernel';
import { needsVisibleTo } from '#libs/needs';
import { CLOCK, type ReadTx } from '#libs/platform';
import type { Named } from './matches.queries.js';
import { mostOf, type ItemFacts, type Measure, type OfferFacts } from './pair.js';
import { PairQueries } from './pair.queries.js';
import { explain, type Reasons } from './score.rules.js';

/** How many fitting offers, and how many near misses, are named for one item. */
const NAMED_MAX = 20;

/** An offer looked at for one item of a need: it fits, or its reasons say which rules fail and what would help. */
export interface Candidate {
  readonly needItemId: string;
  readonly offer: { readonly id: string; readonly title: string; readonly organization: Named };
  readonly measure: Measure;
  /** The most that could be given to the item now. */
  readonly available: string;
  readonly eligible: boolean;
  readonly reasons: Reasons;
}

interface Judged {
  readonly item: ItemFacts;
  readonly offer: OfferFacts;
  readonly available: bigint;
  readonly failing: number;
  readonly reasons: Reasons;
}

@Injectable()
export class CandidatesQueries {
  constructor(
    private readonly pairs: PairQueries,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Computed now from the offers on the table: per item the fitting ones by score, then the near misses, those first that
   * break the fewest rules. Coordinators only: it names private offers.
   */
  async ofNeed(tx: ReadTx, needId: string): Promise<Candidate[]> {
    if (tx.actor.role !== 'coordinator') throw new Denied('Only a coordinator may see all candidates of a need.');
    if (!isId('need', needId)) throw new NotFound('need', needId);
    const visible = needsVisibleTo(tx.actor, 'n', 2);
    const [need] = await tx.query<unknown[]>(`SELECT 1 FROM needs n WHERE n.id = $1 AND ${visible.sql}`, [
      needId,
      ...visible.params,
    ]);
    if (!need) throw new NotFound('need', needId);
    const today = calendarDateOf(this.clock.now());
    const items = await this.pairs.itemsOfNeed(tx, needId, today);
    const offers = await this.pairs.publishedOffers(tx);
    const named = items.flatMap((item) => {
      const judged = offers.map((offer) => judge(item, offer, today)).sort(byFit);
      const fitting = judged.filter(({ failing }) => failing === 0);
      return [...fitting.slice(0, NAMED_MAX), ...judged.slice(fitting.length, fitting.length + NAMED_MAX)];
    });
    const offerNames = await this.namesOf(tx, named);
    return named.map(({ item, offer, available, failing, reasons }) => ({
      needItemId: item.itemId,
      offer: offerNames.get(offer.offerId) ?? raiseVanished(offer.offerId),
      measure: offer.measure,
      available: `${available}`,
      eligible: failing === 0,
      reasons,
    }));
  }

  private async namesOf(tx: ReadTx, judged: readonly Judged[]): Promise<Map<string, Candidate['offer']>> {
    const rows = await tx.query<Candidate['offer'][]>(
      `SELECT o.id, o.title, jsonb_build_object('id', g.id, 'name', g.name) AS organization
         FROM offers o JOIN organizations g ON g.id = o.organization_id WHERE o.id = ANY($1)`,
      [judged.map(({ offer }) => offer.offerId)],
    );
    return new Map(rows.map((row) => [row.id, row]));
  }
}

function judge(item: ItemFacts, offer: OfferFacts, today: string): Judged {
  const pair = { item, offer, today };
  const reasons = explain(pair);
  const failing = reasons.rules.filter(({ holds }) => !holds).length;
  return { item, offer, available: mostOf(pair), failing, reasons };
}

function byFit(a: Judged, b: Judged): number {
  return a.failing - b.failing || b.reasons.score - a.reasons.score || (a.offer.offerId < b.offer.offerId ? -1 : 1);
}

function raiseVanished(offerId: string): never {
  throw new Error(`Offer ${offerId} vanished within one snapshot.`);
}
