import { PaymentOrderDto } from '#libs/disbursements/http';
import { AGREEMENT_STATES, type AgreementState, type SourceView } from '#libs/funds';
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
import type { MoneyTrailView, TrailShare, TrailTranche } from '../money-trail.queries.js';
import { NamedDto, ProjectSummaryDto, TrancheDto } from './facility.dto.js';

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

export class TrailSourceDto {
  @NestedField({ description: 'The agreement', type: () => TrailAgreementDto })
  agreement!: TrailAgreementDto;

  @NestedField({ description: 'What came in under it', type: () => TrailDepositDto, list: { max: 1_000 } })
  deposits!: TrailDepositDto[];

  static sourceOf(this: void, { agreement, deposits }: SourceView): TrailSourceDto {
    const { id, fund, donor, amount, received, state, pledged, committed, version } = agreement;
    return {
      agreement: {
        ...{ id, fund, donor, state, version },
        amount: amount.toJSON(),
        received: received.toJSON(),
        pledgedOn: pledged.on,
        signedOn: committed?.on ?? null,
      },
      deposits: deposits.map(({ id, amount: received, fee, receivedOn, externalRef, transferId }) => ({
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

  static of(this: void, { amount, ...source }: TrailShare): TrailShareDto {
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

  @NestedField({ description: 'Its entries; they add up to zero', type: () => TrailEntryDto, list: true })
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

export class TrailTrancheDto extends TrancheDto {
  @NestedField({ description: 'All orders that were made for it', type: () => PaymentOrderDto, list: true })
  orders!: PaymentOrderDto[];

  @NestedField({ description: 'What the ledger says', type: () => TrailTransferDto, list: true })
  transfers!: TrailTransferDto[];

  static trailOf(this: void, { orders, transfers, ...tranche }: TrailTranche): TrailTrancheDto {
    return {
      ...TrancheDto.of(tranche),
      orders: orders.map(PaymentOrderDto.of),
      transfers: transfers.map(TrailTransferDto.of),
    };
  }
}

/** From the match to the entries in the ledger. */
export class MoneyTrailDto {
  @NestedField({ description: 'The match', type: () => MatchDto })
  match!: MatchDto;

  @NestedField({ description: 'The agreement that its offer became', nullable: true, type: () => TrailSourceDto })
  own!: TrailSourceDto | null;

  @NestedField({ description: 'The money set aside for it', nullable: true, type: () => ProjectSummaryDto })
  project!: ProjectSummaryDto | null;

  @NestedField({ description: 'Where the money comes from', type: () => TrailShareDto, list: true })
  shares!: TrailShareDto[];

  @NestedField({ description: 'Where it goes, and how far it is', type: () => TrailTrancheDto, list: true })
  tranches!: TrailTrancheDto[];

  static of(this: void, { match, own, project, shares, tranches }: MoneyTrailView): MoneyTrailDto {
    return {
      match: MatchDto.of(match),
      own: own && TrailSourceDto.sourceOf(own),
      project: project && ProjectSummaryDto.summaryOf(project),
      shares: shares.map(TrailShareDto.of),
      tranches: tranches.map(TrailTrancheDto.trailOf),
    };
  }
}
