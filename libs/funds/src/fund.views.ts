import { Money, type CalendarDate } from '#libs/kernel';
import { agreementStateOf, type AgreementState, type StoredAgreementState } from './agreement.states.js';
import type { StoredRate } from './deposit.rules.js';
import type { Earmark } from './earmark.rules.js';
import type { FundKind } from './fund.entities.js';

interface Named {
  readonly id: string;
  readonly name: string;
}

/** A fund with its three numbers, which are never added up, and where its money is now; all in its own currency. */
export interface FundView extends Named {
  readonly kind: FundKind;
  readonly currency: string;
  /** Everything promised, signed or not. What was withdrawn or has lapsed counts only with what came in before. */
  readonly pledged: Money;
  /** The signed part of it. */
  readonly committed: Money;
  /** What came in, before fees. */
  readonly received: Money;
  readonly fees: Money;
  readonly available: Money;
  readonly held: Money;
  readonly paid: Money;
}

/** A promise in the currency of the fund, at the rate of its day. */
export interface PromiseInFund {
  readonly on: CalendarDate;
  readonly amount: Money;
  readonly applied: StoredRate | null;
}

export interface AgreementView {
  readonly id: string;
  readonly fund: Named;
  readonly donor: Named;
  readonly offerId: string | null;
  /** As agreed, in the donor's currency; so is `received`. */
  readonly amount: Money;
  readonly received: Money;
  readonly feeRateMillionths: number;
  readonly earmark: Earmark;
  /** Whom the earmark names as the body that carries it out. */
  readonly implementer: Named | null;
  readonly state: AgreementState;
  readonly pledged: PromiseInFund;
  readonly committed: PromiseInFund | null;
  /** First and last day on which it may be used. */
  readonly usableFrom: CalendarDate | null;
  readonly validUntil: CalendarDate | null;
  /** Where its money is in the ledger. */
  readonly accountId: string;
  /** Of what came in, less fees, in the currency of the fund. */
  readonly available: Money;
  readonly held: Money;
  readonly paid: Money;
  readonly version: number;
}

export interface DepositView {
  readonly id: string;
  readonly agreementId: string;
  readonly amount: Money;
  readonly receivedOn: CalendarDate;
  /** In the currency of the fund. */
  readonly base: Money;
  readonly fee: Money;
  readonly applied: StoredRate | null;
  readonly externalRef: string;
  readonly transferId: string;
  readonly recordedAt: Date;
}

/** An agreement and the deposits that filled it. */
export interface SourceView {
  readonly agreement: AgreementView;
  readonly deposits: readonly DepositView[];
}

type FundNumber = 'pledged' | 'committed' | 'received' | 'available' | 'held' | 'paid';
export type FundRow = Pick<FundView, 'id' | 'name' | 'kind' | 'currency'> &
  Record<FundNumber, string | null> & { readonly fees: string };

export function fundOf({ id, name, kind, currency, ...numbers }: FundRow): FundView {
  const money = (minor: string | null) => Money.of(BigInt(minor ?? 0), currency);
  return {
    id,
    name,
    kind,
    currency,
    pledged: money(numbers.pledged),
    committed: money(numbers.committed),
    received: money(numbers.received),
    fees: money(numbers.fees),
    available: money(numbers.available),
    held: money(numbers.held),
    paid: money(numbers.paid),
  };
}

export type AgreementRow = Pick<
  AgreementView,
  | 'id'
  | 'fund'
  | 'donor'
  | 'offerId'
  | 'feeRateMillionths'
  | 'earmark'
  | 'implementer'
  | 'usableFrom'
  | 'validUntil'
  | 'accountId'
  | 'version'
> &
  Record<'amount' | 'currency' | 'received' | 'fundCurrency' | 'pledgedOn' | 'pledgedBase', string> &
  Record<'posted' | 'held' | 'paid', string> &
  Record<'pledgedRate' | 'pledgedRateOn' | 'pledgedRateSource' | 'signedOn' | 'committedBase', string | null> &
  Record<'committedRate' | 'committedRateOn' | 'committedRateSource', string | null> & {
    readonly state: StoredAgreementState;
  };

export function agreementOf(row: AgreementRow): AgreementView {
  const own = (minor: string) => Money.of(BigInt(minor), row.currency);
  const inFund = (minor: string) => Money.of(BigInt(minor), row.fundCurrency);
  return {
    id: row.id,
    fund: row.fund,
    donor: row.donor,
    offerId: row.offerId,
    amount: own(row.amount),
    received: own(row.received),
    feeRateMillionths: row.feeRateMillionths,
    earmark: row.earmark,
    implementer: row.implementer,
    state: agreementStateOf(row.state, BigInt(row.posted)),
    pledged: {
      on: row.pledgedOn,
      amount: inFund(row.pledgedBase),
      applied: rateOf(row.pledgedRate, row.pledgedRateOn, row.pledgedRateSource),
    },
    committed:
      row.signedOn === null || row.committedBase === null
        ? null
        : {
            on: row.signedOn,
            amount: inFund(row.committedBase),
            applied: rateOf(row.committedRate, row.committedRateOn, row.committedRateSource),
          },
    usableFrom: row.usableFrom,
    validUntil: row.validUntil,
    accountId: row.accountId,
    available: inFund(row.posted).minus(inFund(row.held)),
    held: inFund(row.held),
    paid: inFund(row.paid),
    version: row.version,
  };
}

export type DepositRow = Omit<DepositView, 'amount' | 'base' | 'fee' | 'applied'> &
  Record<'amount' | 'currency' | 'base' | 'baseCurrency' | 'fee', string> &
  Record<'rate' | 'rateOn' | 'rateSource', string | null>;

export function depositOf(row: DepositRow): DepositView {
  const { amount, currency, base, baseCurrency, fee, rate, rateOn, rateSource, ...facts } = row;
  return {
    ...facts,
    amount: Money.of(BigInt(amount), currency),
    base: Money.of(BigInt(base), baseCurrency),
    fee: Money.of(BigInt(fee), baseCurrency),
    applied: rateOf(rate, rateOn, rateSource),
  };
}

function rateOf(rate: string | null, rateOn: string | null, rateSource: string | null): StoredRate | null {
  return rate === null || rateOn === null || rateSource === null ? null : { rate, rateOn, rateSource };
}
