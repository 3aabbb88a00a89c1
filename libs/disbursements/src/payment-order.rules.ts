import type { Money, MoneyJson } from '#libs/kernel';
import canonicalize from 'canonicalize';
import { createHash } from 'node:crypto';

/** Distinct people who must approve a payment: four eyes beside the maker's. */
export const APPROVALS_REQUIRED = 2;

/** Exactly what is approved. Change one letter of it and the approvals are void. */
export interface PaymentContent {
  readonly order: string;
  /** Grows with each edit, so that going back to an earlier content does not bring its approvals back. */
  readonly revision: number;
  readonly amount: MoneyJson;
  readonly payee: string;
  readonly bankAccount: {
    readonly id: string;
    readonly holderName: string;
    readonly accountNumber: string;
    readonly bic: string | null;
  };
  readonly purpose: string;
}

/** The content as canonical JSON (RFC 8785) and its SHA-256, lower-case hex: what approvals bind to. */
export function sealContent(content: PaymentContent): { readonly content: string; readonly sha256: string } {
  const text = canonicalize(content) ?? '';
  return { content: text, sha256: createHash('sha256').update(text).digest('hex') };
}

/**
 * The name of an instruction at the bank (EndToEndId, ISO 20022: at most 35 characters): always 30 lower-case letters and
 * digits, because the character set that all banks take has no underscore.
 */
export function endToEndIdOf(instructionId: string): string {
  return instructionId.replaceAll('_', '');
}

/** True when the draws pay exactly the amount. */
export function drawsAddUp(amount: Money, draws: readonly Money[]): boolean {
  return draws.every((draw) => draw.currency === amount.currency) && sum(draws) === amount.minor;
}

function sum(amounts: readonly Money[]): bigint {
  return amounts.reduce((total, { minor }) => total + minor, 0n);
}
