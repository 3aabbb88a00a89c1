import { Inject, Injectable } from '@nestjs/common';
import { Audit } from '#libs/audit';
import {
  calendarDateOf,
  Denied,
  InvalidInput,
  newId,
  type BrokenRule,
  type Clock,
  type ProblemItem,
} from '#libs/kernel';
import { CLOCK, Outbox, type Tx } from '#libs/platform';
import { Offer } from './offer.entity.js';
import { checkLastDay, leftOf, levelOf, type OfferContent } from './offer.rules.js';
import { findLocked, lockOwn, moveOffer, recordAct, type Books, type SeenOffer } from './move-offer.js';
import { MeasureIsFixed, MoreThanLeft, MoreThanTaken, OfferNotOpen } from './offers.errors.js';
import { OFFER_CHANGED } from './offers.events.js';
import { columnsOf, contentOf, requireUsable } from './save-offer.js';

/** As its organization writes it; without a level that follows from what it names, without a start it is today. */
export type OfferDraft = Omit<OfferContent, 'earmarkLevel' | 'validFrom'> &
  Partial<Pick<OfferContent, 'earmarkLevel' | 'validFrom'>>;

const STAYS_OF_PLEDGE = [
  ...(['kind', 'measure', 'categoryCodes', 'typeCodes'] as const),
  ...(['earmarkAreas', 'earmarkRegions', 'earmarkGroups'] as const),
];

