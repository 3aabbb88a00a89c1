import { InvalidInput, quantityText } from '#libs/kernel';
import { checkRules } from './hard.rules.js';
import { AmountNotAvailable, MatchOutdated, PairDoesNotFit } from './matching.errors.js';
import type { Match } from './match.entity.js';
import { amountOf, type Pair } from './pair.js';

/** Rules that fail only because others took what there was. */
const QUANTITY_RULES: ReadonlySet<string> = new Set([
  'open-quantity',
  'offer-left',
  'recipient-maximum',
  'minimum-lot',
  'useful-quantity',
]);

/**
 * Passes when the offer may give this amount to the item now.
 * @throws AmountNotAvailable when only the quantity is gone, PairDoesNotFit, InvalidInput
 */
export function requireFit(pair: Pair, amount: bigint): void {
  const available = amountOf(pair);
  const failing = checkRules(pair).filter(({ holds }) => !holds);
  const onlyQuantity = failing.every(({ rule }) => QUANTITY_RULES.has(rule));
  if (failing.length > 0 && !(onlyQuantity && amount > available)) throw new PairDoesNotFit(failing);
  if (amount > available) throw new AmountNotAvailable(amount, available, pair.item.measure);
  if (amount <= 0n) throw new InvalidInput([{ path: 'amount', detail: 'must be more than 0' }]);
  const { minimumLot, measure } = pair.offer;
  if (minimumLot !== null && amount < minimumLot) {
    const least = quantityText(minimumLot, measure);
    throw new InvalidInput([{ path: 'amount', detail: `must be at least ${least}, the offer's minimum lot` }]);
  }
}

/**
 * Passes when a match that gives `from` may give `to` instead: less, but still of use and no less than the offer's lot.
 * @throws InvalidInput
 */
export function requireLower({ item, offer }: Pair, from: bigint, to: bigint): void {
  const text = (amount: bigint) => quantityText(amount, item.measure);
  const faults: string[] = [];
  if (to >= from) faults.push(`must be less than ${text(from)}, which the match gives now; a match is never raised`);
  if (to <= 0n) faults.push('must be more than 0; take the match back instead');
  if (offer.minimumLot !== null && to < offer.minimumLot) {
    faults.push(`must be at least ${text(offer.minimumLot)}, the offer's minimum lot`);
  }
  const ofOthers = item.committed - from;
  if (item.minimum !== null && ofOthers + to < item.minimum) {
    const others = ofOthers > 0n ? ` with the ${text(ofOthers)} of others` : '';
    faults.push(`must be at least ${text(item.minimum - ofOthers)}: less is of no use to the item${others}`);
  }
  if (faults.length > 0) throw new InvalidInput(faults.map((detail) => ({ path: 'amount', detail })));
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
