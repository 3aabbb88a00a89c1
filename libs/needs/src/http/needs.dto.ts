import {
  AmountField,
  BoolField,
  DateField,
  EnumField,
  IdField,
  InstantField,
  IntField,
  MeasureDto,
  MoneyDto,
  NamedDto,
  NestedField,
  pageOf,
  TextField,
} from '#libs/platform/http';
import { LANGUAGES, OTHER_CHANNELS, type Language, type OtherChannel } from '../need.rules.js';
import { NOTE_MAX, PARAGRAPH_SHAPE, REASON_MAX, TEXT_MAX, TITLE_MAX } from '../need.limits.js';
import { COVERAGES, needStates, VISIBILITIES, type Coverage, type NeedState, type Visibility } from '../need.states.js';
import { type NeedItemView, type NeedLineView, type NeedSummaryView, type NeedView } from '../needs.queries.js';

export const CATEGORY = { max: 12, pattern: /^[A-Z]+$/, example: 'MARK' };
export const AREA = { min: 2, max: 2, pattern: /^[A-Z]{2}$/, example: 'HT' };
export const PARAGRAPH = { max: 20, pattern: PARAGRAPH_SHAPE, example: 'PoA A.8' };
export const VISIBILITY_MEANING =
  'Who sees it once published: everyone; States and the organizations that they founded; or only coordinators, auditors, ' +
  'those who pay and the organization itself, with (parties-only) or without (coordinators) the donors it is matched with';
export const SITE_VISIBILITY_MEANING =
  'Who of those who see the need is told at which site an item is delivered: all; States and the organizations that ' +
  'they founded; or only coordinators, auditors and the organization itself, with (parties-only) or without (coordinators) the parties to a confirmed match';

/** What an item says, asked or answered. */
export class NeedItemContentDto {
  @AmountField({ description: 'How much is asked for: minor units, or whole units; 0 when not known', example: '12' })
  requested!: string;
}

export class NeedLineDto extends NeedItemContentDto {
  @NestedField({ description: 'What is counted; empty: a draft that leaves it open', type: () => MeasureDto })
  measure!: MeasureDto;

  @TextField({ description: 'Category of assistance', ...CATEGORY })
  categoryCode!: string;

  @TextField({
    description: 'Type of assistance; null: a draft that leaves it open',
    nullable: true,
    max: 60,
    example: 'equipment',
  })
  typeCode!: string | null;

  @IdField({ description: 'Id', prefix: 'item' })
  id!: string;

  @IntField({ description: 'Place in the need, from 1', min: 1, max: 1_000_000 })
  position!: number;

  @AmountField({ description: 'The smallest quantity that is of use', nullable: true })
  minimum!: string | null;

  @AmountField({ description: 'Committed by confirmed matches' })
  committed!: string;

  @AmountField({ description: 'Delivered of that' })
  delivered!: string;

  @AmountField({ description: 'Accepted of that by its organization' })
  accepted!: string;

  @AmountField({ description: 'No longer asked for' })
  waived!: string;

  @AmountField({ description: 'Still to be committed' })
  open!: string;
}

export class NeedItemDto extends NeedLineDto {
  @TextField({ description: 'What exactly', min: 0, max: TEXT_MAX })
  description!: string;

  @NestedField({ description: 'Indicative cost of one unit', nullable: true, type: () => MoneyDto })
  unitCost!: MoneyDto | null;

  @DateField({ description: 'Needed by this day, where that differs from the need', nullable: true })
  neededBy!: string | null;

  @TextField({ description: 'Where it is delivered, as closely as all may know', nullable: true, max: TITLE_MAX })
  place!: string | null;

  @TextField({
    description: 'The site itself; null to whom the siteVisibility of the need leaves out',
    nullable: true,
    max: TITLE_MAX,
  })
  site!: string | null;

  @TextField({ description: 'What must be there before it is of use', nullable: true, max: NOTE_MAX })
  prerequisites!: string | null;

  @TextField({ description: 'What the organization gives itself', nullable: true, max: NOTE_MAX })
  ownContribution!: string | null;

  @BoolField({ description: 'Without it the rest is of no use' })
  isEssential!: boolean;

  @AmountField({
    description:
      'Offered by pledges and proposals that are not committed; for its organization, coordinators and auditors, null to others',
    nullable: true,
  })
  offered!: string | null;

