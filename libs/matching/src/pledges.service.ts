import { Inject, Injectable } from '@nestjs/common';
import { Audit } from '#libs/audit';
import {
  calendarDateOf,
  Denied,
  newId,
  NotFound,
  quantityText,
  refuseTogether,
  type BrokenRule,
  type CalendarDate,
  type Clock,
  type ProblemItem,
} from '#libs/kernel';
import { OfferLifeService, OffersService, UNSTATED, type SeenOffer } from '#libs/offers';
import { CLOCK, Outbox, type Tx } from '#libs/platform';
import { announceMatch } from './announce-match.js';
import { Match } from './match.entity.js';
import { requirePledgeable } from './match.rules.js';
import { MATCH_PLEDGED } from './matching.events.js';
import { sameMeasure, type ItemFacts, type Measure } from './pair.js';
import { PairQueries } from './pair.queries.js';
import { explain } from './score.rules.js';
import { matchColumns } from './suggestions.service.js';

/** What a donor promises an item of a need. */
export interface Pledge {
  readonly needId: string;
  readonly needItemId: string;
  /** Minor units of the currency, or whole units; may be more than is open. */
  readonly amount: bigint;
  readonly measure: Measure;
  readonly title: string;
  readonly conditions: string;
  /** Last day on which it may be taken up. What it gives may come until the item is needed. */
  readonly validUntil: CalendarDate | null;
  /** Whatever is asked for, it is shown to nobody who may not see the need. */
  readonly visibility: 'public' | 'private';
}

const MOVED = 'Pledged to another need.';

/** Donors pledge straight to needs, and take what others were quicker with elsewhere. */
@Injectable()
export class PledgesService {
  constructor(
    private readonly offers: OffersService,
    private readonly life: OfferLifeService,
    private readonly pairs: PairQueries,
    private readonly audit: Audit,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * A donor pledges to an item of a need: an offer of their organization that goes to nothing else, on the table at once, and a
   * match that waits for its review. What is open does not limit it; only what is committed is limited. Returns the match's id.
   * @param wrong What of it cannot be used at all, and is not in the pledge.
   * @throws NotFound, PairDoesNotFit, InvalidInput
   */
  async pledge(tx: Tx, pledge: Pledge, wrong: readonly ProblemItem[] = []): Promise<string> {
    if (tx.actor.role !== 'donor') throw new Denied('Only a donor may pledge.');
    const item = await this.itemOf(tx, pledge);
    refuseTogether(wrong, this.check(pledge, item));
    const offerId = await this.offers.draft(tx, {
      ...UNSTATED,
      title: pledge.title,
      description: '',
      kind: 'currency' in item.measure ? 'cash' : 'in-kind',
      categoryCodes: [item.category],
      typeCodes: [item.type],
      measure: item.measure,
      capacity: pledge.amount,
      earmarkLevel: 4,
      earmarkAreas: [item.area],
      earmarkRegions: [],
      earmarkGroups: [],
      excludedAreas: [],
      minimumLot: null,
      maximumPerRecipient: null,
      validUntil: pledge.validUntil,
      usableUntil: usableUntil(pledge.validUntil, item.neededBy),
      visibility: pledge.visibility,
      conditions: pledge.conditions,
    });
    await this.life.publish(tx, { offerId, version: 1 });
    return this.insert(tx, item, offerId, pledge.amount);
  }

  /**
   * A donor takes `amount` of their pledge, which its item no longer needs, to another item: the pledge becomes less, or is
   * withdrawn with nothing committed of it, and another one begins on its terms. Returns the new match's id.
   * @throws NotFound, MoreThanLeft, OfferNotOpen, and what {@link pledge} throws
   */
  async moveSurplus(
    tx: Tx,
    seen: SeenOffer,
    to: { needId: string; needItemId: string; amount: bigint },
  ): Promise<string> {
    const offer = await this.life.takeOut(tx, seen, to.amount, MOVED);
    if (!(await tx.existsBy(Match, { offerId: offer.id, origin: 'pledge' }))) throw new NotFound('pledge', offer.id);
    const { title, conditions, validUntil, visibility, currency, unitCode } = offer;
    const measure: Measure = currency === null ? { unit: unitCode ?? '' } : { currency };
    return this.pledge(tx, { ...to, measure, title, conditions, validUntil, visibility });
  }

  private check({ amount, measure, validUntil }: Pledge, item: ItemFacts): BrokenRule[] {
    const today = calendarDateOf(this.clock.now());
    const counted = whatInstead(amount, measure, item.measure);
    return [
      ...(amount <= 0n ? [{ path: 'amount', detail: 'Write an amount above 0.' }] : []),
      ...('currency' in measure && 'unit' in measure
        ? [{ path: 'measure', detail: 'Choose either a currency or a unit.' }]
        : sameMeasure(item.measure, measure)
          ? []
          : [{ path: 'measure', detail: counted, reads: ['amount'] }]),
      ...(validUntil !== null && validUntil < today
        ? [{ path: 'validUntil', detail: `Choose today, ${today}, or a later day.` }]
        : []),
    ];
  }

  private async itemOf(tx: Tx, { needId, needItemId }: Pick<Pledge, 'needId' | 'needItemId'>): Promise<ItemFacts> {
    await this.pairs.requireVisibleItem(tx, needItemId);
    // Nobody ends the need while something is pledged to it; the item first, as all verbs on needs do.
    await tx.query('SELECT FROM need_items WHERE id = $1 FOR SHARE', [needItemId]);
    await tx.query('SELECT FROM needs WHERE id = $1 FOR SHARE', [needId]);
    const [item] = await this.pairs.items(tx, [needItemId], calendarDateOf(this.clock.now()));
    if (item?.needId !== needId) throw new NotFound('need item', needItemId);
    return item;
  }

  private async insert(tx: Tx, item: ItemFacts, offerId: string, amount: bigint): Promise<string> {
    const [offer] = await this.pairs.offers(tx, [offerId]);
    if (!offer) throw new NotFound('offer', offerId);
    const pair = { item, offer, amount, today: calendarDateOf(this.clock.now()) };
    requirePledgeable(pair);
    const id = newId('match');
    const columns = matchColumns(pair, explain(pair));
    await tx.insert(Match, { id, state: 'suggested', origin: 'pledge', note: null, ...columns } as Match);
    await this.audit.record(tx, { act: MATCH_PLEDGED, refId: id, payload: { amount: `${amount}`, offerId } });
    await announceMatch(tx, this.outbox, MATCH_PLEDGED, { id, ...columns });
    return id;
  }
}

/** Whoever pledges to an item means to give by the day on which it is needed, also where that is after the last day to take it up. */
function usableUntil(validUntil: CalendarDate | null, neededBy: CalendarDate | null): CalendarDate | null {
  return validUntil !== null && neededBy !== null && neededBy > validUntil ? neededBy : null;
}

/** What a donor can do whose pledge is not what the item counts. */
function whatInstead(amount: bigint, pledged: Measure, counted: Measure): string {
  if ('currency' in counted && 'currency' in pledged) {
    const { currency } = counted;
    return `The item counts ${currency}: write the amount in ${currency} that you mean, or pledge ${pledged.currency} to a fund.`;
  }
  return `Write it in what the item counts, such as ${quantityText(amount, counted)}, or publish an offer of what you have.`;
}
