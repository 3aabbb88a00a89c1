import { Inject, Injectable } from '@nestjs/common';
import { Audit } from '#libs/audit';
import { calendarDateOf, InvalidInput, Money, newId, type Clock } from '#libs/kernel';
import { Ledger, LedgerQueries, type Hold } from '#libs/ledger';
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
import { draw, type Share } from './draw.rules.js';
import type { Purpose } from './earmark.rules.js';
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
  async requireCover(tx: Tx, { amount, ...request }: Omit<DrawRequest, 'purposeRef'>): Promise<void> {
    const fund = await lockFund(tx, request.fundId);
    requireCurrency(fund, amount);
    const sources = await this.sources(tx, fund, request);
    const coveredMinor = fittingOf(sources).reduce((sum, { availableMinor }) => sum + availableMinor, 0n);
    if (coveredMinor < amount.minor) throw refusal(fund, amount, coveredMinor, sources);
  }

  /** What {@link holdForAll} does, for one purpose. */
  async holdFor(tx: Tx, { purposeRef, amount, ...request }: DrawRequest): Promise<DrawnShare[]> {
    const [shares] = await this.holdForAll(tx, request, [{ purposeRef, amount }]);
    return shares!;
  }

  /**
   * Sets money aside for purposes, one after the other, and says which donors give it to each. Asked again for the same purpose and
   * amount it answers the same shares. A posted share goes to the agreement's account of what was paid.
   * @throws NotFound, InvalidInput, OtherCurrencyThanFund, OfferNotAgreed, FundCannotCover, PurposeAlreadyDrawn
   */
  async holdForAll(
    tx: Tx,
    request: Omit<DrawRequest, 'amount' | 'purposeRef'>,
    parts: readonly Pick<DrawRequest, 'amount' | 'purposeRef'>[],
  ): Promise<DrawnShare[][]> {
    if (parts.some(({ amount }) => amount.minor <= 0n)) {
      throw new InvalidInput([{ path: 'amount.minor', detail: 'Write an amount above 0.' }]);
    }
    const fund = await lockFund(tx, request.fundId);
    const before = await this.drawnFor(
      tx,
      fund.id,
      parts.map(({ purposeRef }) => purposeRef),
    );
    for (const { purposeRef, amount } of parts) {
      const drawn = before.get(purposeRef);
      if (drawn && !(drawn.isOpen && drawn.total.minor === amount.minor)) throw new PurposeAlreadyDrawn(purposeRef);
    }
    const fresh = parts.filter(({ purposeRef }) => !before.has(purposeRef));
    const held = fresh.length === 0 ? [] : await this.hold(tx, fund, request, fresh);
    return parts.map(
      ({ purposeRef }) =>
        before.get(purposeRef)?.shares ?? held[fresh.findIndex((one) => one.purposeRef === purposeRef)]!,
    );
  }

  /** Each part finds what those before it have left. */
  private async hold(
    tx: Tx,
    fund: Fund,
    request: Omit<DrawRequest, 'amount' | 'purposeRef'>,
    parts: readonly Pick<DrawRequest, 'amount' | 'purposeRef'>[],
  ): Promise<DrawnShare[][]> {
    for (const { amount } of parts) requireCurrency(fund, amount);
    let sources = await this.sources(tx, fund, request);
    const drawn = parts.map(({ purposeRef, amount }) => {
      const { shares, missingMinor } = draw(amount.minor, fittingOf(sources), sources.own?.agreementId ?? null);
      if (missingMinor > 0n) throw refusal(fund, amount, amount.minor - missingMinor, sources);
      const { all } = sources;
      sources = { ...sources, all: leftOf(all, shares) };
      return shares.map(({ agreementId, amountMinor }) => {
        const { accountId, paidAccountId } = all.find((source) => source.agreementId === agreementId)!;
        return { agreementId, accountId, paidAccountId, amount: Money.of(amountMinor, amount.currency), purposeRef };
      });
    });
    const holds = await this.ledger.holdAll(
      tx,
      drawn.flat().map(({ agreementId, accountId, paidAccountId, amount, purposeRef }) => ({
        idempotencyKey: `${purposeRef}/${agreementId}`,
        ref: purposeRef,
        accountId,
        toAccountId: paidAccountId,
        amount,
      })),
    );
    const ids = holds.map(({ holdId }) => holdId).values();
    return drawn.map((shares) =>
      shares.map(({ agreementId, accountId, amount }) => ({
        agreementId,
        holdId: ids.next().value!,
        accountId,
        amount,
      })),
    );
  }

  /** What may be drawn for a purpose today. */
  private async sources(
    tx: ReadTx,
    fund: Fund,
    { offerId = null, ...asked }: Omit<DrawRequest, 'amount' | 'purposeRef'>,
  ): Promise<Sources> {
    const today = calendarDateOf(this.clock.now());
    const own = offerId === null ? null : await ownAgreementOf(tx, fund.id, offerId, today);
    if (offerId !== null && !own) throw new OfferNotAgreed(fund.name);
    const purpose = await purposeOf(tx, asked, today);
    return { own, purpose, all: await sourcesOf(tx, fund.id, today, own) };
  }

  /** What was set aside before, by its purpose. */
  private async drawnFor(tx: ReadTx, fundId: string, purposeRefs: readonly string[]): Promise<Map<string, Drawn>> {
    const holds = await this.ledgerQueries.holdsFor(tx, purposeRefs);
    if (holds.length === 0) return new Map();
    const rows = await tx.query<{ id: string; account_id: string }[]>(
      'SELECT id, account_id FROM fund_agreements WHERE fund_id = $1 AND account_id = ANY ($2)',
      [fundId, holds.map(({ accountId }) => accountId)],
    );
    const agreementOf = new Map(rows.map((row) => [row.account_id, row.id]));
    const drawn = (of: Hold[]): Drawn => ({
      shares: of.map(({ id, accountId, amount }) => ({
        agreementId: agreementOf.get(accountId) ?? '',
        holdId: id,
        accountId,
        amount,
      })),
      total: of.reduce((sum, { amount }) => sum.plus(amount), Money.zero(of[0]!.amount.currency)),
      isOpen: of.every(({ state, accountId }) => state === 'pending' && agreementOf.has(accountId)),
    });
    const refs = new Set(holds.map(({ ref }) => ref));
    return new Map([...refs].map((ref) => [ref, drawn(holds.filter((hold) => hold.ref === ref))]));
  }
}

