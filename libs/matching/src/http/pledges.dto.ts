import {
  AmountField,
  BoolField,
  DateField,
  EnumField,
  IdField,
  IntField,
  MeasureDto,
  NestedField,
  TextField,
} from '#libs/platform/http';
import type { NeedPledge, Surplus, SurplusChoice } from '../pledges.queries.js';
import type { Pledge } from '../pledges.service.js';
import { MatchedOfferDto } from './matching.dto.js';

const VISIBILITIES = ['public', 'private'] as const;

export class PledgeDto {
  @TextField({ description: 'Title of the pledge', max: 300, example: 'Marking machines for Haiti' })
  title!: string;

  @AmountField({ description: 'Minor units of the currency, or whole units; may be more than is open', example: '12' })
  amount!: string;

  @NestedField({ description: 'What is counted; the same as the item counts', type: () => MeasureDto })
  measure!: MeasureDto;

  @TextField({ description: 'What else you ask for, in words', optional: true, min: 0, max: 20_000 })
  conditions?: string;

  @DateField({
    description: 'Last day on which it may be taken up; what it gives may come until the item is needed',
    optional: true,
    nullable: true,
  })
  validUntil?: string | null;

  @EnumField({
    description: 'Who may see it; it is shown to nobody who may not see the need',
    optional: true,
    values: VISIBILITIES,
  })
  visibility?: 'public' | 'private';

  /** Of what cannot be used and was taken out, what breaks no rule. */
  static termsOf({
    title,
    amount = '1',
    measure = {},
    conditions,
    validUntil,
    visibility,
  }: PledgeDto): Omit<Pledge, 'needId' | 'needItemId'> {
    const { currency, unit } = measure;
    return {
      title,
      amount: BigInt(amount),
      measure: currency ? { currency, ...(unit && { unit }) } : { unit: unit ?? '' },
      conditions: conditions ?? '',
      validUntil: validUntil ?? null,
      visibility: visibility ?? 'public',
    };
  }
}

class NeedPledgeDto implements NeedPledge {
  @IdField({ description: 'Its match', prefix: 'match' })
  matchId!: string;

  @IdField({ description: 'The item', prefix: 'item' })
  needItemId!: string;

  @NestedField({ description: 'The offer that it is', type: () => MatchedOfferDto })
  offer!: MatchedOfferDto;

  @BoolField({ description: 'Both sides have consented: it is committed, and counts as covered' })
  isCommitted!: boolean;

  @AmountField({ description: 'What is committed; of one that is not, what of it is free' })
  amount!: string;

  @NestedField({ description: 'What the amount counts', type: () => MeasureDto })
  measure!: NeedPledge['measure'];

  @DateField({ description: 'Last day on which it stands, where it is not committed', nullable: true })
  validUntil!: string | null;
}

export class PledgesDto {
  @NestedField({
    description: 'What is committed first, then the newest first',
    list: { max: 200 },
    type: () => NeedPledgeDto,
  })
  items!: NeedPledgeDto[];
}

class SurplusChoiceDto implements SurplusChoice {
  @IdField({ description: 'The need', prefix: 'need' })
  needId!: string;

  @TextField({ description: 'Its title', max: 300 })
  needTitle!: string;

  @TextField({ description: 'ISO 3166-1 alpha-2 of the receiving State or area', max: 2 })
  areaIso2!: string;

  @IdField({ description: 'Its item', prefix: 'item' })
  needItemId!: string;

  @TextField({ description: 'What is asked for', min: 0, max: 20_000 })
  description!: string;

  @TextField({ description: 'Assistance category', max: 60 })
  categoryCode!: string;

  @AmountField({ description: 'What is still open' })
  open!: string;
}

export class SurplusDto implements Surplus {
  @IdField({ description: 'The offer', prefix: 'offer' })
  offerId!: string;

  @IntField({ description: 'Its version, for If-Match', min: 1, max: 2_147_483_647 })
  version!: number;

  @AmountField({ description: 'What is not committed of it' })
  left!: string;

  @NestedField({ description: 'What it counts', type: () => MeasureDto })
  measure!: Surplus['measure'];

  @NestedField({ description: 'Other needs for the same State', list: { max: 10 }, type: () => SurplusChoiceDto })
  sameState!: SurplusChoiceDto[];

  @NestedField({
    description: 'Needs of the same category in the region, the nearest part of it first',
    list: { max: 10 },
    type: () => SurplusChoiceDto,
  })
  sameCategory!: SurplusChoiceDto[];
}

export class MoveSurplusDto {
  @IdField({ description: 'The other need', prefix: 'need' })
  needId!: string;

  @IdField({ description: 'Its item', prefix: 'item' })
  needItemId!: string;

  @AmountField({ description: 'How much goes there', example: '5' })
  amount!: string;
}
