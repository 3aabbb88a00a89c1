/** More tranches than this are a mistake. */
export const TRANCHES_MAX = 20;

/** True when the tranches pay exactly the amount, each of them something; both in minor units. */
export function tranchesAddUp(amountMinor: bigint, trancheMinors: readonly bigint[]): boolean {
  return (
    trancheMinors.every((minor) => minor > 0n) && trancheMinors.reduce((sum, minor) => sum + minor, 0n) === amountMinor
  );
}
