import { Money } from './money.js';

/** What is counted: money of one currency (ISO 4217), or units of one kind (`units.code`). */
interface Counted {
  readonly currency?: string | null;
  readonly unit?: string | null;
}

/** Says an amount of minor units or whole units in words: `USD 1234.50`, `12 × machine`. */
export function quantityText(amount: bigint, { currency, unit }: Counted): string {
  return currency ? Money.of(amount, currency).toString() : `${amount} × ${unit ?? ''}`;
}
