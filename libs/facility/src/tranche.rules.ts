import type { BrokenRule, Money, MoneyJson } from '#libs/kernel';

/** More tranches than this are a mistake. */
export const TRANCHES_MAX = 20;

/**
 * What is wrong with the amounts of tranches that are to pay `whole`, each of them something. Without those that cannot be used; the
 * rule on their sum looks at all.
 */
export function checkTranches(whole: Money, amounts: readonly (MoneyJson | undefined)[]): BrokenRule[] {
  const place = (index: number) => `tranches.${index}.amount`;
  const broken: BrokenRule[] = amounts.flatMap((amount, index) => {
    if (amount === undefined) return [];
    if (amount.currency !== whole.currency) {
      return [{ path: `${place(index)}.currency`, detail: `Give it in ${whole.currency}, the currency of the match.` }];
    }
    return BigInt(amount.minor) > 0n ? [] : [{ path: place(index), detail: 'Write an amount above 0.' }];
  });
  const isComparable = amounts.every((amount) => amount === undefined || amount.currency === whole.currency);
  const sum = amounts.reduce((total, amount) => total + BigInt(amount?.minor ?? 0), 0n);
  if (!isComparable || sum === whole.minor) return broken;
  const path = amounts.length === 0 ? 'tranches' : place(amounts.length - 1);
  return [
    ...broken,
    { path, detail: `Make the tranches add up to ${whole}.`, reads: amounts.map((_, at) => place(at)) },
  ];
}
