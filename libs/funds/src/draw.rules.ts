import type { CalendarDate } from '#libs/kernel';
import type { Earmark } from './earmark.rules.js';

/** An agreement that may pay for a purpose. */
export interface DrawCandidate {
  readonly agreementId: string;
  readonly earmark: Pick<Earmark, 'level'>;
  /** The last day on which its money may be used; null without end. */
  readonly validUntil: CalendarDate | null;
  readonly signedOn: CalendarDate;
  readonly availableMinor: bigint;
}

export interface Share {
  readonly agreementId: string;
  readonly amountMinor: bigint;
}

/** At most so many agreements pay for one purpose; a draw that would need more is refused. */
export const SHARES_MAX = 50;

/**
 * Draws an amount: from the agreement that the match's own offer became first, then from the tightest earmark, so that flexible money
 * stays longest; of equals from the one that ends first, then from the oldest.
 * `missingMinor` is what the candidates cannot give.
 */
export function draw(
  amountMinor: bigint,
  candidates: readonly DrawCandidate[],
  ownAgreementId: string | null,
): { shares: Share[]; missingMinor: bigint } {
  const shares: Share[] = [];
  let missingMinor = amountMinor;
  for (const { agreementId, availableMinor } of inDrawOrder(candidates, ownAgreementId)) {
    if (missingMinor === 0n || shares.length === SHARES_MAX) break;
    const taken = availableMinor < missingMinor ? availableMinor : missingMinor;
    if (taken <= 0n) continue;
    shares.push({ agreementId, amountMinor: taken });
    missingMinor -= taken;
  }
  return { shares, missingMinor };
}

export function inDrawOrder<T extends DrawCandidate>(candidates: readonly T[], ownAgreementId: string | null): T[] {
  const isOwn = ({ agreementId }: T) => agreementId === ownAgreementId;
  return candidates.toSorted(
    (a, b) =>
      Number(isOwn(b)) - Number(isOwn(a)) ||
      b.earmark.level - a.earmark.level ||
      compare(a.validUntil ?? '9999-12-31', b.validUntil ?? '9999-12-31') ||
      compare(a.signedOn, b.signedOn) ||
      compare(a.agreementId, b.agreementId),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
