import { Injectable } from '@nestjs/common';
import { DisbursementsQueries, type OrderView } from '#libs/disbursements';
import { FundsQueries, type SourceView } from '#libs/funds';
import { Money, type ActorRole } from '#libs/kernel';
import { LedgerQueries, type Transfer } from '#libs/ledger';
import { MatchesQueries, type MatchView } from '#libs/matching';
import type { ReadTx } from '#libs/platform';
import { FacilityQueries, type ProjectView, type TrancheView } from './facility.queries.js';

/** What one agreement gives to the whole project, and the deposits that filled it. */
export interface TrailShare extends SourceView {
  readonly amount: Money;
}

export interface TrailTranche extends TrancheView {
  /** All that were ever made for it, oldest first. */
  readonly orders: readonly OrderView[];
  readonly transfers: readonly Transfer[];
}

/** One chain from the match to the entries in the ledger. */
export interface MoneyTrailView {
  readonly match: MatchView;
  /** What the offer of the match became; null while it is no agreement with a fund. */
  readonly own: SourceView | null;
  readonly project: ProjectView | null;
  readonly shares: readonly TrailShare[];
  readonly tranches: readonly TrailTranche[];
}

/** They handle payments; the others on the trail see that an account was paid, not which. */
const SEES_ACCOUNTS: ReadonlySet<ActorRole> = new Set(['finance', 'approver', 'auditor']);

@Injectable()
export class MoneyTrailQueries {
  constructor(
    private readonly matches: MatchesQueries,
    private readonly facility: FacilityQueries,
    private readonly funds: FundsQueries,
    private readonly disbursements: DisbursementsQueries,
    private readonly ledger: LedgerQueries,
  ) {}

  /**
   * The trail is seen by those who see the match – its parties once it was reviewed, and those who coordinate, pay and check –
   * and by every donor whose money is in the project.
   * @throws NotFound
   */
  async ofMatch(tx: ReadTx, matchId: string): Promise<MoneyTrailView> {
    const project = await this.facility.ofMatch(tx, matchId);
    const match = await this.matchOf(tx, matchId, project);
    const own = await this.funds.sourceOfOffer(tx, match.offer.id);
    if (!project) return { match, own, project, shares: [], tranches: [] };
    const orders = await this.disbursements.forPurposes(
      tx,
      project.tranches.map(({ id }) => id),
    );
    const transfers = await this.ledger.transfers(tx, orders.flatMap(transferIds));
    const seesAccounts = SEES_ACCOUNTS.has(tx.actor.role);
    const tranches = project.tranches.map((tranche) => {
      const own = orders.filter(({ purposeRef }) => purposeRef === tranche.id);
      const booked = new Set(own.flatMap(transferIds));
      return {
        ...tranche,
        orders: seesAccounts ? own : own.map(withoutAccount),
        transfers: transfers.filter(({ id }) => booked.has(id)),
      };
    });
    return { match, own, project, shares: await this.sharesOf(tx, project), tranches };
  }

  /** A donor who pays without being a party learns what its money is for, not how the parties came to it. */
  private async matchOf(tx: ReadTx, matchId: string, project: ProjectView | null): Promise<MatchView> {
    const { role, organizationId } = tx.actor;
    if (role !== 'donor' || !project) return this.matches.get(tx, matchId);
    const match = await this.matches.find(tx, matchId);
    if (match.offer.organization.id === organizationId) return match;
    const reasons = { ...match.reasons, rules: [], parts: [] };
    return { ...match, reasons, note: null, reviewNote: null };
  }

  private async sharesOf(tx: ReadTx, project: ProjectView): Promise<TrailShare[]> {
    const given = new Map<string, Money>();
    for (const { agreementId, amount } of project.tranches.flatMap(({ shares }) => shares)) {
      given.set(agreementId, given.get(agreementId)?.plus(amount) ?? amount);
    }
    const sources = await this.funds.sources(tx, [...given.keys()]);
    return sources.map((source) => ({
      ...source,
      amount: given.get(source.agreement.id) ?? Money.zero(project.amount.currency),
    }));
  }
}

function transferIds({ instructions }: OrderView): string[] {
  return instructions.flatMap(({ transferId }) => transferId ?? []);
}

/** The last four characters are enough to tell two accounts apart. */
function withoutAccount(order: OrderView): OrderView {
  const { bankAccount } = order;
  return {
    ...order,
    bankAccount: { ...bankAccount, accountNumber: `…${bankAccount.accountNumber.slice(-4)}`, bic: null },
  };
}
