import { Injectable } from '@nestjs/common';
import { DisbursementsQueries, type OrderView } from '#libs/disbursements';
import { FundsQueries } from '#libs/funds';
import { Money } from '#libs/kernel';
import { LedgerQueries, type Transfer } from '#libs/ledger';
import { MatchesQueries, type MatchView } from '#libs/matching';
import type { ReadTx } from '#libs/platform';
import { FacilityQueries, type ProjectView } from './facility.queries.js';
import {
  Sight,
  standingOf,
  type SeenNeed,
  type SeenOrder,
  type SeenProject,
  type SeenShareOfProject,
  type SeenSource,
  type SeenTranche,
} from './trail.visibility.js';

/** How far one order is; the day is that of the bank. */
export interface TrailPayment extends Pick<OrderView, 'id' | 'amount' | 'state' | 'createdAt'> {
  readonly settledOn: string | null;
}

export interface TrailTranche extends SeenTranche {
  /** One per order, oldest first. */
  readonly payments: readonly TrailPayment[];
  /** All that were ever made for it, oldest first; none for a donor who only pays. */
  readonly orders: readonly SeenOrder[];
  readonly transfers: readonly Transfer[];
}

/** One chain from the match to the entries in the ledger. */
export interface MoneyTrailView {
  readonly matchId: string;
  readonly need: SeenNeed;
  /** Null for a donor who pays without being a party. */
  readonly match: MatchView | null;
  /** What the offer of the match became; null while it is no agreement with a fund, and for a donor who only pays. */
  readonly own: SeenSource | null;
  readonly project: SeenProject | null;
  readonly shares: readonly SeenShareOfProject[];
  readonly tranches: readonly TrailTranche[];
}

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
   * The trail is there for those who see the match – its parties once it was reviewed, and those who coordinate, pay and check –
   * and for every donor whose money is in the project. What of it, {@link Sight} decides.
   * @throws NotFound
   */
  async ofMatch(tx: ReadTx, matchId: string): Promise<MoneyTrailView> {
    const project = await this.facility.ofMatch(tx, matchId);
    if (!project) return this.beforeProject(tx, matchId);
    const sight = Sight.of(tx.actor, project);
    const match = sight.seesMatch ? await this.matches.get(tx, matchId) : null;
    const own = match && (await this.funds.sourceOfOffer(tx, match.offer.id));
    const seen = sight.project(project);
    return {
      matchId,
      need: seen.need,
      match,
      own: own && sight.source(own),
      project: seen,
      shares: await this.sharesOf(tx, project, sight),
      tranches: await this.tranchesOf(tx, seen, sight),
    };
  }

  private async beforeProject(tx: ReadTx, matchId: string): Promise<MoneyTrailView> {
    const match = await this.matches.get(tx, matchId);
    const { id, title, areaIso2 } = match.need;
    const own = await this.funds.sourceOfOffer(tx, match.offer.id);
    const sight = new Sight(tx.actor, standingOf(tx.actor, match.offer.organization.id));
    const need = { id, name: title, areaIso2 };
    return { matchId, need, match, own: own && sight.source(own), project: null, shares: [], tranches: [] };
  }

  private async tranchesOf(tx: ReadTx, { tranches }: SeenProject, sight: Sight): Promise<TrailTranche[]> {
    const orders = await this.disbursements.forPurposes(
      tx,
      tranches.map(({ id }) => id),
    );
    const transfers = await this.ledger.transfers(tx, orders.flatMap(transferIds));
    return tranches.map((tranche) => {
      const own = orders.filter(({ purposeRef }) => purposeRef === tranche.id);
      const booked = new Set(own.flatMap(transferIds));
      return {
        ...tranche,
        payments: own.map(paymentOf),
        orders: sight.seesMatch ? own.map((order) => sight.order(order)) : [],
        transfers: transfers.filter(({ id }) => booked.has(id)).map((transfer) => sight.transfer(transfer)),
      };
    });
  }

  private async sharesOf(tx: ReadTx, project: ProjectView, sight: Sight): Promise<SeenShareOfProject[]> {
    const given = new Map<string, Money>();
    for (const { agreementId, amount } of project.tranches.flatMap(({ shares }) => shares)) {
      given.set(agreementId, given.get(agreementId)?.plus(amount) ?? amount);
    }
    const sources = await this.funds.sources(tx, [...given.keys()]);
    return sources.map((source) => ({
      ...sight.source(source),
      amount: given.get(source.agreement.id) ?? Money.zero(project.amount.currency),
    }));
  }
}

function transferIds({ instructions }: OrderView): string[] {
  return instructions.flatMap(({ transferId }) => transferId ?? []);
}

function paymentOf({ id, amount, state, createdAt, instructions }: OrderView): TrailPayment {
  return {
    id,
    amount,
    state,
    createdAt,
    settledOn: instructions.findLast((one) => one.state === 'settled')?.settledOn ?? null,
  };
}
