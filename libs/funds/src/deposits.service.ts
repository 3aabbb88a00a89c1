import { Inject, Injectable } from '@nestjs/common';
import { Audit } from '#libs/audit';
import {
  calendarDateOf,
  InvalidInput,
  Money,
  newId,
  refuseTogether,
  type CalendarDate,
  type Clock,
  type ProblemItem,
} from '#libs/kernel';
import { Ledger, type Entry } from '#libs/ledger';
import { CLOCK, type Tx } from '#libs/platform';
import { splitDeposit, type StoredRate } from './deposit.rules.js';
import { FundDeposit, type Fund, type FundAgreement } from './fund.entities.js';
import { FundRates } from './fund-rates.js';
import { DepositBeyondAgreement, DepositKnown } from './funds.errors.js';
import {
  checkNotAfter,
  checkNotAfterEnd,
  checkNotBeforePledge,
  lockAgreement,
  lockFund,
  moveAgreement,
  requireFinance,
  requireMove,
} from './lock-agreement.js';

export interface NewDeposit {
  readonly agreementId: string;
  /** In the currency of the agreement. */
  readonly amount: Money;
  readonly receivedOn: CalendarDate;
  /** The bank's reference of the credit. */
  readonly externalRef: string;
}

/** What is booked: the amount as it came, and what it is in the fund. */
interface Booking {
  readonly id: string;
  readonly amount: Money;
  readonly receivedOn: CalendarDate;
  readonly applied: StoredRate | null;
  readonly split: { readonly base: Money; readonly fee: Money; readonly net: Money };
}

@Injectable()
export class DepositsService {
  constructor(
    private readonly ledger: Ledger,
    private readonly rates: FundRates,
    private readonly audit: Audit,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Books money that came in under an agreement: exchanged at the rate of its day where the fund keeps another currency,
   * less the fee of this agreement, which is kept with the deposit and never computed again. Returns the deposit's id.
   * @param wrong What of it cannot be used at all, and is not there.
   * @throws NotFound, MoveNotAllowed, InvalidInput, DepositBeyondAgreement, DepositKnown, RateMissing
   */
  async record(tx: Tx, deposit: NewDeposit, wrong: readonly ProblemItem[] = []): Promise<string> {
    requireFinance(tx.actor);
    const { agreementId, amount, receivedOn, externalRef } = deposit;
    const { agreement, fund } = await lockAgreement(tx, agreementId);
    const { currency, pledgedOn, validUntil } = agreement;
    const other = { path: 'amount.currency', detail: `Give it in ${currency}, as agreed.`, reads: ['amount'] };
    const nothing = { path: 'amount.minor', detail: 'Write an amount above 0.', reads: ['amount'] };
    refuseTogether(wrong, [
      ...checkNotAfter(calendarDateOf(this.clock.now()), 'receivedOn', receivedOn),
      ...checkNotBeforePledge(pledgedOn, 'receivedOn', receivedOn),
      ...checkNotAfterEnd(validUntil, 'receivedOn', receivedOn),
      ...(amount.minor > 0n ? [] : [nothing]),
      ...(amount.currency === currency ? [] : [other]),
    ]);
    await requireNewCredit(tx, fund, externalRef);
    const received = requireExpected(agreement, amount);

    const applied = await this.rates.rateOn(tx, amount.currency, fund.currency, receivedOn);
    const split = splitDeposit(amount, fund.currency, applied, agreement.feeRateMillionths);
    if (split.base.minor === 0n) {
      throw new InvalidInput([
        { path: 'amount.minor', detail: `Write more: this is less than the smallest amount of ${fund.currency}.` },
      ]);
    }
    const id = newId('dep');
    const transferId = await this.book(tx, { id, amount, receivedOn, applied, split }, agreement, fund);
    await tx.insert(FundDeposit, {
      id,
      agreementId,
      fundId: fund.id,
      amountMinor: amount.minor,
      currency: amount.currency,
      receivedOn,
      baseMinor: split.base.minor,
      baseCurrency: fund.currency,
      feeMinor: split.fee.minor,
      feeRateMillionths: agreement.feeRateMillionths,
      rate: applied?.rate ?? null,
      rateOn: applied?.rateOn ?? null,
      rateSource: applied?.rateSource ?? null,
      externalRef,
      transferId,
    });
    const state = received < agreement.amountMinor ? 'partly-received' : 'received';
    await moveAgreement(tx, agreement, state, { receivedMinor: received });
    await this.audit.record(tx, {
      act: 'deposit.recorded',
      refId: id,
      organizationId: agreement.donorOrganizationId,
      payload: { agreementId, transferId, amount: { ...amount.toJSON() } },
    });
    return id;
  }

  /** The entries of docs/ledger.md, "Deposit". */
  private async book(
    tx: Tx,
    { id, amount, receivedOn, applied, split }: Booking,
    agreement: FundAgreement,
    fund: Fund,
  ): Promise<string> {
    const entries: Entry[] = [
      { accountId: agreement.givenAccountId, amount: negative(amount) },
      { accountId: agreement.accountId, amount: split.net },
      { accountId: fund.feesAccountId, amount: split.fee },
    ];
    if (applied) {
      entries.push(
        { accountId: await this.exchangeAccount(tx, fund, amount.currency), amount },
        { accountId: await this.exchangeAccount(tx, fund, fund.currency), amount: negative(split.base) },
      );
    }
    const { transferId } = await this.ledger.post(tx, {
      idempotencyKey: id,
      reason: 'deposit',
      effectiveOn: receivedOn,
      entries: entries.filter((entry) => entry.amount.minor !== 0n),
    });
    return transferId;
  }

  private exchangeAccount(tx: Tx, fund: Fund, currency: string): Promise<string> {
    return this.ledger.openAccount(tx, {
      code: `${fund.id}/exchange/${currency}`,
      book: fund.id,
      name: `Exchange, ${currency}`,
      currency,
      minBalanceMinor: null,
    });
  }
}

/** Locks the fund, so that two cannot book one credit at the same moment. @throws DepositKnown */
async function requireNewCredit(tx: Tx, { id }: Fund, externalRef: string): Promise<void> {
  await lockFund(tx, id);
  const [known] = await tx.query<{ agreementId: string; donor: string; receivedOn: CalendarDate }[]>(
    `SELECT d.agreement_id AS "agreementId", o.name AS donor, d.received_on AS "receivedOn"
       FROM fund_deposits d JOIN fund_agreements g ON g.id = d.agreement_id
       JOIN organizations o ON o.id = g.donor_organization_id
      WHERE d.fund_id = $1 AND d.external_ref = $2`,
    [id, externalRef],
  );
  if (known) throw new DepositKnown(externalRef, known);
}

/** What the agreement will have received; refuses what it does not expect. */
function requireExpected(agreement: FundAgreement, amount: Money): bigint {
  const { id, currency, amountMinor, receivedMinor } = agreement;
  const received = receivedMinor + amount.minor;
  requireMove(agreement, received < amountMinor ? 'partly-received' : 'received');
  if (received > amountMinor) {
    throw new DepositBeyondAgreement(id, Money.of(amountMinor - receivedMinor, currency), amount);
  }
  return received;
}

function negative(amount: Money): Money {
  return Money.zero(amount.currency).minus(amount);
}
