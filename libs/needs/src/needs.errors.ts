import { Problem, quantityText, type ProblemItem } from '#libs/kernel';
import type { NeedItem } from './need.entity.js';

type Counted = Pick<NeedItem, 'id' | 'currency' | 'unitCode'>;

const text = (amount: bigint, { currency, unitCode }: Counted) => quantityText(amount, { currency, unit: unitCode });

/** Only a published need takes commitments; only a submitted or published one is sorted into categories. */
export class NeedNotOpen extends Problem {
  readonly code = 'need-not-open';
  readonly kind = 'conflict';
  constructor(needId: string, state: string) {
    super(`The need ${needId} is ${state}; this can be done only while it is open. Reload it to see where it stands.`);
  }
}

/** A request counts only when somebody hands it in, and speaks for it later, whom the organization has designated for that (PoA II.5, ITI 25). */
export class PointOfContactRequired extends Problem {
  readonly code = 'point-of-contact-required';
  readonly kind = 'denied';
  constructor() {
    super(
      'Only a point of contact of the organization, or somebody they delegated, may hand in its requests and reports and speak for ' +
        'them. Nothing was changed; drafts can be written by every focal point. Ask the point of contact to do it, or the ' +
        'secretariat to enter your designation.',
    );
  }
}

/** Its organization said that it stands until a day that is over. */
export class NeedLapsed extends Problem {
  readonly code = 'need-lapsed';
  readonly kind = 'conflict';
  constructor(validUntil: string) {
    super(`The request stood until ${validUntil}, which is over. Have its organization say until when it stands now.`);
  }
}

/** The secretariat no longer has the area on record for the organization that asks. */
export class AreaNotOwn extends Problem {
  readonly code = 'area-not-own';
  readonly kind = 'conflict';
  constructor(areaIso2: string) {
    super(
      `The requesting organization may not request for ${areaIso2}, or no longer: that is its own country or area, and those that ` +
        'the secretariat has on record for it. Have that corrected, or the request filed by who may.',
    );
  }
}

/** A need without what a coordinator must be able to look at, or below what requests must reach now. */
export class NeedIncomplete extends Problem {
  readonly code = 'need-incomplete';
  readonly kind = 'conflict';
  constructor(override readonly errors: readonly ProblemItem[]) {
    super(
      'The need cannot be handed in like this: something that every request must say is missing or over. Put that right and try ' +
        'again.',
    );
  }
}

/** Coordinators asked for something that its organization neither answers nor leaves open on purpose. */
export class QuestionsUnanswered extends Problem {
  readonly code = 'questions-unanswered';
  readonly kind = 'conflict';
  override readonly errors: readonly ProblemItem[];
  constructor(open: readonly { readonly id: string; readonly body: string }[]) {
    super(
      `Questions of the coordinators have no answer: ${open.map(({ id }) => id).join(', ')}. Answer them first, or hand it in ` +
        'with withoutAnswers=true.',
    );
    this.errors = open.map(({ id, body }) => ({ path: `messages.${id}`, detail: body }));
  }
}

/** More would be committed than the item still needs. */
export class MoreThanOpen extends Problem {
  readonly code = 'more-than-open';
  readonly kind = 'conflict';
  constructor(item: Counted, amount: bigint, open: bigint) {
    super(
      `${text(amount, item)} is more than the ${text(open, item)} that item ${item.id} still needs. Lower the amount.`,
    );
  }
}

/** More would be released or delivered than is committed and not yet delivered. */
export class MoreThanCommitted extends Problem {
  readonly code = 'more-than-committed';
  readonly kind = 'conflict';
  constructor(item: Counted, amount: bigint, left: bigint) {
    super(
      `${text(amount, item)} is more than the ${text(left, item)} that is committed to item ${item.id} and not delivered ` +
        'yet. Lower the amount.',
    );
  }
}

/** More would be accepted than was delivered. */
export class MoreThanDelivered extends Problem {
  readonly code = 'more-than-delivered';
  readonly kind = 'conflict';
  constructor(item: Counted & Pick<NeedItem, 'delivered'>, amount: bigint) {
    super(
      `${text(amount, item)} is more than the ${text(item.delivered, item)} that was delivered of item ${item.id}. ` +
        'Accept at most what has arrived.',
    );
  }
}

/** Units, and money that donors pay themselves, are accepted where they arrived: each delivery of a match by itself. */
export class AcceptedByDelivery extends Problem {
  readonly code = 'accepted-by-delivery';
  readonly kind = 'conflict';
  constructor(item: Counted & Pick<NeedItem, 'delivered' | 'paidByFund'>) {
    super(
      item.unitCode === null
        ? `${text(item.delivered - item.paidByFund, item)} was accepted with the deliveries of item ${item.id}. Write that or ` +
            'more, or take an acceptance back in its match.'
        : 'What comes in kind is accepted delivery by delivery. Open its match and accept what arrived there.',
    );
  }
}

