import { Money } from '#libs/kernel';
import {
  AmountField,
  BoolField,
  DateField,
  EnumField,
  IdField,
  IntField,
  MeasureDto,
  MoneyDto,
  NestedField,
  TextField,
} from '#libs/platform/http';
import {
  LANGUAGES,
  OTHER_CHANNELS,
  type ItemContent,
  type Language,
  type NeedContent,
  type OtherChannel,
} from '../need.rules.js';
import {
  ITEMS_MAX,
  NOTE_MAX,
  PARAGRAPHS_MAX,
  PLAN_RANK_MAX,
  REASON_MAX,
  TAG_MAX,
  TAGS_MAX,
  TEXT_MAX,
  TITLE_MAX,
} from '../need.limits.js';
import { UNSORTED_CATEGORY } from '../import.rules.js';
import { VISIBILITIES, type Visibility } from '../need.states.js';
import {
  AREA,
  CATEGORY,
  NeedItemContentDto,
  PARAGRAPH,
  SITE_VISIBILITY_MEANING,
  VISIBILITY_MEANING,
} from './needs.dto.js';

/** What null clears; elsewhere it is as good as nothing. */
const CLEARED_BY_NULL = new Set([
  ...['priority', 'neededFrom', 'neededBy', 'validUntil', 'reportId', 'reportParagraph'],
  ...['actionPlan', 'actionPlanRank', 'alreadyDone', 'alsoSubmittedNote'],
]);

class NeedItemInput extends NeedItemContentDto {
  @IdField({ description: 'The item that is changed; none: a new item', optional: true, prefix: 'item' })
  id?: string;

  @TextField({
    description: 'Category of assistance; none: not chosen yet, as a draft may leave it',
    optional: true,
    nullable: true,
    ...CATEGORY,
  })
  categoryCode?: string | null;

  @TextField({
    description: 'Type of assistance; none: not chosen yet, as a draft may leave it',
    optional: true,
    nullable: true,
    max: 60,
    example: 'equipment',
  })
  typeCode?: string | null;

  @TextField({
    description: 'What exactly, for whom, where; empty: not said yet, as a draft may leave it',
    optional: true,
    nullable: true,
    min: 0,
    max: TEXT_MAX,
  })
  description?: string | null;

  @NestedField({
    description: 'What is counted; none, or empty: not chosen yet, as a draft may leave it',
    optional: true,
    nullable: true,
    type: () => MeasureDto,
  })
  measure?: MeasureDto | null;

  @AmountField({ description: 'The smallest quantity that is of use', optional: true, nullable: true })
  minimum?: string | null;

  @NestedField({ description: 'Indicative cost of one unit', optional: true, nullable: true, type: () => MoneyDto })
  unitCost?: MoneyDto | null;

  @DateField({ description: 'Needed by this day, where that is earlier', optional: true, nullable: true })
  neededBy?: string | null;

  @TextField({
    description: 'Where it is delivered, as closely as all may know',
    optional: true,
    nullable: true,
    max: TITLE_MAX,
  })
  place?: string | null;

  @TextField({
    description: 'The site itself; siteVisibility says who is told of it',
    optional: true,
    nullable: true,
    max: TITLE_MAX,
  })
  site?: string | null;

  @TextField({ description: 'What must be there before it is of use', optional: true, nullable: true, max: NOTE_MAX })
  prerequisites?: string | null;

  @TextField({ description: 'What the organization gives itself', optional: true, nullable: true, max: NOTE_MAX })
  ownContribution?: string | null;

  @BoolField({ description: 'Without it the rest is of no use; true when left out', optional: true, nullable: true })
  isEssential?: boolean | null;

  /** Of what cannot be used and was taken out, nothing. */
  static contentOf({ minimum, unitCost, ...input }: Partial<NeedItemInput>): ItemContent {
    const { categoryCode, typeCode, description, requested = '0', measure } = input;
    return {
      ...input,
      ...{ categoryCode: categoryCode ?? UNSORTED_CATEGORY, typeCode: typeCode ?? null },
      description: description ?? '',
      id: input.id ?? undefined,
      isEssential: input.isEssential ?? true,
      measure: { currency: measure?.currency ?? undefined, unit: measure?.unit ?? undefined },
      requested: BigInt(requested),
      minimum: typeof minimum === 'string' ? BigInt(minimum) : null,
      unitCost: unitCost ? Money.fromJson(unitCost) : null,
    };
  }
}

class NeedContentDto {
  @TextField({ description: 'The problem, and what would solve it', optional: true, min: 0, max: TEXT_MAX })
  summary?: string;

  @EnumField({ description: 'Language it is written in', optional: true, values: LANGUAGES })
  language?: Language;

  @EnumField({
    description: `The widest circle that the organization agrees to. ${VISIBILITY_MEANING}`,
    optional: true,
    values: VISIBILITIES,
  })
  visibility?: Visibility;

  @EnumField({
    description: `${SITE_VISIBILITY_MEANING} Coordinators only unless it is said.`,
    optional: true,
    values: VISIBILITIES,
  })
  siteVisibility?: Visibility;

  @IntField({
    description: '1 (lowest) to 5 (highest); null: not stated',
    optional: true,
    nullable: true,
    min: 1,
    max: 5,
  })
  priority?: number | null;

  @DateField({ description: 'First day of use', optional: true, nullable: true })
  neededFrom?: string | null;

  @DateField({ description: 'Needed by this day', optional: true, nullable: true })
  neededBy?: string | null;

