import { InvalidInput, quantityText } from '#libs/kernel';
import { checkRules } from './hard.rules.js';
import { AmountNotAvailable, MatchOutdated, PairDoesNotFit } from './matching.errors.js';
import type { Match } from './match.entity.js';
import { amountOf, mostOf, type Pair } from './pair.js';

/** Rules that fail only because others took what there was. */
const QUANTITY_RULES: ReadonlySet<string> = new Set([
  'open-quantity',
  'offer-left',
  'recipient-maximum',
  'minimum-lot',
  'useful-quantity',
]);

/**
 * Passes when the offer may give the amount of the pair to the item now.
 * @throws AmountNotAvailable when only the quantity is gone, PairDoesNotFit
 */
export function requireFit(pair: Pair): void {
  const amount = amountOf(pair);
  const most = mostOf(pair);
  const failing = checkRules(pair).filter(({ holds }) => !holds);
  const onlyQuantity = failing.every(({ rule }) => QUANTITY_RULES.has(rule));
  if (onlyQuantity && amount > most) throw new AmountNotAvailable(amount, most, pair.item.measure);
  if (failing.length > 0) throw new PairDoesNotFit(failing);
}

/**
 * Passes when a person may write the amount of the pair. Where another amount would do, the field is named;
 * the rest is for {@link requireFit} to say.
 * @throws InvalidInput
 */
export function requireEnough(pair: Pair): void {
  const amount = amountOf(pair);
  if (amount <= 0n) throw new InvalidInput([{ path: 'amount', detail: 'must be more than 0' }]);
  const { minimumLot, measure } = pair.offer;
  const { minimum, committed } = pair.item;
  const most = mostOf(pair);
  const least: [bigint, string][] = [
    [minimumLot ?? 0n, "the offer's minimum lot"],
    [(minimum ?? 0n) - committed, 'or it is of no use to the item'],
  ];
  const errors = least
    .filter(([quantity]) => amount < quantity && quantity <= most)
    .map(([quantity, why]) => ({
      path: 'amount',
      detail: `must be at least ${quantityText(quantity, measure)}, ${why}`,
    }));
  if (errors.length > 0) throw new InvalidInput(errors);
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
