import { Inject, Injectable } from '@nestjs/common';
import { Audit } from '#libs/audit';
import {
  calendarDateOf,
  InvalidInput,
  MINOR_MAX,
  Money,
  newId,
  refuseTogether,
  type BrokenRule,
  type CalendarDate,
  type Clock,
  type ProblemItem,
} from '#libs/kernel';
import { Ledger } from '#libs/ledger';
import { CLOCK, isViolation, Outbox, type Tx } from '#libs/platform';
import { inFundCurrency, type StoredRate } from './deposit.rules.js';
import type { Earmark } from './earmark.rules.js';
import { FundAgreement, type Fund } from './fund.entities.js';
import { FundRates } from './fund-rates.js';
import { FundTooLarge, OfferAlreadyAgreed } from './funds.errors.js';
import { AGREEMENT_LAPSED, AGREEMENT_WITHDRAWN } from './funds.events.js';
import { checkCurrency, checkEarmark } from './known-codes.js';
import {
  checkNotAfter,
  checkNotAfterEnd,
  checkNotBeforePledge,
  checkWindow,
  lockAgreement,
  lockFund,
  moveAgreement,
  requireFinance,
  requireMayPledge,
  requireUnsigned,
} from './lock-agreement.js';

export interface Pledge {
  readonly fundId: string;
  readonly donorOrganizationId: string;
  /** The offer that becomes this agreement, if one does. */
  readonly offerId?: string | null;
  readonly amount: Money;
  /** 10 000 is 1 %. */
  readonly feeRateMillionths: number;
  readonly earmark: Earmark;
  /** Its offer has conditions that no earmark can say, so only the matches of the offer draw it. */
  readonly ownMatchesOnly?: boolean;
  readonly pledgedOn: CalendarDate;
  /** The first day on which the money may be used; null: as soon as it is there. */
  readonly usableFrom?: CalendarDate | null;
  /** The last day on which the money may be used. */
  readonly validUntil?: CalendarDate | null;
}

/** Pledges that lapse in one run; the next run takes the rest. */
const LAPSE_MAX = 500;