/** Somebody is about to deliver; the need cannot vanish under them. */
export class NeedHasCommitments extends Problem {
  readonly code = 'need-has-commitments';
  readonly kind = 'conflict';
  constructor(needId: string) {
    super(`Donors are committed to the need ${needId}. Have its confirmed matches rescinded first.`);
  }
}

/** Units arrived of which nobody has said whether they are taken; the need cannot end before that. */
export class NeedHasUndecided extends Problem {
  readonly code = 'need-has-undecided-deliveries';
  readonly kind = 'conflict';
  constructor(item: Counted & Pick<NeedItem, 'delivered' | 'accepted'>) {
    super(
      `${text(item.delivered - item.accepted, item)} of item ${item.id} arrived and wait for a decision. Accept them or return ` +
        'them first, on the page of their match.',
    );
  }
}

/** Donors gave to this category; what they committed cannot become another one under them. */
export class ItemIsCommitted extends Problem {
  readonly code = 'item-is-committed';
  readonly kind = 'conflict';
  constructor(item: Counted & Pick<NeedItem, 'committed' | 'categoryCode'>) {
    const { id, committed, categoryCode } = item;
    super(
      `${text(committed, item)} of item ${id} is committed for the category ${categoryCode}, so the item stays in it. ` +
        'Rescind its confirmed matches first; what is paid or being delivered stays as it is.',
    );
  }
}

/** Nothing would be left of what it asks for; that is an end, and needs to be said as one. */
export class NothingLeftAsked extends Problem {
  readonly code = 'nothing-left-asked';
  readonly kind = 'conflict';
  constructor() {
    super('That would leave nothing that the need asks for. Close the need instead, and say why.');
  }
}

/** Coordinators decide who sees a need that goes on when they publish it, and proposed changes of it. */
export class NeedNotEnded extends Problem {
  readonly code = 'need-not-ended';
  readonly kind = 'conflict';
  constructor(needId: string, state: string) {
    super(
      `The need ${needId} is ${state}; coordinators change at once only who reads one that was shown and has ended. Of a published ` +
        'need its organization does, or have it propose the change.',
    );
  }
}

/** The requesting organization, or the State that an imported need is for, did not agree to so wide a circle of readers. */
export class WiderThanAgreed extends Problem {
  readonly code = 'wider-than-agreed';
  readonly kind = 'conflict';
  constructor() {
    super(
      'That would show the need to more people than the requesting organization – of an imported need, the State that it is for – ' +
        'agreed to. Choose the circle that it agreed to or a narrower one, or ask it to change that.',
    );
  }
}

/** Its organization alone shows what is published to fewer; to more, it and a coordinator. */
export class WiderByProposal extends Problem {
  readonly code = 'wider-by-proposal';
  readonly kind = 'conflict';
  constructor() {
    super('That is no narrower circle than it is shown to. Propose the change instead: a coordinator publishes it.');
  }
}

/** Who gives to a need goes on reading what they give to. */
export class PartiesReadIt extends Problem {
  readonly code = 'parties-read-it';
  readonly kind = 'conflict';
  constructor() {
    super(
      'Donors agreed to give to the need and go on reading it. Show it to coordinators and the parties to a match instead.',
    );
  }
}

/** A coordinator decides on a need that they wrote, or in which their own organization is a party. */
export class OwnNeed extends Problem {
  readonly code = 'own-need';
  readonly kind = 'denied';
  constructor() {
    super(
      'You wrote or handed in this need, or you belong – or belonged within the last year – to an organization that is a party ' +
        'to it. A coordinator who has no part in it must decide on it.',
    );
  }
}

/** One proposed change at a time waits for a coordinator. */
export class RevisionWaiting extends Problem {
  readonly code = 'revision-waiting';
  readonly kind = 'conflict';
  constructor() {
    super('Another change of this need waits for a coordinator. Withdraw that one first, or wait for the decision.');
  }
}

/** The need was changed after the change was proposed. */
export class RevisionOutdated extends Problem {
  readonly code = 'revision-outdated';
  readonly kind = 'conflict';
  constructor() {
    super(
      'The need was changed after this change of it was proposed. Decline it, and have it proposed on what stands now.',
    );
  }
}

/** Other needs stand in it: merging it too would make a chain that nobody could take apart in order. */
export class NeedKeepsOthers extends Problem {
  readonly code = 'need-keeps-others';
  readonly kind = 'conflict';
  constructor(needId: string, others: readonly string[]) {
    super(
      `Other needs were merged into ${needId}: ${others.join(', ')}. Take them apart first and merge each into the need that ` +
        'stays, or merge the other way round.',
    );
  }
}
