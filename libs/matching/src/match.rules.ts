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
