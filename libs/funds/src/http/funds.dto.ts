import {
  DateField,
  EnumField,
  IdField,
  InstantField,
  IntField,
  MoneyDto,
  NamedDto,
  NestedField,
  pageOf,
  TextField,
} from '#libs/platform/http';
import { STATED_KINDS, type StatedKind } from '#libs/identity';
import { AGREEMENT_STATES, type AgreementState } from '../agreement.states.js';
import type { StoredRate } from '../deposit.rules.js';
import { EARMARK_GROUPS, type EarmarkGroup, type EarmarkLevel } from '../earmark.rules.js';
import { FUND_KINDS, type FundKind } from '../fund.entities.js';
import type { AgreementView, DepositView, FundView, PromiseInFund } from '../fund.views.js';

export const AREA = { min: 2, max: 2, pattern: /^[A-Z]{2}$/, example: 'HT' };
export const REGION = { min: 3, max: 3, pattern: /^\d{3}$/, example: '029' };
export const CATEGORY = { max: 12, pattern: /^[A-Z]+$/, example: 'MARK' };
export const TYPE = { max: 40, pattern: /^[a-z-]+$/, example: 'training' };
export const AREAS_MAX = 250;

export class FundDto {
  @IdField({ description: 'Fund', prefix: 'fund' })
  id!: string;

  @TextField({ description: 'Name', max: 300 })
  name!: string;

  @EnumField({ description: 'What it pays for', values: FUND_KINDS })
  kind!: FundKind;

  @TextField({ description: 'Currency that it keeps, ISO 4217; all its amounts are in it', max: 3, example: 'USD' })
  currency!: string;

  @NestedField({ description: 'Promised, signed or not. Never added to the other two', type: () => MoneyDto })
  pledged!: MoneyDto;

  @NestedField({ description: 'Signed', type: () => MoneyDto })
  committed!: MoneyDto;

  @NestedField({ description: 'Come in, before fees', type: () => MoneyDto })
  received!: MoneyDto;

  @NestedField({ description: 'Fees taken from what came in', type: () => MoneyDto })
  fees!: MoneyDto;

  @NestedField({ description: 'Can still be allocated', type: () => MoneyDto })
  available!: MoneyDto;

  @NestedField({ description: 'Allocated and not paid yet', type: () => MoneyDto })
  held!: MoneyDto;

  @NestedField({ description: 'Paid out', type: () => MoneyDto })
  paid!: MoneyDto;

  static of(fund: FundView): FundDto {
    const { id, name, kind, currency } = fund;
    return {
      ...{ id, name, kind, currency },
      pledged: fund.pledged.toJSON(),
      committed: fund.committed.toJSON(),
      received: fund.received.toJSON(),
      fees: fund.fees.toJSON(),
      available: fund.available.toJSON(),
      held: fund.held.toJSON(),
      paid: fund.paid.toJSON(),
    };
  }
}

export class FundPage extends pageOf(FundDto) {}

export class EarmarkDto {
  @IntField({ description: 'IATI earmarking category: 1 not, 2 softly, 3 earmarked, 4 tightly', min: 1, max: 4 })
  level!: EarmarkLevel;

  @TextField({ description: 'Countries or areas, ISO 3166-1', list: { max: AREAS_MAX }, ...AREA })
  areas!: string[];

  @TextField({ description: 'Regions, UN M49; one of all areas and regions is enough', list: true, ...REGION })
  regions!: string[];

  @EnumField({ description: 'Groups of countries', list: { max: EARMARK_GROUPS.length }, values: EARMARK_GROUPS })
  groups!: EarmarkGroup[];

  @TextField({ description: 'Assistance categories', list: true, ...CATEGORY })
  categories!: string[];

  @TextField({ description: 'Countries or areas that it is not for', list: { max: AREAS_MAX }, ...AREA })
  excludedAreas!: string[];

  @TextField({ description: 'Types of assistance', list: true, ...TYPE })
  types!: string[];

  @TextField({ description: 'Assistance categories that it is not for', list: true, ...CATEGORY })
  excludedCategories!: string[];

  @TextField({ description: 'Types of assistance that it is not for', list: true, ...TYPE })
  excludedTypes!: string[];

  @NestedField({
    description: 'Only what this organization carries out; with the kinds, one of all of them is enough',
    nullable: true,
    type: () => NamedDto,
  })
  implementer!: NamedDto | null;

  @EnumField({ description: 'Kinds of organization that may carry it out', list: true, values: STATED_KINDS })
  implementerKinds!: StatedKind[];

  static of({
    earmark: { implementerId: _, ...conditions },
    implementer,
  }: Pick<AgreementView, 'earmark' | 'implementer'>): EarmarkDto {
    return { ...(structuredClone(conditions) as Omit<EarmarkDto, 'implementer'>), implementer };
  }
}

export class RateDto {
  @TextField({ description: 'Units of the currency for one of the fund’s, exact decimal', max: 60, example: '0.92' })
  rate!: string;

  @DateField({ description: 'Day that the rate is of' })
  on!: string;

  @TextField({ description: 'Source', max: 1_000 })
  source!: string;

