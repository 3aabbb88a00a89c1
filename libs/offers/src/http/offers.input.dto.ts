import {
  AmountField,
  DateField,
  EnumField,
  IdField,
  IntField,
  MeasureDto,
  NestedField,
  TextField,
} from '#libs/platform/http';
import { STATED_KINDS, type StatedKind } from '#libs/identity';
import {
  AREA_GROUPS,
  COOPERATION_MODES,
  OFFER_KINDS,
  UNSTATED,
  WHOLE_BP,
  type AreaGroup,
  type CooperationMode,
  type OfferKind,
} from '../offer.rules.js';
import { AREAS_MAX, CONTACT_MAX, REASON_MAX, TEXT_MAX, TITLE_MAX, TAG_MAX, TAGS_MAX } from '../offer.limits.js';
import { OFFER_VISIBILITIES, type OfferVisibility } from '../offer.states.js';
import type { OfferDraft } from '../offers.service.js';

export const CATEGORY = { max: 12, pattern: /^[A-Z]+$/ };
export const AREA = { min: 2, max: 2, pattern: /^[A-Z]{2}$/ };
export const REGION = { min: 3, max: 3, pattern: /^\d{3}$/ };
export const TYPE = { max: 60, pattern: /^[a-z-]+$/ };

/** What may be left out when an offer is made. */
class OfferContentDto {
  @TextField({ description: 'What is offered, in words', optional: true, min: 0, max: TEXT_MAX })
  description?: string;

  @TextField({ description: 'Categories of assistance; none: any', optional: true, list: true, ...CATEGORY })
  categoryCodes?: string[];

  @TextField({ description: 'Types of assistance; none: any', optional: true, list: true, ...TYPE })
  typeCodes?: string[];

  @IntField({
    description: '1 (not earmarked) to 4 (tightly), as in IATI; follows from places and groups when not given',
    optional: true,
    min: 1,
    max: 4,
  })
  earmarkLevel?: number;

  @TextField({
    description: 'Only for these countries (ISO 3166-1)',
    optional: true,
    list: { max: AREAS_MAX },
    ...AREA,
  })
  earmarkAreas?: string[];

  @TextField({ description: 'Only for these regions (M49)', optional: true, list: true, ...REGION })
  earmarkRegions?: string[];

  @EnumField({ description: 'Only for these groups of countries', optional: true, list: true, values: AREA_GROUPS })
  earmarkGroups?: AreaGroup[];

  @TextField({ description: 'Not for these countries (ISO 3166-1)', optional: true, list: { max: AREAS_MAX }, ...AREA })
  excludedAreas?: string[];

  @TextField({ description: 'Not for these categories', optional: true, list: true, ...CATEGORY })
  excludedCategories?: string[];

  @TextField({ description: 'Not for these types', optional: true, list: true, ...TYPE })
  excludedTypes?: string[];

  @IdField({
    description: 'Only what this organization carries out',
    optional: true,
    nullable: true,
    prefix: 'org',
  })
  implementerId?: string | null;

  @EnumField({
    description: 'Only what an organization of one of these kinds carries out',
    optional: true,
    list: true,
    values: STATED_KINDS,
  })
  implementerKinds?: StatedKind[];

  @IntField({
    description: 'The most of one item that it pays for, in basis points: 5000 is half; others give the rest',
    optional: true,
    nullable: true,
    min: 1,
    max: WHOLE_BP,
  })
  maximumShareBp?: number | null;

  @AmountField({ description: 'The least that is given at once', optional: true, nullable: true })
  minimumLot?: string | null;

  @AmountField({ description: 'The most that one country gets', optional: true, nullable: true })
  maximumPerRecipient?: string | null;

  @DateField({ description: 'First day; today when not given', optional: true })
  validFrom?: string;

  @DateField({ description: 'Last day', optional: true, nullable: true })
  validUntil?: string | null;

  @DateField({ description: 'First day of use, where it is not the first day', optional: true, nullable: true })
  usableFrom?: string | null;

  @DateField({ description: 'Last day of use, where it is not the last day', optional: true, nullable: true })
  usableUntil?: string | null;

  @EnumField({
    description: 'private: known only to its organization, coordinators, auditors and the parties of its matches',
    optional: true,
    values: OFFER_VISIBILITIES,
  })
  visibility?: OfferVisibility;

