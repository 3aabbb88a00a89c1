import { Problem, quantityText, type CalendarDate, type ProblemItem } from '#libs/kernel';
import type { MatchState } from './match.states.js';
import type { Measure } from './pair.js';

/** The item and the offer do not fit: every hard rule that fails is a sentence of `errors`. */
export class PairDoesNotFit extends Problem {
  readonly code = 'pair-does-not-fit';
  readonly kind = 'conflict';
  constructor(override readonly errors: readonly ProblemItem[]) {
    super('Each reason below says what is wrong and what can be done about it.');
  }
}

/** What keeps an offer from giving an item as much as was asked for, and how much it lets through. */
export interface Limit {
  readonly rule: 'open-quantity' | 'offer-left' | 'recipient-maximum' | 'co-funding-share';
  readonly most: bigint;
}

const LIMITED_BY: Readonly<Record<Limit['rule'], (most: string | null) => string>> = {
  'open-quantity': (most) => `${most === null ? 'nothing of the item is' : `only ${most} of the item is still`} open`,
  'offer-left': (most) => `${most === null ? 'nothing is' : `only ${most} is`} left of the offer`,
  'recipient-maximum': (most) =>
    most === null
      ? 'the offer gives the country of the need nothing more, which has the most that one country gets'
      : `the offer gives the country of the need only ${most} more, by the most that one country gets`,
  'co-funding-share': (most) =>
    `the share of an item that the offer gives is ${most === null ? 'nothing' : `only ${most}`} of this one`,
};

/** More than the item still needs or the offer can still give. */
export class AmountNotAvailable extends Problem {
  readonly code = 'amount-not-available';
  readonly kind = 'conflict';
  override readonly errors: readonly ProblemItem[];
  /** @param limit Null where it would tell the reader what they may not know of the offer. */
  constructor(asked: bigint, limit: Limit | null, measure: Measure) {
    const most = limit !== null && limit.most > 0n ? quantityText(limit.most, measure) : null;
    super(
      `${quantityText(asked, measure)} was asked for, but ${limit === null ? 'the offer cannot give that much any more' : LIMITED_BY[limit.rule](most)}. ` +
        (most === null
          ? 'Decline this match if there is one.'
          : 'Lower the amount; a match that waits for consent keeps its amount: decline it instead.'),
    );
    this.errors = most === null ? [] : [{ path: 'amount', detail: `Write ${most} or less.` }];
  }
}

/** The item is for something or somebody else than when the match was put before the parties. */
export class MatchOutdated extends Problem {
  readonly code = 'match-outdated';
  readonly kind = 'conflict';
  constructor(before: string, now: string) {
    super(
      `This match was put before the parties for ${before}; the item is for ${now} now, so nobody can consent to it any ` +
        'more. Decline it, or ask a coordinator to rescind it and to propose it anew.',
    );
  }
}

/** What a match gives is lowered only while it is confirmed and nothing of it is on its way. */
export class MatchNotLowered extends Problem {
  readonly code = 'match-not-lowered';
  readonly kind = 'conflict';
  constructor(state: MatchState) {
    super(
      `Only a confirmed match of which nothing is on its way can be lowered; this one is ${state}. Where money is allocated ` +
        'to it, cancel its project first.',
    );
  }
}

/** An offer is committed on the days on which it stands; what it will stand for can be agreed on before, but not by the last consent. */
export class OfferNotYetOpen extends Problem {
  readonly code = 'offer-not-yet-open';
  readonly kind = 'conflict';
  /** @param validFrom Null where the reader may not read the offer. */
  constructor(validFrom: CalendarDate | null) {
    super(
      validFrom === null
        ? 'The offer does not stand yet, so nothing of it can be committed. Ask a coordinator from when on you can consent.'
        : `The offer stands from ${validFrom} on, so nothing of it can be committed before that day. Consent then, or ask the donor to ` +
            'let it begin earlier.',
    );
  }
}

/** Nobody consents to what stands no more: its organization says first whether it still does. */
export class PastLastDay extends Problem {
  readonly code = 'past-last-day';
  readonly kind = 'conflict';
  /** @param validUntil Null where the reader may not read it. */
  constructor(what: 'need' | 'offer', validUntil: CalendarDate | null) {
    const stood = validUntil === null ? `does not stand any more` : `stood until ${validUntil}`;
    super(
      what === 'offer'
        ? `The offer ${stood}, so nobody can consent to this match now. Its donor can give the offer a later ` +
            'last day; consents that were given stay.'
        : `The need ${stood}, so nobody can consent to this match now. Its organization can confirm the need ` +
            'with a later last day.',
    );
  }
}

