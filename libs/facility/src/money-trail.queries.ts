import { Injectable } from '@nestjs/common';
import { DisbursementsQueries, type OrderView } from '#libs/disbursements';
import { FundsQueries, type AgreementView, type DepositView } from '#libs/funds';
import { Money, type ActorRole } from '#libs/kernel';
import { LedgerQueries, type Transfer } from '#libs/ledger';
import { MatchesQueries, type MatchView } from '#libs/matching';
import type { ReadTx } from '#libs/platform';
import { FacilityQueries, type ProjectView, type TrancheView } from './facility.queries.js';

/** What one agreement gives to the whole project, and the deposits that filled it. */
export interface TrailShare {
  readonly agreement: Pick<AgreementView, 'id' | 'donor' | 'amount' | 'state'> & { readonly signedOn: string | null };
  readonly amount: Money;
  readonly deposits: readonly DepositView[];
}

export interface TrailTranche extends TrancheView {
  /** All that were ever made for it, oldest first. */
  readonly orders: readonly OrderView[];
  readonly transfers: readonly Transfer[];
}

/** One chain from the match to the entries in the ledger. */
export interface MoneyTrailView {
  readonly match: MatchView;
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
   * The trail is seen by those who see the match: its parties once it was reviewed, and those who coordinate, pay and check.
   * @throws NotFound
   */
  async ofMatch(tx: ReadTx, matchId: string): Promise<MoneyTrailView> {
    const match = await this.matches.get(tx, matchId);
    const project = await this.facility.ofMatch(tx, matchId);
    if (!project) return { match, project, shares: [], tranches: [] };
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
    return { match, project, shares: await this.sharesOf(tx, project), tranches };
  }

  private async sharesOf(tx: ReadTx, project: ProjectView): Promise<TrailShare[]> {
    const given = new Map<string, Money>();
    for (const { agreementId, amount } of project.tranches.flatMap(({ shares }) => shares)) {
      given.set(agreementId, given.get(agreementId)?.plus(amount) ?? amount);
    }
    const sources = await this.funds.sources(tx, [...given.keys()]);
    return sources.map(({ agreement, deposits }) => ({
      agreement: {
        id: agreement.id,
        donor: agreement.donor,
        amount: agreement.amount,
        state: agreement.state,
        signedOn: agreement.committed?.on ?? null,
      },
      amount: given.get(agreement.id) ?? Money.zero(project.amount.currency),
      deposits,
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