interface Sources {
  readonly own: OwnAgreement | null;
  readonly purpose: Purpose;
  readonly all: readonly Source[];
}

interface Drawn {
  readonly shares: DrawnShare[];
  readonly total: Money;
  readonly isOpen: boolean;
}

function requireCurrency(fund: Fund, amount: Money): void {
  if (amount.currency !== fund.currency) throw new OtherCurrencyThanFund(fund.name, fund.currency, amount);
}

function fittingOf({ own, purpose, all }: Sources): Source[] {
  return all.filter((source) => obstaclesOf(source, purpose, own).length === 0);
}

function refusal(fund: Fund, amount: Money, coveredMinor: bigint, { own, purpose, all }: Sources): FundCannotCover {
  const covered = Money.of(coveredMinor, fund.currency);
  return new FundCannotCover(fund.name, amount, covered, explainSources(all, purpose, own, fund.currency));
}

/** What has money left after these shares. */
function leftOf(sources: readonly Source[], shares: readonly Share[]): Source[] {
  const taken = new Map(shares.map(({ agreementId, amountMinor }) => [agreementId, amountMinor]));
  return sources
    .map((source) => ({ ...source, availableMinor: source.availableMinor - (taken.get(source.agreementId) ?? 0n) }))
    .filter(({ availableMinor, hasEnded }) => availableMinor > 0n || hasEnded);
}
