import type { INestApplicationContext } from '@nestjs/common';
import {
  BankAccount,
  BankAccountsService,
  DisbursementsService,
  PaymentApproval,
  PaymentOrder,
} from '#libs/disbursements';
import { AllocationsService, OfferAgreementsService, Project, Tranche, TranchesService } from '#libs/facility';
import { AgreementsService, DepositsService, Fund, FundAgreement } from '#libs/funds';
import { Money } from '#libs/kernel';
import { Match } from '#libs/matching';
import { Offer } from '#libs/offers';
import { UnitOfWork, type ReadTx, type Tx } from '#libs/platform';
import { operator } from '../database.js';
import type { Acts } from './acts.js';
import { DEMO_FUND } from './demo-content.js';
import { FUNDED } from './demo-desk.js';
import type { SceneActors, ScenePersonId } from './demo-scenes.js';

/** A confirmed pledge of money that the fund pays: its first tranche is ordered, and one of two people has approved it. */
export class FundBuilder {
  private readonly uow: UnitOfWork;

  constructor(
    private readonly services: INestApplicationContext,
    private readonly actors: SceneActors,
    private readonly acts: Acts,
  ) {
    this.uow = services.get(UnitOfWork);
  }

  async build(): Promise<void> {
    const { fund, match } = await this.uow.read(operator(), async (tx) => {
      const offer = await tx.findOneBy(Offer, { title: FUNDED.pledge });
      return {
        fund: await tx.findOneBy(Fund, { name: DEMO_FUND.name }),
        match: offer && (await tx.findOneBy(Match, { offerId: offer.id, origin: 'pledge' })),
      };
    });
    if (!fund || !match || (match.state !== 'confirmed' && match.state !== 'delivering')) return;
    const amount = Money.of(match.amount, DEMO_FUND.currency);
    const project = (tx: ReadTx) => tx.findOneBy(Project, { matchId: match.id });
    const first = async (tx: ReadTx) => {
      const { id: projectId, payeeOrganizationId: organizationId } = (await project(tx))!;
      const tranche = (await tx.findOneBy(Tranche, { projectId, position: 1 }))!;
      return { tranche, organizationId, account: await tx.findOneBy(BankAccount, { organizationId }) };
    };
    await this.act('finance-1', FUNDED.paidInDaysAgo, async (tx) => {
      if (!(await tx.existsBy(FundAgreement, { offerId: match.offerId })))
        await this.payIn(tx, match.id, fund.id, amount);
    });
    await this.act('coordinator-2', 0, async (tx) => {
      if (await project(tx)) return;
      const [half, rest] = [amount.minor / 2n, amount.minor - amount.minor / 2n];
      const tranches = [half, rest].map((minor, index) => ({
        amount: Money.of(minor, amount.currency).toJSON(),
        condition: FUNDED.conditions[index]!,
      }));
      await this.services.get(AllocationsService).allocate(tx, { matchId: match.id, fundId: fund.id, tranches });
    });
    await this.act('coordinator-2', 0, async (tx) => {
      const { tranche } = await first(tx);
      if (tranche.state !== 'planned') return;
      const evidence = { fileId: null, note: FUNDED.evidence };
      await this.services.get(TranchesService).conditionMet(tx, tranche.id, tranche.version, evidence);
    });
    const accounts = this.services.get(BankAccountsService);
    await this.act('finance-1', 0, async (tx) => {
      const { organizationId, account } = await first(tx);
      if (!account) await accounts.enter(tx, { ...FUNDED.account, organizationId, currency: amount.currency });
    });
    await this.act('finance-2', 0, async (tx) => {
      const { account } = await first(tx);
      if (account!.verifiedAt === null) await accounts.verify(tx, account!.id, account!.version);
    });
    await this.act('finance-1', 0, async (tx) => {
      const { tranche, account } = await first(tx);
      if (tranche.state === 'condition-met')
        await this.services.get(TranchesService).order(tx, tranche.id, account!.id);
    });
    await this.act('approver-1', 0, async (tx) => {
      const { tranche } = await first(tx);
      const order = await tx.findOneBy(PaymentOrder, { purposeRef: tranche.id });
      if (order?.state !== 'requested' || (await tx.existsBy(PaymentApproval, { orderId: order.id }))) return;
      await this.services.get(DisbursementsService).approve(tx, order.id, order.version);
    });
  }

  private act(by: ScenePersonId, daysAgo: number, work: (tx: Tx) => Promise<void>): Promise<void> {
    return this.acts.run(this.actors[by], daysAgo, 0, work);
  }

  private async payIn(tx: Tx, matchId: string, fundId: string, amount: Money): Promise<void> {
    const day = (before: number) => this.acts.dayAgo(FUNDED.paidInDaysAgo + before);
    const terms = { feeRateMillionths: DEMO_FUND.feeRateMillionths, pledgedOn: day(10) };
    const agreementId = await this.services.get(OfferAgreementsService).record(tx, { matchId, fundId, ...terms });
    await this.services.get(AgreementsService).sign(tx, agreementId, 1, day(5));
    const deposit = { agreementId, amount, receivedOn: day(0), externalRef: FUNDED.externalRef };
    await this.services.get(DepositsService).record(tx, deposit);
  }
}