  @DateField({
    description:
      'The request stands until this day, at most 731 days ahead or the end of the cycle after this one, if that is later',
    optional: true,
    nullable: true,
  })
  validUntil?: string | null;

  @TextField({ description: 'Tags', optional: true, max: TAG_MAX, list: { max: TAGS_MAX } })
  tags?: string[];

  @TextField({
    description: 'Title and year of the national action plan that it is part of',
    optional: true,
    nullable: true,
    max: TITLE_MAX,
  })
  actionPlan?: string | null;

  @IntField({
    description: 'Its place among the priorities of that plan; 1 comes first',
    optional: true,
    nullable: true,
    min: 1,
    max: PLAN_RANK_MAX,
  })
  actionPlanRank?: number | null;

  @TextField({ description: 'What was done already', optional: true, nullable: true, max: NOTE_MAX })
  alreadyDone?: string | null;

  @TextField({
    description: 'Paragraphs of the 2012 outcomes that it answers, as the categories name them',
    optional: true,
    list: { max: PARAGRAPHS_MAX },
    ...PARAGRAPH,
  })
  paragraphs?: string[];

  @EnumField({
    description: 'Where the same was asked for too',
    optional: true,
    list: { max: OTHER_CHANNELS.length },
    values: OTHER_CHANNELS,
  })
  alsoSubmittedTo?: OtherChannel[];

  @TextField({ description: 'To which other, and when', optional: true, nullable: true, max: REASON_MAX })
  alsoSubmittedNote?: string | null;

  @IdField({
    description: 'The national report of the own organization that it comes from',
    optional: true,
    nullable: true,
    prefix: 'nrep',
  })
  reportId?: string | null;

  @TextField({
    description: 'The paragraph of that report, or the question answered there',
    optional: true,
    nullable: true,
    max: 300,
  })
  reportParagraph?: string | null;

  @NestedField({
    description: 'All items, in order; items with an id are changed, others are new, those not named go',
    optional: true,
    list: { max: ITEMS_MAX },
    type: () => NeedItemInput,
  })
  items?: NeedItemInput[];
}

export class NeedInput extends NeedContentDto {
  @TextField({ description: 'Title', max: TITLE_MAX, example: 'Marking machines for the national armoury' })
  title!: string;

  @TextField({ description: 'Country or area to be helped (ISO 3166-1 alpha-2)', ...AREA })
  areaIso2!: string;

  static contentOf({ title = '', areaIso2 = '', ...input }: Partial<NeedInput>): NeedContent {
    return {
      summary: '',
      language: 'en',
      visibility: 'parties-only',
      priority: null,
      neededFrom: null,
      neededBy: null,
      validUntil: null,
      tags: [],
      items: [],
      ...NeedPatch.changesOf(input),
      title,
      areaIso2,
    };
  }
}

export class NeedPatch extends NeedContentDto {
  @TextField({ description: 'Title', optional: true, max: TITLE_MAX })
  title?: string;

  @TextField({ description: 'Country or area to be helped (ISO 3166-1 alpha-2)', optional: true, ...AREA })
  areaIso2?: string;

  /** Only what is there. */
  static changesOf({ items, ...rest }: NeedPatch): Partial<NeedContent> {
    const given = Object.entries(rest).filter(
      ([name, value]) => value !== undefined && (value !== null || CLEARED_BY_NULL.has(name)),
    );
    return {
      ...(Object.fromEntries(given) as Partial<NeedContent>),
      ...(items && { items: items.map(NeedItemInput.contentOf) }),
    };
  }
}

export class PublishNeedInput {
  @EnumField({
    description: 'A narrower circle than the organization agreed to',
    optional: true,
    values: VISIBILITIES,
  })
  visibility?: Visibility;
}

/** Why a need is withdrawn, rejected, closed partly or taken off again. */
export class EndNeedInput {
  @TextField({
    description: 'Why; shown to its organization, the State that it is for, coordinators and auditors',
    max: REASON_MAX,
  })
  reason!: string;
}

export class SubmitNeedQuery {
  @BoolField({ description: 'Hand it in again although questions of the coordinators have no answer', optional: true })
  withoutAnswers?: boolean;
}

/** Who sees a need. */
export class ShowNeedInput {
  @EnumField({ description: 'The circle; not wider than its organization agreed to', values: VISIBILITIES })
  visibility!: Visibility;

  @TextField({
    description: 'Why; for the record, and of a published need for everybody who reads it',
    max: REASON_MAX,
  })
  reason!: string;
}

export class ConfirmNeedInput {
  @DateField({ description: 'The request stands until this day, not over and at most as far ahead as in a draft' })
  validUntil!: string;
}

export class WaiveInput {
  @AmountField({ description: 'How much of the item is no longer asked for, in all' })
  waived!: string;

  @TextField({ description: 'Why', max: REASON_MAX })
  reason!: string;
}

export class AcceptInput {
  @AmountField({
    description:
      'How much of the money that was delivered is accepted, in all; no less than was accepted with its deliveries',
  })
  accepted!: string;
}

export class AcknowledgeNeedInput {
  @TextField({
    description: 'How it was made sure that the request is its organization’s',
    max: REASON_MAX,
    example: 'Note verbale 12/2026 of the Permanent Mission',
  })
  authentication!: string;
}

export class AssignCategoryInput {
  @TextField({ description: 'Category of assistance', ...CATEGORY })
  categoryCode!: string;

  @TextField({
    description: 'Why: who asked reads it, and where the need is published everybody who sees it',
    max: REASON_MAX,
  })
  reason!: string;
}