/** Donors' promises: pledged, signed, withdrawn. They are recorded, never booked; only deposits are. */
@Injectable()
export class AgreementsService {
  constructor(
    private readonly ledger: Ledger,
    private readonly rates: FundRates,
    private readonly audit: Audit,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Records what a donor promises a fund, by those who keep it or by a donor for their own organization; returns the agreement's id.
   * @param wrong What of it cannot be used at all, and is not in the pledge.
   * @throws NotFound, InvalidInput, RateMissing, OfferAlreadyAgreed, FundTooLarge
   */
  async pledge(tx: Tx, pledge: Pledge, wrong: readonly ProblemItem[] = []): Promise<string> {
    requireMayPledge(tx.actor, pledge);
    const {
      fundId,
      donorOrganizationId,
      offerId = null,
      amount,
      feeRateMillionths,
      earmark,
      ownMatchesOnly = false,
      pledgedOn,
      usableFrom = null,
      validUntil = null,
    } = pledge;
    refuseTogether(wrong, [
      ...checkNotAfter(this.today(), 'pledgedOn', pledgedOn),
      ...(validUntil === null ? [] : checkNotBeforePledge(pledgedOn, 'validUntil', validUntil)),
      ...checkWindow(usableFrom, validUntil),
      ...checkSomething(amount),
      ...(await checkCurrency(tx, 'amount.currency', amount.currency)),
      ...(await checkEarmark(tx, earmark)),
    ]);
    const fund = await lockFund(tx, fundId);
    if (offerId !== null) await requireFreeOffer(tx, offerId);
    const applied = await this.rates.rateOn(tx, amount.currency, fund.currency, pledgedOn);
    const pledgedBase = inFundCurrency(amount, fund.currency, applied);
    await requireRoom(tx, fund, pledgedBase);
    const id = newId('agr');
    const accounts = await this.openAccounts(tx, fund, id, {
      donor: await nameOf(tx, donorOrganizationId),
      currency: amount.currency,
    });
    await withFreeOffer(offerId, () =>
      tx.insert(FundAgreement, {
        id,
        fundId,
        donorOrganizationId,
        offerId,
        amountMinor: amount.minor,
        currency: amount.currency,
        feeRateMillionths,
        earmarkLevel: earmark.level,
        earmarkAreas: [...earmark.areas],
        earmarkRegions: [...earmark.regions],
        earmarkGroups: [...earmark.groups],
        earmarkCategories: [...earmark.categories],
        earmarkTypes: [...earmark.types],
        excludedAreas: [...earmark.excludedAreas],
        excludedCategories: [...earmark.excludedCategories],
        excludedTypes: [...earmark.excludedTypes],
        implementerId: earmark.implementerId,
        implementerKinds: [...earmark.implementerKinds],
        ownMatchesOnly,
        state: 'pledged',
        pledgedOn,
        pledgedBaseMinor: pledgedBase.minor,
        pledgedRate: applied?.rate ?? null,
        pledgedRateOn: applied?.rateOn ?? null,
        pledgedRateSource: applied?.rateSource ?? null,
        usableFrom,
        validUntil,
        ...accounts,
      }),
    );
    await this.audit.record(tx, {
      act: 'agreement.pledged',
      refId: id,
      organizationId: donorOrganizationId,
      payload: { fundId, amount: { ...amount.toJSON() } },
    });
    return id;
  }

  /**
   * A donor promises less, as long as they have not signed. What an offer became is made less in its offer.
   * @throws NotFound, Stale, AgreementIsSigned, InvalidInput
   */
  async reduce(
    tx: Tx,
    { id, version }: { readonly id: string; readonly version: number },
    { amount, reason }: { readonly amount: Money; readonly reason: string },
    wrong: readonly ProblemItem[] = [],
  ): Promise<void> {
    const { agreement, fund } = await lockAgreement(tx, id, version);
    requireUnsigned(tx.actor, agreement);
    const now = Money.of(agreement.amountMinor, agreement.currency);
    const isLess = amount.currency === agreement.currency && amount.minor < agreement.amountMinor;
    const raised = { path: 'amount', detail: `Write less than ${now}, which is pledged now.` };
    refuseTogether(wrong, [...checkSomething(amount), ...(isLess ? [] : [raised])]);
    const rate = {
      rate: agreement.pledgedRate,
      rateOn: agreement.pledgedRateOn,
      rateSource: agreement.pledgedRateSource,
    };
    const applied = rate.rate === null ? null : (rate as StoredRate);
    const pledgedBase = inFundCurrency(amount, fund.currency, applied);
    await moveAgreement(tx, agreement, 'pledged', { amountMinor: amount.minor, pledgedBaseMinor: pledgedBase.minor });
    const organizationId = agreement.donorOrganizationId;
    const payload = { from: `${agreement.amountMinor}`, to: `${amount.minor}`, reason };
    await this.audit.record(tx, { act: 'agreement.reduced', refId: id, organizationId, payload });
  }

  /**
   * The donor has signed: from now on the fund counts on it.
   * @param feeRateMillionths What was agreed on with the signature; left out: as it was pledged.
   * @throws NotFound, Stale, MoveNotAllowed, RateMissing, InvalidInput
   */
  async sign(tx: Tx, id: string, version: number, signedOn: CalendarDate, feeRateMillionths?: number): Promise<void> {
    requireFinance(tx.actor);
    refuseTogether([], checkNotAfter(this.today(), 'signedOn', signedOn));
    const { agreement, fund } = await lockAgreement(tx, id, version);
    refuseTogether(
      [],
      [
        ...checkNotBeforePledge(agreement.pledgedOn, 'signedOn', signedOn),
        ...checkNotAfterEnd(agreement.validUntil, 'signedOn', signedOn),
      ],
    );
    const amount = Money.of(agreement.amountMinor, agreement.currency);
    const applied: StoredRate | null = await this.rates.rateOn(tx, amount.currency, fund.currency, signedOn);
    await moveAgreement(tx, agreement, 'committed', {
      signedOn,
      ...(feeRateMillionths !== undefined && { feeRateMillionths }),
      committedBaseMinor: inFundCurrency(amount, fund.currency, applied).minor,
      committedRate: applied?.rate ?? null,
      committedRateOn: applied?.rateOn ?? null,
      committedRateSource: applied?.rateSource ?? null,
    });
    const organizationId = agreement.donorOrganizationId;
    await this.audit.record(tx, { act: 'agreement.signed', refId: id, organizationId, payload: { signedOn } });
  }

  /**
   * The donor takes back what it has not paid in yet; a donor's own act until they have signed, finance's after that.
   * @throws NotFound, Stale, AgreementIsSigned, MoveNotAllowed
   */
  async withdraw(tx: Tx, id: string, version: number, reason: string): Promise<void> {
    const { agreement } = await lockAgreement(tx, id, version);
    if (tx.actor.role === 'donor') requireUnsigned(tx.actor, agreement);
    else requireFinance(tx.actor);
    await moveAgreement(tx, agreement, 'withdrawn', {});
    const organizationId = agreement.donorOrganizationId;
    await this.audit.record(tx, { act: 'agreement.withdrawn', refId: id, organizationId, payload: { reason } });
    const { offerId } = agreement;
    if (offerId !== null) await this.outbox.add(tx, { type: AGREEMENT_WITHDRAWN, refId: id, payload: { offerId } });
  }

  /**
   * Withdraws the agreement that an offer became while its donor has not signed it. False when one is signed or money has
   * come in: then it stays.
   */
  async withdrawUnsigned(tx: Tx, offerId: string, reason: string): Promise<boolean> {
    requireFinance(tx.actor);
    const agreements = await tx.find(FundAgreement, {
      where: { offerId },
      order: { id: 'ASC' },
      lock: { mode: 'for_no_key_update' },
    });
    const stays = agreements.some(({ state, receivedMinor }) => receivedMinor > 0n || state === 'committed');
    const pledged = agreements.find(({ state }) => state === 'pledged');
    if (!stays && pledged) await this.withdraw(tx, pledged.id, pledged.version, reason);
    return !stays;
  }

  /**
   * Lets pledges lapse whose last day is past by the database's date (UTC) and that nobody has signed. Safe to run twice and by
   * several at once. Returns how many.
   */
  async lapseOver(tx: Tx): Promise<number> {
    requireFinance(tx.actor);
    const over = await tx.query<{ id: string }[]>(
      `SELECT id FROM fund_agreements WHERE state = 'pledged' AND valid_until < (now() AT TIME ZONE 'UTC')::date
        ORDER BY valid_until, id LIMIT ${LAPSE_MAX} FOR NO KEY UPDATE SKIP LOCKED`,
    );
    for (const { id } of over) {
      const { agreement } = await lockAgreement(tx, id);
      await moveAgreement(tx, agreement, 'lapsed', {});
      const { donorOrganizationId: organizationId, offerId, validUntil } = agreement;
      await this.audit.record(tx, { act: 'agreement.lapsed', refId: id, organizationId, payload: { validUntil } });
      if (offerId !== null) await this.outbox.add(tx, { type: AGREEMENT_LAPSED, refId: id, payload: { offerId } });
    }
    return over.length;
  }

  /** The accounts of docs/ledger.md, "Chart of accounts". */
  private async openAccounts(
    tx: Tx,
    fund: Fund,
    agreementId: string,
    { donor, currency }: { donor: string; currency: string },
  ): Promise<Pick<FundAgreement, 'givenAccountId' | 'accountId' | 'paidAccountId'>> {
    const open = (purpose: string, accountCurrency: string, minBalanceMinor: bigint | null) =>
      this.ledger.openAccount(tx, {
        code: `${agreementId}/${purpose}`,
        book: fund.id,
        name: `${donor} in ${fund.name}: ${purpose}`,
        currency: accountCurrency,
        minBalanceMinor,
      });
    return {
      givenAccountId: await open('given', currency, null),
      accountId: await open('available', fund.currency, 0n),
      paidAccountId: await open('paid', fund.currency, 0n),
    };
  }

  private today(): CalendarDate {
    return calendarDateOf(this.clock.now());
  }
}

function checkSomething({ minor }: Money): BrokenRule[] {
  return minor > 0n ? [] : [{ path: 'amount.minor', detail: 'Write an amount above 0.', reads: ['amount'] }];
}

/** Leaves room in every sum over a fund, also at other rates of exchange. */
const FUND_TOTAL_MAX = MINOR_MAX / 100n;

async function requireRoom(tx: Tx, fund: Fund, pledged: Money): Promise<void> {
  const [row] = await tx.query<[{ total: string }]>(
    'SELECT coalesce(sum(pledged_base_minor), 0) AS total FROM fund_agreements WHERE fund_id = $1',
    [fund.id],
  );
  if (BigInt(row.total) + pledged.minor > FUND_TOTAL_MAX) throw new FundTooLarge(fund.name);
}

async function nameOf(tx: Tx, organizationId: string): Promise<string> {
  const [row] = await tx.query<{ name: string }[]>('SELECT name FROM organizations WHERE id = $1', [organizationId]);
  if (row) return row.name;
  throw new InvalidInput([{ path: 'donorOrganizationId', detail: 'Choose an organization from the list.' }]);
}

/** An offer becomes one agreement: one that came to nothing may be followed by another. */
async function requireFreeOffer(tx: Tx, offerId: string): Promise<void> {
  const [known] = await tx.query<{ agreementId: string; hasEnded: boolean }[]>(
    `SELECT id AS "agreementId", state IN ('withdrawn', 'lapsed') AS "hasEnded" FROM fund_agreements
      WHERE offer_id = $1 AND (state NOT IN ('withdrawn', 'lapsed') OR received_minor > 0)
      ORDER BY "hasEnded", id LIMIT 1`,
    [offerId],
  );
  if (known) throw new OfferAlreadyAgreed(offerId, known);
}

async function withFreeOffer(offerId: string | null, write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (offerId && isViolation(error, 'uq_fund_agreements_offer')) throw new OfferAlreadyAgreed(offerId);
    throw error;
  }
}
