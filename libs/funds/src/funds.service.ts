import { Inject, Injectable } from '@nestjs/common';
import { Audit } from '#libs/audit';
import { calendarDateOf, InvalidInput, Money, newId, type Clock } from '#libs/kernel';
import { Ledger, LedgerQueries } from '#libs/ledger';
import { CLOCK, isViolation, type ReadTx, type Tx } from '#libs/platform';
import {
  explainSources,
  obstaclesOf,
  ownAgreementOf,
  purposeOf,
  sourcesOf,
  type AskedFor,
  type OwnAgreement,
  type Source,
} from './draw.queries.js';
import { draw } from './draw.rules.js';
import { Fund, type FundKind } from './fund.entities.js';
import {
  FundCannotCover,
  FundNameTaken,
  OfferNotAgreed,
  OtherCurrencyThanFund,
  PurposeAlreadyDrawn,
} from './funds.errors.js';
import { requireKnownCurrency } from './known-codes.js';
import { lockFund, requireFinance } from './lock-agreement.js';

export interface DrawRequest extends AskedFor {
  readonly fundId: string;
  /** More than zero, in the currency of the fund. */
  readonly amount: Money;
  /**
   * The offer of the match that is paid. It must be a signed agreement with the fund, which is drawn first; others add what
   * it cannot give, once all of it has come in.
   */
  readonly offerId?: string | null;
  /** The id of what is paid; one purpose is drawn once. */
  readonly purposeRef: string;
}

/** What one agreement gives, set aside in the ledger. */
export interface DrawnShare {
  readonly agreementId: string;
  readonly holdId: string;
  /** The account that the hold is on. */
  readonly accountId: string;
  readonly amount: Money;
}

@Injectable()
export class FundsService {
  constructor(
    private readonly ledger: Ledger,
    private readonly ledgerQueries: LedgerQueries,
    private readonly audit: Audit,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @returns the new fund's id. @throws InvalidInput, FundNameTaken */
  async createFund(
    tx: Tx,
    { name, kind, currency }: { name: string; kind: FundKind; currency: string },
  ): Promise<string> {
    requireFinance(tx.actor);
    await requireKnownCurrency(tx, 'currency', currency);
    const id = newId('fund');
    const feesAccountId = await this.ledger.openAccount(tx, {
      code: `${id}/fees`,
      book: id,
      name: `${name}: fees`,
      currency,
      minBalanceMinor: 0n,
    });
    try {
      await tx.insert(Fund, { id, name, kind, currency, feesAccountId });
    } catch (error) {
      throw isViolation(error, 'uq_funds_name') ? new FundNameTaken(name) : error;
    }
    await this.audit.record(tx, { act: 'fund.created', refId: id, payload: { kind, currency } });
    return id;
  }

  /**
   * Passes when the fund can give the whole amount for the purpose now.
   * @throws NotFound, InvalidInput, OtherCurrencyThanFund, OfferNotAgreed, FundCannotCover
   */
  async requireCover(tx: Tx, request: Omit<DrawRequest, 'purposeRef'>): Promise<void> {
    const fund = await lockFund(tx, request.fundId);
    const { fitting, refuse } = await this.sources(tx, fund, request);
    const coveredMinor = fitting.reduce((sum, { availableMinor }) => sum + availableMinor, 0n);
    if (coveredMinor < request.amount.minor) throw refuse(coveredMinor);
  }

  /**
   * Sets money aside for a purpose and says which donors give it. Asked again for the same purpose and amount it answers the
   * same shares. A posted share goes to the agreement's account of what was paid.
   * @throws NotFound, InvalidInput, OtherCurrencyThanFund, OfferNotAgreed, FundCannotCover, PurposeAlreadyDrawn
   */
  async holdFor(tx: Tx, request: DrawRequest): Promise<DrawnShare[]> {
    const { fundId, amount, purposeRef } = request;
    if (amount.minor <= 0n) throw new InvalidInput([{ path: 'amount.minor', detail: 'Write an amount above 0.' }]);
    const fund = await lockFund(tx, fundId);
    const before = await this.drawnFor(tx, fundId, purposeRef);
    if (before) {
      if (before.isOpen && before.total.minor === amount.minor) return before.shares;
      throw new PurposeAlreadyDrawn(purposeRef);
    }
    const { own, fitting, refuse } = await this.sources(tx, fund, request);
    const { shares, missingMinor } = draw(amount.minor, fitting, own?.agreementId ?? null);
    if (missingMinor > 0n) throw refuse(amount.minor - missingMinor);
    const held: DrawnShare[] = [];
    for (const { agreementId, amountMinor } of shares) {
      const { accountId, paidAccountId } = fitting.find((source) => source.agreementId === agreementId)!;
      const share = Money.of(amountMinor, amount.currency);
      const { holdId } = await this.ledger.hold(tx, {
        idempotencyKey: `${purposeRef}/${agreementId}`,
        ref: purposeRef,
        accountId,
        toAccountId: paidAccountId,
        amount: share,
      });
      held.push({ agreementId, holdId, accountId, amount: share });
    }
    return held;
  }

  /** What may be drawn for a purpose today, and the refusal where that is not enough. */
  private async sources(
    tx: Tx,
    fund: Fund,
    { amount, offerId = null, ...asked }: Omit<DrawRequest, 'purposeRef'>,
  ): Promise<{ own: OwnAgreement | null; fitting: Source[]; refuse: (coveredMinor: bigint) => FundCannotCover }> {
    if (amount.currency !== fund.currency) throw new OtherCurrencyThanFund(fund.name, fund.currency, amount);
    const today = calendarDateOf(this.clock.now());
    const own = offerId === null ? null : await ownAgreementOf(tx, fund.id, offerId, today);
    if (offerId !== null && !own) throw new OfferNotAgreed(fund.name);
    const purpose = await purposeOf(tx, asked, today);
    const sources = await sourcesOf(tx, fund.id, today, own);
    return {
      own,
      fitting: sources.filter((source) => obstaclesOf(source, purpose, own).length === 0),
      refuse: (coveredMinor) => {
        const covered = Money.of(coveredMinor, fund.currency);
        return new FundCannotCover(fund.name, amount, covered, explainSources(sources, purpose, own, fund.currency));
      },
    };
  }

  /** What was set aside for a purpose before; null when nothing ever was. */
  private async drawnFor(
    tx: ReadTx,
    fundId: string,
    purposeRef: string,
  ): Promise<{ shares: DrawnShare[]; total: Money; isOpen: boolean } | null> {
    const holds = await this.ledgerQueries.holdsFor(tx, purposeRef);
    const first = holds[0];
    if (!first) return null;
    const rows = await tx.query<{ id: string; account_id: string }[]>(
      'SELECT id, account_id FROM fund_agreements WHERE fund_id = $1 AND account_id = ANY ($2)',
      [fundId, holds.map(({ accountId }) => accountId)],
    );
    const agreementOf = new Map(rows.map((row) => [row.account_id, row.id]));
    return {
      shares: holds.map(({ id, accountId, amount }) => ({
        agreementId: agreementOf.get(accountId) ?? '',
        holdId: id,
        accountId,
        amount,
      })),
      total: holds.reduce((sum, { amount }) => sum.plus(amount), Money.zero(first.amount.currency)),
      isOpen: holds.every(({ state, accountId }) => state === 'pending' && agreementOf.has(accountId)),
    };
  }
}