/** A donor withdraws only what nothing was begun with. */
export class MatchUnderWay extends Problem {
  readonly code = 'match-under-way';
  readonly kind = 'conflict';
  constructor(state: MatchState) {
    super(
      `Only a confirmed match of which nothing is on its way can be withdrawn from; this one is ${state}. What has begun is finished, or ` +
        'stopped by who delivers it or pays it out.',
    );
  }
}

/** A fund holds the money: leaving it is a matter of its agreement. */
export class FundHoldsOffer extends Problem {
  readonly code = 'fund-holds-offer';
  readonly kind = 'conflict';
  constructor() {
    super(
      'Your offer became an agreement with a fund, which holds its money. Ask the facility to withdraw the agreement as long as it is ' +
        'not signed; then you can withdraw from the match.',
    );
  }
}

/** There is a live match of this item and this offer already. */
export class PairAlreadyMatched extends Problem {
  readonly code = 'pair-already-matched';
  readonly kind = 'conflict';
  constructor(itemId: string, offerId: string) {
    super(`Item ${itemId} and offer ${offerId} have a live match already. Find it in the list of matches.`);
  }
}

/** Each party speaks for itself: a member of both may consent for one of them. */
export class SamePersonConsents extends Problem {
  readonly code = 'same-person-consents';
  readonly kind = 'denied';
  constructor() {
    super('You consented for the other party. Another person of this party must consent for it.');
  }
}

/** Somebody proposes, judges, finances or rescinds a match in which their own organization is a party. */
export class OwnMatch extends Problem {
  readonly code = 'own-match';
  readonly kind = 'denied';
  constructor() {
    super(
      'You wrote the need of this match, or you belong – or belonged within the last year – to an organization that is a party ' +
        'to it. Somebody who has no part in it must decide on it.',
    );
  }
}

/** Both parties of a match were asked already; it cannot vanish with the need. */
export class NeedHasMatches extends Problem {
  readonly code = 'need-has-matches';
  readonly kind = 'conflict';
  constructor(needId: string, matchIds: readonly string[]) {
    super(
      `The parties of ${matchIds.slice(0, 20).join(', ')} were asked about the need ${needId}. Rescind these matches first, or merge ` +
        'the other way round.',
    );
  }
}

/** A fund pays the money of this match in tranches, and each payment counts as delivered. */
export class DeliveredAsMoney extends Problem {
  readonly code = 'delivered-as-money';
  readonly kind = 'conflict';
  constructor() {
    super(
      'A fund pays this match, as its offer became an agreement with a fund: each payment counts as delivered, and nothing is ' +
        'recorded by hand. See its money trail.',
    );
  }
}

/** More would be recorded than the match still has to deliver. */
export class MoreThanUndelivered extends Problem {
  readonly code = 'more-than-undelivered';
  readonly kind = 'conflict';
  override readonly errors: readonly ProblemItem[];
  constructor(asked: bigint, left: bigint, measure: Measure) {
    const most = quantityText(left, measure);
    super(
      left > 0n
        ? `${quantityText(asked, measure)} is more than the ${most} that this match still has to deliver. Lower the quantity.`
        : 'All that is committed by this match is recorded as delivered. Undo a wrong record first.',
    );
    this.errors = left > 0n ? [{ path: 'quantity', detail: `Write ${most} or less.` }] : [];
  }
}

/** What was recorded of a delivery stands in the way of taking the whole back. */
export class DeliveryUnderWay extends Problem {
  readonly code = 'delivery-under-way';
  readonly kind = 'conflict';
  constructor() {
    super(
      'Deliveries of this match are recorded and neither undone nor returned. Undo a wrong record, or take back only the rest ' +
        'that was not delivered.',
    );
  }
}

/** There is no rest to take back, or nothing that the match could keep. */
export class NothingToEnd extends Problem {
  readonly code = 'nothing-to-end';
  readonly kind = 'conflict';
  constructor(isDelivered: boolean) {
    super(
      isDelivered
        ? 'All that is committed was delivered: there is no rest to take back.'
        : 'Nothing of it was delivered: take the delivery back, and a coordinator can rescind the match.',
    );
  }
}

/** What went back of a delivery cannot be counted with it again: a match gives no more than it commits. */
export class RestIsGone extends Problem {
  readonly code = 'rest-is-gone';
  readonly kind = 'conflict';
  constructor(rest: bigint, left: bigint, measure: Measure) {
    super(
      `${quantityText(rest, measure)} of this delivery went back, and of that ${quantityText(rest - left, measure)} was delivered again or given up ` +
        'since, so the whole of it cannot wait for a decision again. Return what was delivered again first; where the rest was given up, ' +
        'the decision stays.',
    );
  }
}