  @AmountField({
    description:
      'Of the money that was delivered: so much funds paid, which its organization accepts here; the rest was accepted with its deliveries. For its organization, coordinators and auditors, null to others',
    nullable: true,
  })
  paidByFund!: string | null;

  @NestedField({ description: 'Who would carry it out, where the source says', nullable: true, type: () => NamedDto })
  throughOrganization!: NamedDto | null;

  @TextField({ description: 'Its reference in the source', nullable: true, max: TITLE_MAX })
  externalRef!: string | null;

  @TextField({ description: 'Its sector in the words of the source', nullable: true, max: TITLE_MAX })
  sourceSector!: string | null;
}

class NeedHeadDto {
  @IdField({ description: 'Id', prefix: 'need' })
  id!: string;

  @NestedField({ description: 'Who asks', type: () => NamedDto })
  organization!: NamedDto;

  @TextField({ description: 'Country or area to be helped (ISO 3166-1 alpha-2)', ...AREA })
  areaIso2!: string;

  @TextField({ description: 'Title', max: TITLE_MAX })
  title!: string;

  @EnumField({ description: 'Language it was filed in; und: not known', values: LANGUAGES })
  language!: Language;

  @EnumField({ description: 'Where it stands', values: needStates.all })
  state!: NeedState;

  @EnumField({
    description:
      'How far it is covered by commitments, as its items say: nothing, something, or every must-have in full',
    values: COVERAGES,
  })
  coverage!: Coverage;

  @BoolField({ description: 'It still stands, and something of it is on its way, or was delivered or paid already' })
  isInDelivery!: boolean;

  @EnumField({ description: VISIBILITY_MEANING, values: VISIBILITIES })
  visibility!: Visibility;

  @EnumField({ description: SITE_VISIBILITY_MEANING, values: VISIBILITIES })
  siteVisibility!: Visibility;

  @IntField({ description: '1 (lowest) to 5 (highest); null: not stated', nullable: true, min: 1, max: 5 })
  priority!: number | null;

  @DateField({ description: 'First day of use', nullable: true })
  neededFrom!: string | null;

  @DateField({ description: 'Needed by this day', nullable: true })
  neededBy!: string | null;

  @DateField({ description: 'The request stands until this day', nullable: true })
  validUntil!: string | null;

  @TextField({ description: 'Where it was imported from', nullable: true, max: TITLE_MAX })
  source!: string | null;

  @TextField({ description: 'Its reference there', nullable: true, max: TITLE_MAX })
  externalRef!: string | null;

  @TextField({ description: 'Tags', max: TITLE_MAX, list: true })
  tags!: string[];

  @InstantField({ description: 'When it was begun' })
  createdAt!: string;

  @InstantField({ description: 'When it was handed to the coordinators', nullable: true })
  submittedAt!: string | null;

  @InstantField({ description: 'When it was published', nullable: true })
  publishedAt!: string | null;

  @DateField({
    description: 'When its organization last said that it still stands; null: never since it was published',
    nullable: true,
  })
  confirmedOn!: string | null;

  @BoolField({ description: 'To be confirmed again: a reporting cycle has begun since it was said to stand' })
  reconfirmationDue!: boolean;

  @IntField({ description: 'Grows with every change; the ETag', min: 1, max: 2_147_483_647 })
  version!: number;
}

export class NeedSummaryDto extends NeedHeadDto {
  @NestedField({ description: 'Items, in order', list: true, type: () => NeedLineDto })
  items!: NeedLineDto[];

  static of(need: NeedSummaryView): NeedSummaryDto {
    return { ...headOf(need), items: need.items };
  }
}

class MissingFactDto {
  @TextField({ description: 'What is not said', max: 60, example: 'unit-cost' })
  fact!: string;

  @TextField({ description: 'Where to say it', max: 60, example: 'items.0.unitCost' })
  path!: string;

  @TextField({ description: 'Why donors ask for it', max: 300 })
  why!: string;

  @IntField({
    description: 'Something is said, but fewer than this many letters; null: nothing is',
    nullable: true,
    min: 1,
    max: 1_000,
  })
  shorterThan!: number | null;
}

class CompletenessDto {
  @IntField({ description: 'How much of what donors ask for is said: 0 to 100', min: 0, max: 100 })
  score!: number;