  static of(applied: StoredRate | null): RateDto | null {
    return applied && { rate: applied.rate, on: applied.rateOn, source: applied.rateSource };
  }
}

export class PromiseDto {
  @DateField({ description: 'Day' })
  on!: string;

  @NestedField({ description: 'In the currency of the fund, for information', type: () => MoneyDto })
  amount!: MoneyDto;

  @NestedField({ description: 'Null where the currency is the fund’s', nullable: true, type: () => RateDto })
  rate!: RateDto | null;

  static of({ on, amount, applied }: PromiseInFund): PromiseDto {
    return { on, amount: amount.toJSON(), rate: RateDto.of(applied) };
  }
}

export class AgreementDto {
  @IdField({ description: 'Agreement', prefix: 'agr' })
  id!: string;

  @NestedField({ description: 'Fund', type: () => NamedDto })
  fund!: NamedDto;

  @NestedField({ description: 'Donor', type: () => NamedDto })
  donor!: NamedDto;

  @TextField({ description: 'Offer that became it', nullable: true, max: 40 })
  offerId!: string | null;

  @NestedField({ description: 'As agreed, in the currency of the donor', type: () => MoneyDto })
  amount!: MoneyDto;

  @NestedField({ description: 'Come in so far, in the same currency', type: () => MoneyDto })
  received!: MoneyDto;

  @IntField({ description: 'Fee on each deposit in millionths', min: 0, max: 1_000_000 })
  feeRateMillionths!: number;

  @NestedField({ description: 'What it may be used for', type: () => EarmarkDto })
  earmark!: EarmarkDto;

  @EnumField({ description: 'Where it stands; exhausted: all received and all paid out', values: AGREEMENT_STATES })
  state!: AgreementState;

  @NestedField({ description: 'The pledge', type: () => PromiseDto })
  pledged!: PromiseDto;

  @NestedField({ description: 'The signature', nullable: true, type: () => PromiseDto })
  committed!: PromiseDto | null;

  @DateField({ description: 'First day on which the money may be used; null: as soon as it is there', nullable: true })
  usableFrom!: string | null;

  @DateField({ description: 'Last day on which the money may be used', nullable: true })
  validUntil!: string | null;

  @IdField({ description: 'Account in the ledger that its money is on', prefix: 'acct' })
  accountId!: string;

  @NestedField({ description: 'Can still be allocated, in the currency of the fund', type: () => MoneyDto })
  available!: MoneyDto;

  @NestedField({ description: 'Allocated and not paid yet', type: () => MoneyDto })
  held!: MoneyDto;

  @NestedField({ description: 'Paid out', type: () => MoneyDto })
  paid!: MoneyDto;

  @IntField({ description: 'For If-Match', min: 1, max: 999_999_999 })
  version!: number;

  static of(view: AgreementView): AgreementDto {
    const { id, fund, donor, offerId, feeRateMillionths, state, usableFrom, validUntil, accountId, version } = view;
    return {
      ...{ id, fund, donor, offerId, feeRateMillionths, state, usableFrom, validUntil, accountId, version },
      amount: view.amount.toJSON(),
      received: view.received.toJSON(),
      earmark: EarmarkDto.of(view),
      pledged: PromiseDto.of(view.pledged),
      committed: view.committed && PromiseDto.of(view.committed),
      available: view.available.toJSON(),
      held: view.held.toJSON(),
      paid: view.paid.toJSON(),
    };
  }
}

export class AgreementPage extends pageOf(AgreementDto) {}

export class DepositDto {
  @IdField({ description: 'Deposit', prefix: 'dep' })
  id!: string;

  @IdField({ description: 'Agreement', prefix: 'agr' })
  agreementId!: string;

  @NestedField({ description: 'As it came in', type: () => MoneyDto })
  amount!: MoneyDto;

  @DateField({ description: 'Value date at the bank' })
  receivedOn!: string;

  @NestedField({ description: 'In the currency of the fund, before the fee', type: () => MoneyDto })
  gross!: MoneyDto;

  @NestedField({ description: 'Fee', type: () => MoneyDto })
  fee!: MoneyDto;

  @NestedField({ description: 'For the purpose', type: () => MoneyDto })
  net!: MoneyDto;

  @NestedField({ description: 'Null where nothing was exchanged', nullable: true, type: () => RateDto })
  rate!: RateDto | null;

  @TextField({ description: 'Reference of the credit at the bank', max: 140 })
  externalRef!: string;

  @IdField({ description: 'Transfer in the ledger', prefix: 'xfer' })
  transferId!: string;

  @InstantField({ description: 'When it was recorded' })
  recordedAt!: string;

  static of(view: DepositView): DepositDto {
    const { id, agreementId, receivedOn, externalRef, transferId } = view;
    return {
      ...{ id, agreementId, receivedOn, externalRef, transferId },
      amount: view.amount.toJSON(),
      gross: view.base.toJSON(),
      fee: view.fee.toJSON(),
      net: view.base.minus(view.fee).toJSON(),
      rate: RateDto.of(view.applied),
      recordedAt: view.recordedAt.toISOString(),
    };
  }
}

export class DepositPage extends pageOf(DepositDto) {}
