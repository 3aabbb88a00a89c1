import { paymentOrderStates, type PaymentOrderState } from '#libs/disbursements';
import { ApprovalDto, InstructionDto, PaymentOrderDto, PaymentOrderSummaryDto } from '#libs/disbursements/http';
import { AGREEMENT_STATES, type AgreementState } from '#libs/funds';
import type { Transfer } from '#libs/ledger';
import { SignedMoneyDto } from '#libs/ledger/http';
import { MatchDto } from '#libs/matching/http';
import {
  DateField,
  EnumField,
  IdField,
  InstantField,
  IntField,
  MoneyDto,
  NestedField,
  TextField,
} from '#libs/platform/http';
import { OmitType } from '@nestjs/swagger';
import type { MoneyTrailView, TrailPayment, TrailTranche } from '../money-trail.queries.js';
import type { SeenOrder, SeenShareOfProject, SeenSource } from '../trail.visibility.js';
import { NamedDto, ProjectSummaryDto, SeenNeedDto, TrancheDto } from './facility.dto.js';

export class TrailAgreementDto {
  @IdField({ description: 'Id', prefix: 'agr' })
  id!: string;

  @NestedField({ description: 'The fund', type: () => NamedDto })
  fund!: NamedDto;

  @NestedField({ description: 'Who gives', type: () => NamedDto })
  donor!: NamedDto;

  @NestedField({ description: 'The whole agreement', type: () => MoneyDto })
  amount!: MoneyDto;

  @NestedField({ description: 'Come in so far', type: () => MoneyDto })
  received!: MoneyDto;

  @IntField({ description: 'Fee on each deposit; 10000 is 1 %', min: 0, max: 1_000_000 })
  feeRateMillionths!: number;

  @EnumField({ description: 'State', values: AGREEMENT_STATES, name: 'AgreementState' })
  state!: AgreementState;

  @DateField({ description: 'Day of the pledge' })
  pledgedOn!: string;

  @DateField({ description: 'Day of signature', nullable: true })
  signedOn!: string | null;

  @IntField({ description: 'For If-Match', min: 1, max: 999_999_999 })
  version!: number;
}

export class TrailDepositDto {
  @IdField({ description: 'Id', prefix: 'dep' })
  id!: string;

  @NestedField({ description: 'What came in', type: () => MoneyDto })
  received!: MoneyDto;

  @NestedField({ description: 'What was kept of it as a fee', type: () => MoneyDto })
  fee!: MoneyDto;

  @DateField({ description: 'Day of receipt' })
  receivedOn!: string;

  @TextField({ description: 'The bank’s reference', nullable: true, max: 200 })
  externalRef!: string | null;

  @TextField({ description: 'The transfer in the ledger that booked it', max: 40 })
  transferId!: string;
}

/** Money of a donor. */
export class TrailSourceDto {
  @NestedField({ description: 'The fund that it goes through', type: () => NamedDto })
  fund!: NamedDto;

  @NestedField({
    description: 'Who gives; null for a donor who pays without being a party, where it is another one',
    nullable: true,
    type: () => NamedDto,
  })
  donor!: NamedDto | null;

  @NestedField({
    description: 'The agreement; null for States, and for donors where it is not their own',
    nullable: true,
    type: () => TrailAgreementDto,
  })
  agreement!: TrailAgreementDto | null;

  @NestedField({
    description: 'What came in under it; nothing where the agreement is not shown',
    type: () => TrailDepositDto,
    list: { max: 1_000 },
  })
  deposits!: TrailDepositDto[];

  static sourceOf(this: void, { fund, donor, source }: SeenSource): TrailSourceDto {
    if (!source) return { fund, donor, agreement: null, deposits: [] };
    const { id, amount, received, feeRateMillionths, state, pledged, committed, version } = source.agreement;
    return {
      fund,
      donor,
      agreement: {
        ...{ id, fund, donor: source.agreement.donor, feeRateMillionths, state, version },
        amount: amount.toJSON(),
        received: received.toJSON(),
        pledgedOn: pledged.on,
        signedOn: committed?.on ?? null,
      },
      deposits: source.deposits.map(({ id, amount: received, fee, receivedOn, externalRef, transferId }) => ({
        id,
        received: received.toJSON(),
        fee: fee.toJSON(),
        receivedOn,
        externalRef,
        transferId,
      })),
    };
  }
}

export class TrailShareDto extends TrailSourceDto {
  @NestedField({ description: 'What it gives to this project', type: () => MoneyDto })
  amount!: MoneyDto;

  static of(this: void, { amount, ...source }: SeenShareOfProject): TrailShareDto {
    return { ...TrailSourceDto.sourceOf(source), amount: amount.toJSON() };
  }
}

export class TrailEntryDto {
  @TextField({ description: 'Account in the ledger', max: 40 })
  accountId!: string;

