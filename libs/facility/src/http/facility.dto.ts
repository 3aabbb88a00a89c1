import {
  DateField,
  EnumField,
  IdField,
  InstantField,
  IntField,
  MoneyDto,
  NestedField,
  pageOf,
  PageQuery,
  TextField,
} from '#libs/platform/http';
import { projectStates, trancheStates, type ProjectState, type TrancheState } from '../project.states.js';
import type { SeenProject, SeenTranche } from '../trail.visibility.js';
import { TRANCHES_MAX } from '../tranche.rules.js';

const WORDS_MAX = 2_000;

export class NamedDto {
  @TextField({ description: 'Id', max: 40 })
  id!: string;

  @TextField({ description: 'Name', max: 300 })
  name!: string;
}

export class PlannedTrancheDto {
  @NestedField({ description: 'Amount', type: () => MoneyDto })
  amount!: MoneyDto;

  @TextField({ description: 'What must be true before it is paid', max: WORDS_MAX, example: 'Contract signed' })
  condition!: string;
}

export class AllocationDto {
  @IdField({ description: 'The fund that pays', prefix: 'fund' })
  fundId!: string;

  @NestedField({
    description: 'Add up to the amount of the match',
    type: () => PlannedTrancheDto,
    list: { min: 1, max: TRANCHES_MAX },
  })
  tranches!: PlannedTrancheDto[];
}

export class OfferAgreementDto {
  @IdField({ description: 'The fund that takes the money in and pays', prefix: 'fund' })
  fundId!: string;

  @IntField({ description: 'Fee on each deposit in millionths; 10000 is 1 %', min: 0, max: 1_000_000, example: 10_000 })
  feeRateMillionths!: number;

  @DateField({ description: 'Day of the pledge' })
  pledgedOn!: string;
}

export class ConditionMetDto {
  @IdField({ description: 'An uploaded file with the evidence', optional: true, prefix: 'file' })
  evidenceFileId?: string;

  @TextField({ description: 'What was seen', optional: true, max: WORDS_MAX })
  note?: string;
}

export class OrderTrancheDto {
  @IdField({ description: 'A verified account of the payee, in the currency of the tranche', prefix: 'bank' })
  bankAccountId!: string;
}

export class CancelProjectDto {
  @TextField({ description: 'Why', max: WORDS_MAX })
  reason!: string;
}

export class ProjectShareDto {
  @IdField({ description: 'Agreement that gives it; null for another donor’s', nullable: true, prefix: 'agr' })
  agreementId!: string | null;

  @TextField({ description: 'Hold in the ledger; null for another donor’s', nullable: true, max: 40 })
  holdId!: string | null;

  @NestedField({ description: 'Amount', type: () => MoneyDto })
  amount!: MoneyDto;
}

export class TrancheDto {
  @IdField({ description: 'Id', prefix: 'tran' })
  id!: string;

  @IntField({ description: 'Place in the project', min: 1, max: TRANCHES_MAX })
  position!: number;

  @NestedField({ description: 'Amount', type: () => MoneyDto })
  amount!: MoneyDto;

  @TextField({
    description: 'What must be true before it is paid; null for a donor who pays without being a party of the match',
    nullable: true,
    max: WORDS_MAX,
  })
  condition!: string | null;

  @EnumField({ description: 'State', values: trancheStates.all, name: 'TrancheState' })
  state!: TrancheState;

  @IdField({ description: 'File with the evidence', nullable: true, prefix: 'file' })
  evidenceFileId!: string | null;

  @TextField({ description: 'What was seen', nullable: true, max: WORDS_MAX })
  conditionNote!: string | null;

  @NestedField({ description: 'Who saw the condition met', nullable: true, type: () => NamedDto })
  conditionMetBy!: NamedDto | null;

  @InstantField({ description: 'When', nullable: true })
  conditionMetAt!: string | null;

  @IdField({ description: 'Its payment order that was not rejected', nullable: true, prefix: 'order' })
  orderId!: string | null;

  @NestedField({ description: 'Which agreements give it', type: () => ProjectShareDto, list: true })
  shares!: ProjectShareDto[];

  @IntField({ description: 'Version, the ETag of its moves', min: 1, max: 1_000_000_000 })
  version!: number;

  static of(this: void, tranche: SeenTranche): TrancheDto {
    return {
      ...tranche,
      amount: tranche.amount.toJSON(),
      shares: tranche.shares.map((share) => ({ ...share, amount: share.amount.toJSON() })),
    };
  }
}

export class SeenNeedDto {
  @IdField({ description: 'Id', prefix: 'need' })
  id!: string;

  @TextField({
    description: 'Its title; null for a donor who pays without being a party, where the need is not for every donor',
    nullable: true,
    max: 300,
  })
  name!: string | null;

  @TextField({ description: 'ISO 3166-1 alpha-2 of the receiving State or area', max: 2 })
  areaIso2!: string;
}

export class ProjectSummaryDto {
  @IdField({ description: 'Id', prefix: 'proj' })
  id!: string;

  @IdField({ description: 'The match that it pays', prefix: 'match' })
  matchId!: string;

  @NestedField({ description: 'The need', type: () => SeenNeedDto })
  need!: SeenNeedDto;

  @IdField({
    description: 'The need item that it pays; null for a donor who pays without being a party',
    nullable: true,
    prefix: 'item',
  })
  needItemId!: string | null;

  @NestedField({ description: 'The fund that pays', type: () => NamedDto })
  fund!: NamedDto;

  @NestedField({ description: 'Who is paid', type: () => NamedDto })
  payee!: NamedDto;

  @NestedField({ description: 'Amount set aside', type: () => MoneyDto })
  amount!: MoneyDto;

  @EnumField({ description: 'State', values: projectStates.all, name: 'ProjectState' })
  state!: ProjectState;

  @TextField({ description: 'Why it was cancelled', nullable: true, max: WORDS_MAX })
  cancelReason!: string | null;

  @InstantField({ description: 'When the money was set aside' })
  createdAt!: string;

  @IntField({ description: 'Version, the ETag', min: 1, max: 1_000_000_000 })
  version!: number;

  static summaryOf(this: void, { tranches: _, ...project }: SeenProject): ProjectSummaryDto {
    return { ...project, amount: project.amount.toJSON(), createdAt: project.createdAt.toISOString() };
  }
}

export class ProjectPage extends pageOf(ProjectSummaryDto) {}

export class ProjectsQuery extends PageQuery {
  @EnumField({ description: 'Only in this state', optional: true, values: projectStates.all, name: 'ProjectState' })
  state?: ProjectState;

  @IdField({ description: 'Only those that this agreement pays', optional: true, prefix: 'agr' })
  agreementId?: string;
}

/** A tranche with the project that it belongs to. */
export class TrancheInProjectDto extends TrancheDto {
  @NestedField({ description: 'Its project', type: () => ProjectSummaryDto })
  project!: ProjectSummaryDto;

  static inProject(
    this: void,
    { project, tranche }: { project: SeenProject; tranche: SeenTranche },
  ): TrancheInProjectDto {
    return { ...TrancheDto.of(tranche), project: ProjectSummaryDto.summaryOf(project) };
  }
}

export class ProjectDto extends ProjectSummaryDto {
  @NestedField({ description: 'Its tranches, in order', type: () => TrancheDto, list: true })
  tranches!: TrancheDto[];

  static of(this: void, project: SeenProject): ProjectDto {
    return { ...ProjectSummaryDto.summaryOf(project), tranches: project.tranches.map(TrancheDto.of) };
  }
}
