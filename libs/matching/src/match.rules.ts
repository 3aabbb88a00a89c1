import { InvalidInput, quantityText, type BrokenRule, type CalendarDate } from '#libs/kernel';
import { checkRules, type RuleName } from './hard.rules.js';
import { AmountNotAvailable, MatchOutdated, OfferNotYetOpen, PairDoesNotFit, PastLastDay } from './matching.errors.js';
import type { Match } from './match.entity.js';
import { amountOf, limitsOf, mostOf, type Pair } from './pair.js';
import { knownBy, whyNot, type Reader } from './rule-sentences.js';
import { isKnown } from './told.rules.js';

/** Rules that fail only because others took what there was. */
const QUANTITY_RULES: ReadonlySet<RuleName> = new Set([
  'open-quantity',
  'offer-left',
  'recipient-maximum',
  'co-funding-share',
  'minimum-lot',
  'useful-quantity',
]);

/** Rules that fail only because of a day, which its need or its offer may move. */
const DAY_RULES: ReadonlySet<RuleName> = new Set(['need-in-force', 'offer-in-force', 'time-window']);

const STANDING_RULES: ReadonlySet<RuleName> = new Set(['need-published', 'offer-published', 'visibility']);

/**
 * Passes when the offer may give the amount of the pair to the item now.
 * @throws AmountNotAvailable when only the quantity is gone, PairDoesNotFit
 */
export function requireFit(pair: Pair, reader: Reader): void {
  const amount = amountOf(pair);
  const failing = failingOf(pair);
  const onlyQuantity = failing.every((rule) => QUANTITY_RULES.has(rule));
  if (onlyQuantity && amount > mostOf(pair)) {
    const known = limitsOf(pair).filter(({ rule, most }) => most < amount && isKnown(knownBy(reader, pair), rule));
    const [tightest] = known.sort((a, b) => (a.most < b.most ? -1 : 1));
    throw new AmountNotAvailable(amount, tightest ?? null, pair.item.measure);
  }
  refuse(failing, pair, reader);
}

/**
 * Passes while need and offer are on the table.
 * @throws PairDoesNotFit
 */
export function requireStanding(pair: Pair, reader: Reader): void {
  refuse(
    failingOf(pair).filter((rule) => STANDING_RULES.has(rule)),
    pair,
    reader,
  );
}

/**
 * Passes while the last day of neither is past: in the days of grace that follow it, either party is refused alike.
 * @throws PastLastDay
 */
export function requireInForce(pair: Pair, reader: Reader): void {
  const { item, offer, today } = pair;
  const known = knownBy(reader, pair);
  const said = (side: 'need' | 'offer', day: CalendarDate) => new PastLastDay(side, known[side] ? day : null);
  if (offer.validUntil !== null && offer.validUntil < today) throw said('offer', offer.validUntil);
  if (item.validUntil !== null && item.validUntil < today) throw said('need', item.validUntil);
}

/**
 * Passes when the first day of the offer has come.
 * @throws OfferNotYetOpen
 */
export function requireBegun(pair: Pair, reader: Reader): void {
  const { validFrom } = pair.offer;
  if (validFrom > pair.today) throw new OfferNotYetOpen(knownBy(reader, pair).offer ? validFrom : null);
}

/**
 * Passes when a donor may pledge the amount of the pair to its item: all but the rules on quantities must hold, as a pledge may be
 * for more than is open; but not for what is no longer asked for at all.
 * @throws PairDoesNotFit
 */
export function requirePledgeable(pair: Pair): void {
  const { requested, waived } = pair.item;
  const isWaived = waived > 0n && waived >= requested;
  const failing = failingOf(pair).filter((rule) => !QUANTITY_RULES.has(rule) || (isWaived && rule === 'open-quantity'));
  refuse(failing, pair, 'pledging');
}

/** Whether a review may accept the pair, now or when there is more of it or another day: all else that the rules ask holds. */
export function isReviewable(pair: Pair): boolean {
  return failingOf(pair).every((rule) => QUANTITY_RULES.has(rule) || DAY_RULES.has(rule));
}

function failingOf(pair: Pair): RuleName[] {
  return checkRules(pair).flatMap(({ rule, holds }) => (holds ? [] : [rule]));
}

function refuse(failing: readonly RuleName[], pair: Pair, reader: Reader): void {
  if (failing.length === 0) return;
  const reasons = failing.map((rule) => whyNot(rule, pair, reader));
  // What must not be told apart is told once.
  throw new PairDoesNotFit([...new Map(reasons.map((reason) => [`${reason.path} ${reason.detail}`, reason])).values()]);
}

/** What of a pledge can be committed now: no more than is open. Where that is nothing it stays what it is, for the rules to refuse. */
export function cappedAmount(pair: Pair, pledged: bigint): bigint {
  const most = mostOf(pair);
  return most > 0n && most < pledged ? most : pledged;
}

/**
 * Passes when a person may write the amount of the pair. Where another amount would do, the field is named;
 * the rest is for {@link requireFit} to say.
 * @throws InvalidInput
 */
export function requireEnough(pair: Pair): void {
  const amount = amountOf(pair);
  if (amount <= 0n) throw new InvalidInput([{ path: 'amount', detail: 'Write an amount above 0.' }]);
  const most = mostOf(pair);
  const faults = tooLittle(pair, amount, pair.item.committed).filter(({ least }) => least <= most);
  if (faults.length > 0) throw new InvalidInput(faults.map(({ detail }) => ({ path: 'amount', detail })));
}

/** What is wrong with it that a match that gives `from` gives `to` instead: less, but still of use and no less than the offer's lot. */
export function checkLower(pair: Pair, from: bigint, to: bigint): BrokenRule[] {
  const faults = tooLittle(pair, to, pair.item.committed - from).map(({ detail }) => detail);
  if (to >= from) {
    const now = quantityText(from, pair.item.measure);
    faults.push(`Write less than ${now}, which the match gives now: a match is never raised.`);
  }
  if (to <= 0n) faults.push('Write an amount above 0, or take the match back instead.');
  return faults.map((detail) => ({ path: 'amount', detail }));
}

function tooLittle({ item, offer }: Pair, amount: bigint, ofOthers: bigint): { least: bigint; detail: string }[] {
  const text = (quantity: bigint) => quantityText(quantity, item.measure);
  const others = ofOthers > 0n ? `, with the ${text(ofOthers)} of others` : '';
  return [
    { least: offer.minimumLot ?? 0n, why: 'the offer gives no less at once' },
    { least: (item.minimum ?? 0n) - ofOthers, why: `less is of no use to the item${others}` },
  ]
    .filter(({ least }) => amount < least)
    .map(({ least, why }) => ({ least, detail: `Write at least ${text(least)}: ${why}.` }));
}

/**
 * Passes when the item still is what was put before the parties.
 * @throws MatchOutdated
 */
export function requireAsReviewed(
  { reviewedCategory, reviewedArea }: Pick<Match, 'reviewedCategory' | 'reviewedArea'>,
  { item: { category, area } }: Pair,
): void {
  if (category === reviewedCategory && area === reviewedArea) return;
  throw new MatchOutdated(`${reviewedCategory} in ${reviewedArea}`, `${category} in ${area}`);
}
