import type { OrderView } from '#libs/disbursements';
import type { SourceView } from '#libs/funds';
import type { Actor, ActorRole, Money } from '#libs/kernel';
import type { Transfer } from '#libs/ledger';
import type { Named, ProjectView, ShareView, TrancheView } from './facility.queries.js';

/**
 * What brings somebody to a project: they coordinate, pay or check it; they are the donor or the State of its match; or their
 * money is in it without their being a party.
 */
export type Standing = 'house' | 'donor' | 'state' | 'payer';

export function standingOf({ role, organizationId }: Actor, offererId: string): Standing {
  if (role === 'focal-point') return 'state';
  if (role !== 'donor') return 'house';
  return offererId === organizationId ? 'donor' : 'payer';
}

export interface SeenShare {
  /** Null where it is another donor’s. */
  readonly agreementId: string | null;
  readonly holdId: string | null;
  readonly amount: Money;
}

export interface SeenTranche extends Omit<TrancheView, 'condition' | 'shares'> {
  readonly condition: string | null;
  readonly shares: readonly SeenShare[];
}

export interface SeenNeed {
  readonly id: string;
  /** Its title. */
  readonly name: string | null;
  readonly areaIso2: string;
}

export interface SeenProject extends Omit<
  ProjectView,
  'need' | 'needItemId' | 'needIsVisible' | 'offererId' | 'tranches'
> {
  readonly need: SeenNeed;
  readonly needItemId: string | null;
  readonly tranches: readonly SeenTranche[];
}

/** Money of a donor: whose, how much of it goes here, and the agreement behind it where it may be seen. */
export interface SeenSource {
  readonly fund: Named;
  readonly donor: Named | null;
  readonly source: SourceView | null;
}

export interface SeenShareOfProject extends SeenSource {
  readonly amount: Money;
}

/** An order, without what its content hash or its draws would tell. */
export type SeenOrder = Omit<OrderView, 'contentSha256' | 'draws'>;

/** They handle payments; the others on the trail see that an account was paid, not which. */
const SEES_ACCOUNTS: ReadonlySet<ActorRole> = new Set(['finance', 'approver', 'auditor']);

/**
 * What of a project, and of the trail of its money, a person is shown: the one place that decides it. Who comes to a project
 * at all, {@link FacilityQueries} asks. The house sees all; the parties of the match what they agreed on, and of the donors
 * who pay with them the names and shares; a donor who only pays how far its money is, and nothing of what the parties keep
 * to themselves.
 */
export class Sight {
  constructor(
    private readonly actor: Actor,
    private readonly standing: Standing,
  ) {}

  static of(actor: Actor, { offererId }: ProjectView): Sight {
    return new Sight(actor, standingOf(actor, offererId));
  }

  get seesMatch(): boolean {
    return this.standing !== 'payer';
  }

  project({
    need,
    needIsVisible,
    offererId: _,
    needItemId,
    cancelReason,
    tranches,
    ...facts
  }: ProjectView): SeenProject {
    return {
      ...facts,
      need: { ...need, name: this.seesMatch || needIsVisible ? need.name : null },
      needItemId: this.seesMatch ? needItemId : null,
      cancelReason: this.seesMatch ? cancelReason : null,
      tranches: tranches.map((tranche) => this.tranche(tranche)),
    };
  }

  tranche({ shares, ...tranche }: TrancheView): SeenTranche {
    const words = this.seesMatch
      ? {}
      : { condition: null, evidenceFileId: null, conditionNote: null, conditionMetBy: null };
    return { ...tranche, ...words, shares: shares.map((share) => this.shareOfTranche(share)) };
  }

  private shareOfTranche({ agreementId, holdId, amount, donorId }: ShareView): SeenShare {
    const isShown = this.standing === 'house' || this.isOwn(donorId);
    return { agreementId: isShown ? agreementId : null, holdId: isShown ? holdId : null, amount };
  }

  source(source: SourceView): SeenSource {
    const { fund, donor } = source.agreement;
    if (this.standing === 'house' || this.isOwn(donor.id)) return { fund, donor, source };
    return { fund, donor: this.standing === 'payer' ? null : donor, source: null };
  }

  order({ contentSha256: _, draws: __, ...order }: OrderView): SeenOrder {
    const seen = this.standing === 'house' ? order : { ...order, rejectionReason: null };
    return SEES_ACCOUNTS.has(this.actor.role) ? seen : withoutAccount(seen);
  }

  /** The accounts in the ledger bear the names of donors. */
  transfer(transfer: Transfer): Transfer {
    return this.standing === 'house' ? transfer : { ...transfer, entries: [] };
  }

  private isOwn(donorId: string): boolean {
    return this.actor.role === 'donor' && donorId === this.actor.organizationId;
  }
}

/** The last four characters are enough to tell two accounts apart. */
function withoutAccount(order: SeenOrder): SeenOrder {
  const { bankAccount } = order;
  return {
    ...order,
    bankAccount: { ...bankAccount, accountNumber: `…${bankAccount.accountNumber.slice(-4)}`, bic: null },
  };
}