  @NestedField({ description: 'What is not said yet', list: { max: 1_000 }, type: () => MissingFactDto })
  missing!: MissingFactDto[];
}

class SourceReportDto {
  @IdField({ description: 'Id of the report', prefix: 'nrep' })
  id!: string;

  @TextField({ description: 'Its title', max: TITLE_MAX })
  title!: string;

  @EnumField({ description: 'Language of the report; und: not known', values: LANGUAGES })
  language!: Language;

  @TextField({ description: 'Code of the meeting that its reporting cycle leads to', max: 11, example: 'BMS9' })
  cycle!: string;

  @TextField({
    description: 'The paragraph of the report, or the question answered there',
    nullable: true,
    max: TITLE_MAX,
  })
  paragraph!: string | null;
}

class TitledNeedDto {
  @IdField({ description: 'Id', prefix: 'need' })
  id!: string;

  @TextField({ description: 'Its title', max: TITLE_MAX })
  title!: string;
}

export class NeedDto extends NeedHeadDto {
  @InstantField({
    description: 'When it was handed in again, as long as no coordinator has decided on that: it can be taken back',
    nullable: true,
  })
  answeredAt!: string | null;

  @TextField({ description: 'The problem, and what would solve it', min: 0, max: TEXT_MAX })
  summary!: string;

  @TextField({
    description:
      'Why it was withdrawn, rejected, merged or closed partly; null also to others than its organization, the State that it is for, coordinators and auditors',
    nullable: true,
    max: REASON_MAX,
  })
  endReason!: string | null;

  @EnumField({
    description:
      'The widest circle that its organization agreed to; null to others than its organization, the State that it is for, coordinators and auditors',
    nullable: true,
    values: VISIBILITIES,
  })
  agreedVisibility!: Visibility | null;

  @TextField({ description: 'National action plan that it is part of', nullable: true, max: TITLE_MAX })
  actionPlan!: string | null;

  @IntField({ description: 'Its place among the priorities of that plan', nullable: true, min: 1, max: 99 })
  actionPlanRank!: number | null;

  @TextField({ description: 'What was done already', nullable: true, max: NOTE_MAX })
  alreadyDone!: string | null;

  @TextField({ description: 'Paragraphs of the 2012 outcomes that it answers', list: true, ...PARAGRAPH })
  paragraphs!: string[];

  @EnumField({ description: 'Where the same was asked for too', list: true, values: OTHER_CHANNELS })
  alsoSubmittedTo!: OtherChannel[];

  @TextField({ description: 'To which other, and when', nullable: true, max: REASON_MAX })
  alsoSubmittedNote!: string | null;

  @NestedField({
    description: 'The national report that it comes from, where the reader may see that',
    nullable: true,
    type: () => SourceReportDto,
  })
  report!: SourceReportDto | null;

  @NestedField({
    description: 'The need that asks for the same and stands for both, where the reader may see it',
    nullable: true,
    type: () => TitledNeedDto,
  })
  mergedInto!: TitledNeedDto | null;

  @NestedField({
    description: 'Needs that were merged into it and that the reader may see, the earliest first',
    list: true,
    type: () => TitledNeedDto,
  })
  mergedFrom!: TitledNeedDto[];

  @NestedField({ description: 'Items, in order', list: true, type: () => NeedItemDto })
  items!: NeedItemDto[];

  @NestedField({ description: 'What would make it a better request', type: () => CompletenessDto })
  completeness!: CompletenessDto;

  static of({ completeness, ...need }: NeedView): NeedDto {
    const { score, missing } = completeness;
    return {
      ...headOf(need),
      answeredAt: need.answeredAt?.toISOString() ?? null,
      completeness: { score, missing: [...missing] },
    };
  }
}

export class NeedPage extends pageOf(NeedSummaryDto) {
  @IntField({ description: 'All needs that fit; only when asked for', optional: true, min: 0, max: 2_147_483_647 })
  total?: number;
}

function headOf<T extends Omit<NeedSummaryView<NeedLineView | NeedItemView>, 'items'>>(need: T) {
  return {
    ...need,
    createdAt: need.createdAt.toISOString(),
    submittedAt: need.submittedAt?.toISOString() ?? null,
    publishedAt: need.publishedAt?.toISOString() ?? null,
  };
}
