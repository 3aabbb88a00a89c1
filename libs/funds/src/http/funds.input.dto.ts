import { STATED_KINDS, type StatedKind } from '#libs/identity';
import { Money } from '#libs/kernel';
import { DateField, EnumField, IdField, IntField, MoneyDto, NestedField, TextField } from '#libs/platform/http';
import type { Pledge } from '../agreements.service.js';
import type { NewDeposit } from '../deposits.service.js';
import { EARMARK_GROUPS, NOT_EARMARKED, type Earmark, type EarmarkGroup, type EarmarkLevel } from '../earmark.rules.js';
import { FUND_KINDS, type FundKind } from '../fund.entities.js';
import { AREA, AREAS_MAX, CATEGORY, REGION, TYPE } from './funds.dto.js';

const REASON_MAX = 1_000;

export class FundInput {
  @TextField({ description: 'Name that no other fund has', max: 300 })
  name!: string;

  @EnumField({ description: 'What it pays for', values: FUND_KINDS })
  kind!: FundKind;

  @TextField({ description: 'Currency that it keeps, ISO 4217', pattern: /^[A-Z]{3}$/, max: 3, example: 'USD' })
  currency!: string;
}

/** An earmark with every condition optional. */
export class EarmarkInput {
  @IntField({ description: 'IATI earmarking category: 1 not, 2 softly, 3 earmarked, 4 tightly', min: 1, max: 4 })
  level!: EarmarkLevel;

  @TextField({ description: 'Countries or areas, ISO 3166-1', optional: true, list: { max: AREAS_MAX }, ...AREA })
  areas?: string[];

  @TextField({ description: 'Regions, UN M49', optional: true, list: true, ...REGION })
  regions?: string[];

  @EnumField({
    description: 'Groups of countries',
    optional: true,
    list: { max: EARMARK_GROUPS.length },
    values: EARMARK_GROUPS,
  })
  groups?: EarmarkGroup[];

  @TextField({ description: 'Assistance categories', optional: true, list: true, ...CATEGORY })
  categories?: string[];

  @TextField({
    description: 'Countries or areas that it is not for',
    optional: true,
    list: { max: AREAS_MAX },
    ...AREA,
  })
  excludedAreas?: string[];

  @TextField({ description: 'Types of assistance', optional: true, list: true, ...TYPE })
  types?: string[];

  @TextField({ description: 'Assistance categories that it is not for', optional: true, list: true, ...CATEGORY })
  excludedCategories?: string[];

  @TextField({ description: 'Types of assistance that it is not for', optional: true, list: true, ...TYPE })
  excludedTypes?: string[];

  @IdField({ description: 'Only what this organization carries out', optional: true, nullable: true, prefix: 'org' })
  implementerId?: string | null;

  @EnumField({
    description: 'Only what an organization of one of these kinds carries out',
    optional: true,
    list: true,
    values: STATED_KINDS,
  })
  implementerKinds?: StatedKind[];

  /** Of what cannot be used and was taken out, what breaks no rule. */
  static earmarkOf(input: Partial<EarmarkInput> = {}): Earmark {
    const given = Object.entries(input).filter(([, value]) => value !== undefined);
    return { ...NOT_EARMARKED, ...(Object.fromEntries(given) as Partial<Earmark>) };
  }
}

export class PledgeInput {
  @IdField({ description: 'Donor', prefix: 'org' })
  donorOrganizationId!: string;

  @NestedField({ description: 'Promised, in the currency in which the donor will pay', type: () => MoneyDto })
  amount!: MoneyDto;

  @IntField({ description: 'Fee on each deposit in millionths; 10000 is 1 %', min: 0, max: 1_000_000, example: 10_000 })
  feeRateMillionths!: number;

  @NestedField({ description: 'What it may be used for', type: () => EarmarkInput })
  earmark!: EarmarkInput;

  @DateField({ description: 'Day of the pledge' })
  pledgedOn!: string;

  @DateField({ description: 'First day on which the money may be used, where it is not at once', optional: true })
  usableFrom?: string;

  @DateField({ description: 'Last day on which the money may be used; without it there is no end', optional: true })
  validUntil?: string;

  /** Of what cannot be used and was taken out, what breaks no rule. */
  static pledgeOf(input: PledgeInput, fundId: string): Pledge {
    const { donorOrganizationId, feeRateMillionths, pledgedOn, usableFrom, validUntil, earmark } = input;
    return {
      ...{ fundId, donorOrganizationId, feeRateMillionths, pledgedOn, usableFrom, validUntil },
      amount: moneyOf(input.amount),
      earmark: EarmarkInput.earmarkOf(earmark),
    };
  }
}

/** What a donor promises for their own organization; the fee is agreed on with the signature. */
export class OwnPledgeInput {
  @NestedField({ description: 'Pledged amount', type: () => MoneyDto })
  amount!: MoneyDto;

  @NestedField({
    description: 'What it may be used for; not earmarked when left out',
    optional: true,
    type: () => EarmarkInput,
  })
  earmark?: EarmarkInput;

  @DateField({ description: 'First day on which the money may be used, where it is not at once', optional: true })
  usableFrom?: string;

  @DateField({ description: 'Last day on which the money may be used; without it there is no end', optional: true })
  validUntil?: string;

  static pledgeOf(input: OwnPledgeInput, fundId: string, donorOrganizationId: string, pledgedOn: string): Pledge {
    const own = { ...input, earmark: input.earmark ?? { level: 1 as const } };
    return PledgeInput.pledgeOf({ ...own, donorOrganizationId, pledgedOn, feeRateMillionths: 0 }, fundId);
  }
}

export class ReducePledgeInput {
  @NestedField({ description: 'What is pledged from now on', type: () => MoneyDto })
  amount!: MoneyDto;

  @TextField({ description: 'Why; kept in the record of acts', max: REASON_MAX })
  reason!: string;

  static lessOf({ amount, reason }: ReducePledgeInput) {
    return { amount: moneyOf(amount), reason };
  }
}

export class SignInput {
  @DateField({ description: 'Day of the signature' })
  signedOn!: string;

  @IntField({
    description: 'Fee on each deposit in millionths, as agreed on with the signature; as it was pledged when left out',
    optional: true,
    min: 0,
    max: 1_000_000,
  })
  feeRateMillionths?: number;
}

export class WithdrawAgreementInput {
  @TextField({ description: 'Why the donor takes back what it has not paid in', max: REASON_MAX })
  reason!: string;
}

export class DepositInput {
  @NestedField({ description: 'As it came in, in the currency of the agreement', type: () => MoneyDto })
  amount!: MoneyDto;

  @DateField({ description: 'Value date at the bank' })
  receivedOn!: string;

  @TextField({ description: 'Reference of the credit at the bank; it is booked once', max: 140 })
  externalRef!: string;

  static depositOf({ amount, receivedOn, externalRef }: DepositInput, agreementId: string): NewDeposit {
    return { agreementId, amount: moneyOf(amount), receivedOn, externalRef };
  }
}

/** Of one that cannot be used: something, whose rules then say nothing. */
function moneyOf(money: MoneyDto | undefined): Money {
  return money === undefined ? Money.of(1n, 'USD') : Money.fromJson(money);
}
