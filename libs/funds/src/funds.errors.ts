import { Problem, type Money, type ProblemItem } from '#libs/kernel';

/** The agreements that may pay for the purpose do not have enough; says what each one could give, and why others may not. */
export class FundCannotCover extends Problem {
  readonly code = 'fund-cannot-cover';
  readonly kind = 'conflict';
  constructor(
    fundName: string,
    asked: Money,
    readonly covered: Money,
    override readonly errors: readonly ProblemItem[],
  ) {
    super(
      covered.minor > 0n
        ? `${fundName} can give ${covered} of the ${asked} asked for this purpose, fees taken off. Lower the match to ` +
            `${covered}, or have it rescinded where that is too little to be of use; or wait for deposits that may be used for it.`
        : `${fundName} can give nothing of the ${asked} asked for this purpose. Wait for deposits that may be used for it, ` +
            'or have the match rescinded.',
    );
  }
}

/** The fund pays in its own currency. */
export class OtherCurrencyThanFund extends Problem {
  readonly code = 'other-currency-than-fund';
  readonly kind = 'conflict';
  constructor(fundName: string, fundCurrency: string, asked: Money) {
    super(
      `${fundName} pays in ${fundCurrency}; ${asked} cannot be set aside there. Choose a fund that keeps ${asked.currency}.`,
    );
  }
}

/** One purpose is drawn once. */
export class PurposeAlreadyDrawn extends Problem {
  readonly code = 'purpose-already-drawn';
  readonly kind = 'conflict';
  constructor(purposeRef: string) {
    super(`Money was set aside for ${purposeRef} before. Make a new allocation for a new purpose.`);
  }
}

/** A deposit would bring the agreement beyond what was agreed. */
export class DepositBeyondAgreement extends Problem {
  readonly code = 'deposit-beyond-agreement';
  readonly kind = 'conflict';
  constructor(agreementId: string, open: Money, given: Money) {
    super(
      `Agreement ${agreementId} expects ${open} more; ${given} is beyond it. Record the rest under a new agreement with the donor, with a number added to the bank's reference.`,
    );
  }
}

/** The same credit was recorded before: its bank reference is known on the account of the fund. */
export class DepositKnown extends Problem {
  readonly code = 'deposit-known';
  readonly kind = 'conflict';
  constructor(externalRef: string, known: { agreementId: string; donor: string; receivedOn: string }) {
    super(
      `The credit with the bank reference "${externalRef}" is already booked in this fund: under agreement ` +
        `${known.agreementId} of ${known.donor}, received on ${known.receivedOn}. Book each credit once. Where one credit ` +
        `is for several agreements, add a number to its reference, such as "${externalRef}/2".`,
    );
  }
}

/** An amount in another currency than the fund's, and no rate of exchange of that day or before, which a donor cannot have imported. */
export class RateMissing extends Problem {
  readonly code = 'exchange-rate-missing';
  readonly kind = 'conflict';
  constructor(currency: string, on: string, { fundCurrency, isDonor }: { fundCurrency: string; isDonor: boolean }) {
    super(
      `No exchange rate of ${currency} is known for ${on}. ` +
        (isDonor
          ? `Write the amount in ${fundCurrency}, the currency of the fund, or ask the finance people of the fund to have the rate of that month entered.`
          : 'Have the rates of that month imported first.'),
    );
  }
}

/** The offer is an agreement, or gave money under one that has ended. */
export class OfferAlreadyAgreed extends Problem {
  readonly code = 'offer-already-agreed';
  readonly kind = 'conflict';
  constructor(offerId: string, known?: { readonly agreementId: string; readonly hasEnded: boolean }) {
    super(
      known?.hasEnded
        ? `The offer ${offerId} became agreement ${known.agreementId}, which took in money before it ended. Record what its donor ` +
            'gives now as a new pledge to the fund, without the offer.'
        : `The offer ${offerId} is an agreement already${known ? `: open ${known.agreementId}` : '. Load it again'}.`,
    );
  }
}

/** A donor's own offer is paid from the agreement that it became, and there is none. */
export class OfferNotAgreed extends Problem {
  readonly code = 'offer-not-agreed';
  readonly kind = 'conflict';
  constructor(fundName: string) {
    super(
      `The offer of this match is no signed agreement with ${fundName} yet, so there is no money of its donor to set aside. ` +
        'Have finance record the agreement of the match and its signature first.',
    );
  }
}

/** Another fund has that name. */
export class FundNameTaken extends Problem {
  readonly code = 'fund-name-taken';
  readonly kind = 'conflict';
  constructor(name: string) {
    super(`There is already a fund named "${name}". Choose another name.`);
  }
}

/** More is pledged than a fund can add up. */
export class FundTooLarge extends Problem {
  readonly code = 'fund-too-large';
  readonly kind = 'conflict';
  constructor(fundName: string) {
    super(`${fundName} would be larger than the numbers here can say. Check the amount.`);
  }
}

/** A donor changes a pledge only until it is signed; what their offer became is changed in the offer and its match. */
export class AgreementIsSigned extends Problem {
  readonly code = 'agreement-is-signed';
  readonly kind = 'conflict';
  constructor(agreementId: string) {
    super(
      `The agreement ${agreementId} is no open pledge of yours any more: it is signed, has ended, or came of an offer. Ask the ` +
        'finance people of the fund.',
    );
  }
}
