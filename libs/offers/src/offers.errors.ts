import { Problem } from '#libs/kernel';

/** Only a published offer takes commitments; only a draft or a published one is rewritten. */
export class OfferNotOpen extends Problem {
  readonly code = 'offer-not-open';
  readonly kind = 'conflict';
  constructor(offerId: string, state: string) {
    super(
      `The offer ${offerId} is ${state}; this can be done only while it is open. Reload it to see where it stands.`,
    );
  }
}

/** More would be committed, or kept back, than the offer has. */
export class MoreThanLeft extends Problem {
  readonly code = 'more-than-left';
  readonly kind = 'conflict';
  constructor(offerId: string, amount: bigint, left: bigint) {
    super(`${amount} is more than the ${left} that is left of the offer ${offerId}. Commit ${left} or less.`);
  }
}

/** More would be released than matches have taken of the offer. */
export class MoreThanTaken extends Problem {
  readonly code = 'more-than-taken';
  readonly kind = 'conflict';
  constructor(offerId: string, amount: bigint, committed: bigint) {
    super(`${amount} is more than the ${committed} of the offer ${offerId} that is committed.`);
  }
}

/** An offer cannot shrink below what is promised out of it. */
export class LessThanCommitted extends Problem {
  readonly code = 'less-than-committed';
  readonly kind = 'conflict';
  constructor(offerId: string, capacity: bigint, committed: bigint) {
    super(
      `${capacity} is less than the ${committed} of the offer ${offerId} that confirmed matches have taken. ` +
        'Reduce it to no less than that, or withdraw it: what is committed stays committed.',
    );
  }
}

/** What matches were confirmed in cannot turn into something else. */
export class MeasureIsFixed extends Problem {
  readonly code = 'measure-is-fixed';
  readonly kind = 'conflict';
  constructor(offerId: string) {
    super(
      `The offer ${offerId} is published, so its kind and what it counts stay as they are. Withdraw it and make a new one.`,
    );
  }
}
