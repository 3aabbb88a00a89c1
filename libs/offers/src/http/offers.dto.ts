import { STATED_KINDS, type StatedKind } from '#libs/identity';
import {
  AmountField,
  DateField,
  EnumField,
  IdField,
  InstantField,
  IntField,
  MeasureDto,
  NamedDto,
  NestedField,
  pageOf,
  TextField,
} from '#libs/platform/http';
import {
  AREA_GROUPS,
  COOPERATION_MODES,
  OFFER_KINDS,
  WHOLE_BP,
  type AreaGroup,
  type CooperationMode,
  type OfferKind,
} from '../offer.rules.js';
import {
  OFFER_VISIBILITIES,
  PLEDGE_CIRCLES,
  SHOWN_STATES,
  type OfferVisibility,
  type PledgeCircle,
  type ShownState,
} from '../offer.states.js';
import type { OfferView } from '../offers.queries.js';
import { AREAS_MAX, CONTACT_MAX, TEXT_MAX, TITLE_MAX, TAG_MAX, TAGS_MAX } from '../offer.limits.js';
import { AREA, CATEGORY, REGION, TYPE } from './offers.input.dto.js';

export class OfferDto {
  @IdField({ description: 'Id', prefix: 'offer' })
  id!: string;

  @NestedField({ description: 'Who offers', type: () => NamedDto })
  organization!: NamedDto;

  @TextField({ description: 'Title', max: TITLE_MAX })
  title!: string;

  @TextField({ description: 'What is offered, in words', min: 0, max: TEXT_MAX })
  description!: string;

  @EnumField({ description: 'Money, or something else', values: OFFER_KINDS })
  kind!: OfferKind;

  @TextField({ description: 'Categories of assistance; none: any', list: true, ...CATEGORY })
  categoryCodes!: string[];

  @TextField({ description: 'Types of assistance; none: any', list: true, ...TYPE })
  typeCodes!: string[];

  @NestedField({ description: 'What is counted', type: () => MeasureDto })
  measure!: MeasureDto;

  @AmountField({ description: 'How much there is: minor units, or whole units' })
  capacity!: string;

  @AmountField({
    description:
      'Committed to confirmed matches; to whom the offer is neither their own nor in their care as coordinators or auditors, only to those with needs that everybody may read, and so the next three and the state',
  })
  committed!: string;

  @AmountField({ description: 'Of that, in kind: what was delivered; money is told of by its agreement' })
  delivered!: string;

  @AmountField({ description: 'Of that: what was accepted' })
  accepted!: string;

  @AmountField({ description: 'Still to be committed; nothing of an offer that has ended or became an agreement' })
  left!: string;

  @IntField({ description: '1 (not earmarked) to 4 (tightly), as in IATI', min: 1, max: 4 })
  earmarkLevel!: number;

  @TextField({ description: 'Only for these countries (ISO 3166-1)', list: { max: AREAS_MAX }, ...AREA })
  earmarkAreas!: string[];

  @TextField({ description: 'Only for these regions (M49)', list: true, ...REGION })
  earmarkRegions!: string[];

  @EnumField({ description: 'Only for these groups of countries', list: true, values: AREA_GROUPS })
  earmarkGroups!: AreaGroup[];

  @TextField({ description: 'Not for these countries (ISO 3166-1)', list: { max: AREAS_MAX }, ...AREA })
  excludedAreas!: string[];

  @TextField({ description: 'Not for these categories', list: true, ...CATEGORY })
  excludedCategories!: string[];

  @TextField({ description: 'Not for these types', list: true, ...TYPE })
  excludedTypes!: string[];

  @NestedField({ description: 'Only what this organization carries out', nullable: true, type: () => NamedDto })
  implementer!: NamedDto | null;

  @EnumField({
    description: 'Only what an organization of one of these kinds carries out',
    list: true,
    values: STATED_KINDS,
  })
  implementerKinds!: StatedKind[];

  @IntField({
    description: 'The most of one item that it pays for, in basis points',
    nullable: true,
    min: 1,
    max: WHOLE_BP,
  })
  maximumShareBp!: number | null;

  @AmountField({ description: 'The least that is given at once', nullable: true })
  minimumLot!: string | null;

  @AmountField({ description: 'The most that one country gets', nullable: true })
  maximumPerRecipient!: string | null;

  @DateField({ description: 'First day' })
  validFrom!: string;

  @DateField({ description: 'Last day', nullable: true })
  validUntil!: string | null;

  @DateField({
    description:
      'Set where its last day is past: nothing more is committed of it, and until this day, inclusive, its donor can give it a later last day',
    nullable: true,
  })
  extendableUntil!: string | null;

  @DateField({ description: 'First day of use, where it is not the first day', nullable: true })
  usableFrom!: string | null;

  @DateField({ description: 'Last day of use, where it is not the last day', nullable: true })
  usableUntil!: string | null;

  @EnumField({ description: 'Where it stands; exhausted: published, and nothing is left', values: SHOWN_STATES })
  state!: ShownState;

  @EnumField({ description: 'Who may see it', values: OFFER_VISIBILITIES })
  visibility!: OfferVisibility;

  @EnumField({
    description:
      'Of a pledge to a need, who may see it at the most: `public` everybody, `states-only` who is signed in, `closed` only its donor, coordinators and auditors. Null: it is no pledge',
    nullable: true,
    values: PLEDGE_CIRCLES,
    name: 'PledgeCircle',
  })
  pledgeCircle!: PledgeCircle | null;

  @TextField({ description: 'What else the donor asks for, in words', min: 0, max: TEXT_MAX })
  conditions!: string;

  @TextField({
    description: 'Whom to write or call about it; empty for who is not signed in',
    min: 0,
    max: CONTACT_MAX,
  })
  contact!: string;

  @EnumField({ description: 'Who cooperates with whom', nullable: true, values: COOPERATION_MODES })
  cooperationMode!: CooperationMode | null;

  @TextField({ description: 'Tags', max: TAG_MAX, list: { max: TAGS_MAX } })
  tags!: string[];

  @TextField({ description: 'Where it was imported from', nullable: true, max: TITLE_MAX })
  source!: string | null;

  @TextField({ description: 'Its reference there', nullable: true, max: TITLE_MAX })
  externalRef!: string | null;

  @InstantField({ description: 'When it was begun' })
  createdAt!: string;

  @InstantField({ description: 'When it was published', nullable: true })
  publishedAt!: string | null;

  @IntField({
    description:
      'Grows with every change of what its organization says and does; the ETag. What is committed does not move it',
    min: 1,
    max: 2_147_483_647,
  })
  version!: number;

  static of(offer: OfferView): OfferDto {
    return {
      ...offer,
      createdAt: offer.createdAt.toISOString(),
      publishedAt: offer.publishedAt?.toISOString() ?? null,
    };
  }
}

export class OfferPage extends pageOf(OfferDto) {
  @IntField({ description: 'All offers that fit; only when asked for', optional: true, min: 0, max: 2_147_483_647 })
  total?: number;
}
