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
import type { ProjectView, TrancheView } from '../facility.queries.js';
import { projectStates, trancheStates, type ProjectState, type TrancheState } from '../project.states.js';
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
  @IdField({ description: 'Agreement that gives it', prefix: 'agr' })
  agreementId!: string;

  @TextField({ description: 'Hold in the ledger', max: 40 })
  holdId!: string;

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

  @TextField({ description: 'What must be true before it is paid', max: WORDS_MAX })
  condition!: string;

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

  static of(this: void, tranche: TrancheView): TrancheDto {
    return {
      ...tranche,
      amount: tranche.amount.toJSON(),
      shares: tranche.shares.map((share) => ({ ...share, amount: share.amount.toJSON() })),
    };
  }
}

export class ProjectSummaryDto {
  @IdField({ description: 'Id', prefix: 'proj' })
  id!: string;

  @IdField({ description: 'The match that it pays', prefix: 'match' })
  matchId!: string;

  @NestedField({ description: 'The need, by its title', type: () => NamedDto })
  need!: NamedDto;

  @IdField({ description: 'The need item that it pays', prefix: 'item' })
  needItemId!: string;

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

  static summaryOf(this: void, { tranches: _, ...project }: ProjectView): ProjectSummaryDto {
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
    { project, tranche }: { project: ProjectView; tranche: TrancheView },
  ): TrancheInProjectDto {
    return { ...TrancheDto.of(tranche), project: ProjectSummaryDto.summaryOf(project) };
  }
}

export class ProjectDto extends ProjectSummaryDto {
  @NestedField({ description: 'Its tranches, in order', type: () => TrancheDto, list: true })
  tranches!: TrancheDto[];

  static of(this: void, project: ProjectView): ProjectDto {
    return { ...ProjectSummaryDto.summaryOf(project), tranches: project.tranches.map(TrancheDto.of) };
  }
}