  @TextField({ description: 'Its name', max: 300 })
  accountName!: string;

  @NestedField({ description: 'What comes to it; negative where it leaves', type: () => SignedMoneyDto })
  amount!: SignedMoneyDto;
}

export class TrailTransferDto {
  @TextField({ description: 'Id', max: 40 })
  id!: string;

  @DateField({ description: 'The day on which it counts' })
  effectiveOn!: string;

  @InstantField({ description: 'When it was booked' })
  recordedAt!: string;

  @NestedField({
    description: 'Its entries; they add up to zero. None for donors and States',
    type: () => TrailEntryDto,
    list: true,
  })
  entries!: TrailEntryDto[];

  static of(this: void, { id, effectiveOn, recordedAt, entries }: Transfer): TrailTransferDto {
    return {
      id,
      effectiveOn,
      recordedAt: recordedAt.toISOString(),
      entries: entries.map(({ accountId, accountName, amount }) => ({
        accountId,
        accountName,
        amount: amount.toJSON(),
      })),
    };
  }
}

/** An order; what approvals bind to, and which holds pay it, stands in the order itself, for those who handle payments. */
export class TrailOrderDto extends OmitType(PaymentOrderDto, ['contentSha256', 'draws'] as const) {
  static of(this: void, order: SeenOrder): TrailOrderDto {
    const { bankAccount, createdBy, createdByOrganization, revision, approvals, instructions, rejectionReason } = order;
    return {
      ...PaymentOrderSummaryDto.summaryOf(order),
      ...{ bankAccount, createdBy, createdByOrganization, revision, rejectionReason },
      approvals: approvals.map(ApprovalDto.of),
      instructions: instructions.map(InstructionDto.of),
    };
  }
}

export class TrailPaymentDto {
  @IdField({ description: 'Its order', prefix: 'order' })
  id!: string;

  @NestedField({ description: 'Amount', type: () => MoneyDto })
  amount!: MoneyDto;

  @EnumField({ description: 'State', values: paymentOrderStates.all, name: 'PaymentOrderState' })
  state!: PaymentOrderState;

  @InstantField({ description: 'When it was asked for' })
  createdAt!: string;

  @DateField({ description: 'The day on which the bank executed it', nullable: true })
  settledOn!: string | null;

  static of(this: void, { amount, ...payment }: TrailPayment): TrailPaymentDto {
    return { ...payment, amount: amount.toJSON() };
  }
}

export class TrailTrancheDto extends TrancheDto {
  @NestedField({ description: 'How far each of its orders is', type: () => TrailPaymentDto, list: true })
  payments!: TrailPaymentDto[];

  @NestedField({
    description: 'All orders that were made for it; none for a donor who pays without being a party',
    type: () => TrailOrderDto,
    list: true,
  })
  orders!: TrailOrderDto[];

  @NestedField({ description: 'What the ledger says', type: () => TrailTransferDto, list: true })
  transfers!: TrailTransferDto[];

  static trailOf(this: void, { payments, orders, transfers, ...tranche }: TrailTranche): TrailTrancheDto {
    return {
      ...TrancheDto.of(tranche),
      payments: payments.map(TrailPaymentDto.of),
      orders: orders.map(TrailOrderDto.of),
      transfers: transfers.map(TrailTransferDto.of),
    };
  }
}

/** From the match to the entries in the ledger. */
export class MoneyTrailDto {
  @IdField({ description: 'The match that is paid', prefix: 'match' })
  matchId!: string;

  @NestedField({ description: 'The need that it serves', type: () => SeenNeedDto })
  need!: SeenNeedDto;

  @NestedField({
    description: 'The match; null for a donor who pays without being a party of it',
    nullable: true,
    type: () => MatchDto,
  })
  match!: MatchDto | null;

  @NestedField({ description: 'What its offer became', nullable: true, type: () => TrailSourceDto })
  own!: TrailSourceDto | null;

  @NestedField({ description: 'The money set aside for it', nullable: true, type: () => ProjectSummaryDto })
  project!: ProjectSummaryDto | null;

  @NestedField({ description: 'Where the money comes from', type: () => TrailShareDto, list: true })
  shares!: TrailShareDto[];

  @NestedField({ description: 'Where it goes, and how far it is', type: () => TrailTrancheDto, list: true })
  tranches!: TrailTrancheDto[];

  static of(this: void, { matchId, need, match, own, project, shares, tranches }: MoneyTrailView): MoneyTrailDto {
    return {
      matchId,
      need,
      match: match && MatchDto.of(match),
      own: own && TrailSourceDto.sourceOf(own),
      project: project && ProjectSummaryDto.summaryOf(project),
      shares: shares.map(TrailShareDto.of),
      tranches: tranches.map(TrailTrancheDto.trailOf),
    };
  }
}
