import { Problem, quantityText, type ProblemItem } from '#libs/kernel';
import type { Offer } from './offer.entity.js';

type Counted = Pick<Offer, 'id' | 'currency' | 'unitCode'>;

const text = (amount: bigint, { currency, unitCode }: Counted) => quantityText(amount, { currency, unit: unitCode });

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
  constructor(offer: Counted, amount: bigint, left: bigint) {
    super(
      `${text(amount, offer)} is more than the ${text(left, offer)} that is left of the offer ${offer.id}. Lower the amount.`,
    );
  }
}

/** More would be released than matches have taken of the offer. */
export class MoreThanTaken extends Problem {
  readonly code = 'more-than-taken';
  readonly kind = 'conflict';
  constructor(offer: Counted, amount: bigint, committed: bigint) {
    super(
      `${text(amount, offer)} is more than the ${text(committed, offer)} of the offer ${offer.id} that is committed. ` +
        'Lower the amount.',
    );
  }
}

/** What is promised out of an offer cannot become a draft again. */
export class OfferInUse extends Problem {
  readonly code = 'offer-in-use';
  readonly kind = 'conflict';
  constructor(offer: Counted & Pick<Offer, 'committed'>) {
    super(
      `${text(offer.committed, offer)} of the offer ${offer.id} is committed, so it stays published. Reduce it, or withdraw ` +
        'it: what is committed stays committed.',
    );
  }
}

/** Everything of an offer is promised: there is no rest that its organization could take back. */
export class NothingLeftToWithdraw extends Problem {
  readonly code = 'nothing-left-to-withdraw';
  readonly kind = 'conflict';
  constructor(offer: Counted & Pick<Offer, 'committed'>) {
    super(
      `All ${text(offer.committed, offer)} of the offer ${offer.id} are committed, so nothing is left to withdraw. What is ` +
        'committed comes free only when its match is rescinded.',
    );
  }
}

/** What a fund holds comes back to the market only when its agreement comes to nothing. */
export class OfferIsAgreed extends Problem {
  readonly code = 'offer-is-agreed';
  readonly kind = 'conflict';
  constructor(offerId: string) {
    super(
      `What is committed of the offer ${offerId} became an agreement with a fund, so it is not opened again. Make a new offer ` +
        'for what else there is.',
    );
  }
}

/** An offer cannot shrink below what is promised out of it. */
export class LessThanCommitted extends Problem {
  readonly code = 'less-than-committed';
  readonly kind = 'conflict';
  override readonly errors: readonly ProblemItem[];
  constructor(offer: Counted, capacity: bigint, committed: bigint) {
    const least = text(committed, offer);
    super(
      `${text(capacity, offer)} is less than the ${least} of the offer ${offer.id} that confirmed matches have taken. ` +
        'Reduce it to no less than that, or withdraw it: what is committed stays committed.',
    );
    this.errors = [{ path: 'capacity', detail: `Write ${least} or more.` }];
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