/** What is done with offers. */
@Injectable()
export class OffersService {
  constructor(
    private readonly audit: Audit,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * A donor begins an offer of their own organization. Returns its id.
   * @param wrong What of it cannot be used at all, and is not in the draft.
   * @throws Denied; InvalidInput with all that is wrong
   */
  async draft(tx: Tx, draft: OfferDraft, wrong: readonly ProblemItem[] = []): Promise<string> {
    if (tx.actor.role !== 'donor') throw new Denied('Only a donor may make an offer.');
    const { organizationId } = tx.actor;
    const content = {
      ...draft,
      earmarkLevel: draft.earmarkLevel ?? levelOf(draft),
      validFrom: draft.validFrom ?? calendarDateOf(this.clock.now()),
    };
    await requireUsable(tx, content, wrong);
    const id = newId('offer');
    await tx.insert(Offer, { ...columnsOf(content), id, organizationId, state: 'draft' });
    await this.audit.record(tx, { act: 'offer.drafted', refId: id, organizationId });
    return id;
  }

  /**
   * Its organization rewrites it; what is left out stays. A published one keeps its kind and measure, and only grows. Returns what it
   * says now.
   * @param wrong What of the changes cannot be used at all, and is not among them.
   * @throws NotFound, Denied, Stale, OfferNotOpen, MeasureIsFixed; InvalidInput with all that is wrong
   */
  async revise(
    tx: Tx,
    seen: SeenOffer,
    changes: Partial<OfferDraft>,
    wrong: readonly ProblemItem[] = [],
  ): Promise<OfferContent> {
    const offer = await lockOwn(tx, seen);
    if (offer.state !== 'draft' && offer.state !== 'published') throw new OfferNotOpen(offer.id, offer.state);
    const whole: OfferContent = relevel(offer, { ...contentOf(offer), ...withoutUndefined(changes) }, changes);
    const columns = columnsOf(whole);
    if (wrong.length === 0 && offer.state === 'published' && isOtherMeasure(offer, columns))
      throw new MeasureIsFixed(offer.id);
    const isLess = offer.state === 'published' && columns.capacity < offer.capacity;
    const less = {
      path: 'capacity',
      detail: 'Write no less than before here: reduce the offer instead, with a reason.',
    };
    await requireUsable(tx, whole, wrong, [
      ...(isLess ? [less] : []),
      ...checkLastDay(offer, whole, calendarDateOf(this.clock.now())),
      ...againstPledge(offer, whole),
    ]);
    await tx.update(Offer, offer.id, { ...columns, version: offer.version + 1 });
    await recordAct(tx, this.audit, offer, 'offer.revised', { fields: Object.keys(withoutUndefined(changes)) });
    if (offer.state === 'published') await this.outbox.add(tx, { type: OFFER_CHANGED, refId: offer.id });
    return whole;
  }

  /**
   * A confirmed match takes `amount` of it: minor units of its currency, or whole units.
   * @throws OfferNotOpen, MoreThanLeft
   */
  async commit(tx: Tx, offerId: string, amount: bigint): Promise<void> {
    const offer = await lockOffer(tx, offerId, amount);
    if (offer.state !== 'published') throw new OfferNotOpen(offer.id, offer.state);
    if (amount > leftOf(offer)) throw new MoreThanLeft(offer, amount, leftOf(offer));
    await this.count(tx, offer, 'offer.committed', offer.committed + amount, amount);
  }

  /**
   * A match is taken back: what it had taken is left again.
   * @throws MoreThanTaken
   */
  async release(tx: Tx, offerId: string, amount: bigint): Promise<void> {
    const offer = await lockOffer(tx, offerId, amount);
    if (amount > offer.committed) throw new MoreThanTaken(offer, amount, offer.committed);
    await this.count(tx, offer, 'offer.released', offer.committed - amount, amount);
  }

  /** What its donor delivered of it, and what of that was accepted, changes by so much; less where it went back or a record was wrong. */
  async deliver(tx: Tx, offerId: string, by: { delivered: bigint; accepted: bigint }): Promise<void> {
    const offer = await findLocked(tx, offerId);
    await tx.update(Offer, offer.id, {
      delivered: offer.delivered + by.delivered,
      accepted: offer.accepted + by.accepted,
    });
    const facts = { delivered: `${by.delivered}`, accepted: `${by.accepted}` };
    await recordAct(tx, this.audit, offer, 'offer.delivered', facts);
  }

  /**
   * It becomes an agreement with a fund: an open one leaves the market; of one that has ended only what is committed is
   * agreed on, and it stays as it is. Called by what makes the agreement, not by a person. Returns the offer as it was.
   * @throws NotFound, OfferNotOpen when it is a draft
   */
  async agree(tx: Tx, offerId: string): Promise<Offer> {
    const offer = await findLocked(tx, offerId);
    if (offer.state === 'draft') throw new OfferNotOpen(offer.id, offer.state);
    const agreedAt = this.clock.now();
    if (offer.state !== 'published') {
      await tx.update(Offer, offer.id, { agreedAt });
      return offer;
    }
    await moveOffer(tx, this.books, offer, 'agree', { changes: { agreedAt } });
    return offer;
  }

  /** The offer as a donor of its organization saw it, locked until the transaction ends. @throws NotFound, Denied, Stale */
  holdOwn(tx: Tx, seen: SeenOffer): Promise<Offer> {
    return lockOwn(tx, seen);
  }

  /** The offer, locked until the transaction ends. @throws NotFound */
  hold(tx: Tx, offerId: string): Promise<Offer> {
    return findLocked(tx, offerId);
  }

  /**
   * What it was agreed for came to nothing: it is on the market again. One that had ended before stays ended, and may be opened
   * again by its donor. Called by what ends the agreement, not by a person.
   */
  async returnToMarket(tx: Tx, offer: Offer): Promise<void> {
    if (offer.state !== 'agreed') {
      if (offer.agreedAt !== null) await tx.update(Offer, offer.id, { agreedAt: null });
      return;
    }
    await moveOffer(tx, this.books, offer, 'returnToMarket', { changes: { agreedAt: null } });
  }

  private get books(): Books {
    return { audit: this.audit, outbox: this.outbox };
  }

  /** Its version stays, as everybody reads it: it would tell of acts inside of needs that are hidden. */
  private async count(tx: Tx, offer: Offer, act: string, committed: bigint, amount: bigint): Promise<void> {
    await tx.update(Offer, offer.id, { committed });
    await recordAct(tx, this.audit, offer, act, { amount: amount.toString() });
    if (offer.state === 'published') await this.outbox.add(tx, { type: OFFER_CHANGED, refId: offer.id });
  }
}

async function lockOffer(tx: Tx, offerId: string, amount: bigint): Promise<Offer> {
  if (amount <= 0n) throw new InvalidInput([{ path: 'amount', detail: 'Write an amount above 0.' }]);
  return findLocked(tx, offerId);
}

/** A pledge is for one item of a need: more than was pledged, or something else, is another pledge. */
function againstPledge(offer: Offer, whole: OfferContent): BrokenRule[] {
  if (offer.pledgeCircle === null) return [];
  const before = contentOf(offer);
  const differs = (path: keyof OfferContent) => JSON.stringify(before[path]) !== JSON.stringify(whole[path]);
  const named = STAYS_OF_PLEDGE.filter(differs);
  const other = named.length === 0 && differs('earmarkLevel') ? (['earmarkLevel'] as const) : named;
  const wrong = other.map((path) => ({
    path,
    detail: 'This stays as it was pledged. Pledge again for anything else.',
  }));
  const more = { path: 'capacity', detail: 'Write no more than was pledged. Pledge again for the rest.' };
  return whole.capacity > offer.capacity ? [more, ...wrong] : wrong;
}

/** Where no level is said, the one that goes with what is named now; as it was, where it may be. */
function relevel(before: Offer, whole: OfferContent, changes: Partial<OfferDraft>): OfferContent {
  if (changes.earmarkLevel !== undefined) return whole;
  return { ...whole, earmarkLevel: levelOf(whole, before.earmarkLevel) };
}

function isOtherMeasure(
  offer: Offer,
  { kind, currency, unitCode }: Pick<Offer, 'kind' | 'currency' | 'unitCode'>,
): boolean {
  return kind !== offer.kind || currency !== offer.currency || unitCode !== offer.unitCode;
}

function withoutUndefined<T extends object>(changes: T): Partial<T> {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as Partial<T>;
}
