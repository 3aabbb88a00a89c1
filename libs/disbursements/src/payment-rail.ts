import type { CalendarDate, Money } from '#libs/kernel';

/** What a bank is asked to pay: taken from the approved content, nothing else. */
export interface RailInstruction {
  readonly endToEndId: string;
  readonly amount: Money;
  readonly holderName: string;
  readonly accountNumber: string;
  readonly bic: string | null;
  /** For the payee's statement. */
  readonly purpose: string;
}

/** What a bank says about an end-to-end id. */
export type RailAnswer =
  | { readonly status: 'unknown-to-bank' }
  | { readonly status: 'accepted'; readonly bankReference: string }
  | { readonly status: 'settled'; readonly bankReference: string; readonly settledOn: CalendarDate }
  | { readonly status: 'failed' | 'returned'; readonly bankReference: string; readonly reason: string };

/**
 * A way to pay. Both calls may raise at any moment, which says nothing about what the bank did. A bank executes one
 * end-to-end id at most once, however often it is instructed.
 */
export interface PaymentRail {
  /** Kept with each instruction: `sandbox`. */
  readonly name: string;
  instruct(instruction: RailInstruction, signal: AbortSignal): Promise<RailAnswer>;
  query(endToEndId: string, signal: AbortSignal): Promise<RailAnswer>;
}

/** Where Nest finds the {@link PaymentRail} in use. */
export const PAYMENT_RAIL = Symbol('payment rail');