  @TextField({ description: 'What else the donor asks for, in words', optional: true, min: 0, max: TEXT_MAX })
  conditions?: string;

  @TextField({
    description: 'Whom to write or call about it; shown to people who are signed in',
    optional: true,
    min: 0,
    max: CONTACT_MAX,
  })
  contact?: string;

  @EnumField({ description: 'Who cooperates with whom', optional: true, nullable: true, values: COOPERATION_MODES })
  cooperationMode?: CooperationMode | null;

  @TextField({ description: 'Tags', optional: true, max: TAG_MAX, list: { max: TAGS_MAX } })
  tags?: string[];
}

export class OfferInput extends OfferContentDto {
  @TextField({ description: 'Title', max: TITLE_MAX, example: 'Marking machines with training' })
  title!: string;

  @EnumField({ description: 'Money, or something else', values: OFFER_KINDS })
  kind!: OfferKind;

  @NestedField({
    description: 'What is counted: a currency for cash, a unit for what is in kind',
    type: () => MeasureDto,
  })
  measure!: MeasureDto;

  @AmountField({ description: 'How much there is: minor units, or whole units', example: '12' })
  capacity!: string;

  /** Of what cannot be used and was taken out, what breaks no rule. */
  static draftOf(input: Partial<OfferInput>): OfferDraft {
    const { title = '', kind = 'cash', measure = {}, capacity = '0' } = input;
    return {
      ...UNSTATED,
      description: '',
      categoryCodes: [],
      typeCodes: [],
      earmarkAreas: [],
      earmarkRegions: [],
      earmarkGroups: [],
      excludedAreas: [],
      minimumLot: null,
      maximumPerRecipient: null,
      validUntil: null,
      visibility: 'public',
      conditions: '',
      ...OfferPatch.changesOf(input),
      title,
      kind,
      measure: measureOf(measure),
      capacity: BigInt(capacity),
    };
  }
}

/** Fields that null clears. */
const MAY_BE_EMPTY: ReadonlySet<string> = new Set([
  'validUntil',
  'usableFrom',
  'usableUntil',
  'implementerId',
  'maximumShareBp',
  'cooperationMode',
]);

export class OfferPatch extends OfferContentDto {
  @TextField({ description: 'Title', optional: true, max: TITLE_MAX })
  title?: string;

  @EnumField({ description: 'Money, or something else; fixed once published', optional: true, values: OFFER_KINDS })
  kind?: OfferKind;

  @NestedField({ description: 'What is counted; fixed once published', optional: true, type: () => MeasureDto })
  measure?: MeasureDto;

  @AmountField({
    description: 'How much there is; a published offer only grows, and is reduced with a reason',
    optional: true,
  })
  capacity?: string;

  /** Only what is there: null clears what may be empty and is as good as nothing elsewhere. */
  static changesOf(patch: OfferPatch): Partial<OfferDraft> {
    const { minimumLot, maximumPerRecipient, measure, capacity, ...rest } = patch;
    const given = Object.entries(rest).filter(
      ([field, value]) => value !== undefined && (value !== null || MAY_BE_EMPTY.has(field)),
    );
    return {
      ...(Object.fromEntries(given) as typeof rest),
      ...(minimumLot !== undefined && { minimumLot: minimumLot === null ? null : BigInt(minimumLot) }),
      ...(maximumPerRecipient !== undefined && {
        maximumPerRecipient: maximumPerRecipient === null ? null : BigInt(maximumPerRecipient),
      }),
      ...(measure && { measure: measureOf(measure) }),
      ...(capacity && { capacity: BigInt(capacity) }),
    };
  }
}

export class WithdrawOfferInput {
  @TextField({ description: 'Why; kept in the record of acts', max: REASON_MAX })
  reason!: string;
}

export class ReduceOfferInput {
  @AmountField({ description: 'How much there is from now on; no less than is committed', example: '8' })
  capacity!: string;

  @TextField({ description: 'Why; kept in the record of acts', max: REASON_MAX })
  reason!: string;
}

export class ReopenOfferInput {
  @DateField({ description: 'A new last day; as it was when left out', optional: true, nullable: true })
  validUntil?: string | null;

  @DateField({ description: 'New last day of use', optional: true, nullable: true })
  usableUntil?: string | null;
}

function measureOf({ currency, unit }: MeasureDto) {
  return { currency: currency ?? undefined, unit: unit ?? undefined };
}
