import {
  AmountField,
  BoolField,
  DateField,
  EnumField,
  IdField,
  InstantField,
  IntField,
  NestedField,
  NumberField,
  ObjectField,
  PageQuery,
  pageOf,
  TextField,
} from '#libs/platform/http';
import type { Candidate } from '../candidates.queries.js';
import type { Facts } from '../hard.rules.js';
import type { MatchView, ValueInUsd } from '../matches.queries.js';
import { VALUED_EVENTS, type ValuedEvent } from '../match-value.entity.js';
import {
  ASKED_AGAIN_BECAUSE,
  ENDED_BECAUSE,
  matchStates,
  type AskedAgainBecause,
  type EndedBecause,
  type MatchState,
} from '../match.states.js';
import type { Reasons } from '../score.rules.js';
import type { ToldReasons } from '../told.rules.js';

const NOTE_MAX = 2_000;

export class MatchQuery extends PageQuery {
  @IdField({ description: 'Only matches of this need', optional: true, prefix: 'need' })
  needId?: string;

  @IdField({ description: 'Only matches of this offer', optional: true, prefix: 'offer' })
  offerId?: string;

  @EnumField({
    description: 'Only matches in these states',
    optional: true,
    list: { max: matchStates.all.length },
    values: matchStates.all,
  })
  state?: MatchState[];
}

export class ProposeMatchDto {
  @IdField({ description: 'Item of a published need', prefix: 'item' })
  needItemId!: string;

  @IdField({ description: 'Published offer', prefix: 'offer' })
  offerId!: string;

  @AmountField({ description: 'Minor units of the currency, or whole units', example: '50' })
  amount!: string;

  @TextField({ description: 'Why, in words', optional: true, max: NOTE_MAX })
  note?: string;
}

export class ReviewMatchDto {
  @EnumField({ description: 'Put it before both parties, or not', values: ['accept', 'decline'] })
  decision!: 'accept' | 'decline';

  @AmountField({ description: 'On accept: another amount than the suggested one', optional: true })
  amount?: string;

  @TextField({ description: 'On accept: a word to the parties', optional: true, max: NOTE_MAX })
  note?: string;

  @TextField({ description: 'On decline, required: why', optional: true, max: NOTE_MAX })
  reason?: string;
}

export class MatchReasonDto {
  @TextField({ description: 'Why, in words', max: NOTE_MAX })
  reason!: string;
}

export class LowerMatchDto {
  @AmountField({ description: 'What it gives from now on: minor units of the currency, or whole units', example: '40' })
  amount!: string;

  @TextField({ description: 'Why, in words; both parties read it', max: NOTE_MAX })
  reason!: string;
}

class NamedDto {
  @TextField({ description: 'Id', max: 40 })
  id!: string;

  @TextField({ description: 'Name', max: 300 })
  name!: string;
}

export class MeasureDto {
  @TextField({ description: 'ISO 4217 code, when money', optional: true, max: 3 })
  currency?: string;

  @TextField({ description: 'Code of the unit, when not money', optional: true, max: 60 })
  unit?: string;
}

class ChangeDto {
  @EnumField({ description: 'What would have to change', values: ['need', 'offer'] })
  of!: 'need' | 'offer';

  @TextField({ description: 'Its field', max: 60 })
  field!: string;

  @EnumField({ description: 'Set it to, add to it, remove from it', values: ['set', 'add', 'remove'] })
  do!: 'set' | 'add' | 'remove';

  @TextField({ description: 'The value', max: 60 })
  value!: string;
}

class RuleResultDto {
  @TextField({ description: 'Name of the hard rule', max: 60, example: 'minimum-lot' })
  rule!: string;

  @BoolField({ description: 'Whether it holds' })
  holds!: boolean;

  @ObjectField({ description: 'What it was decided on: quantities as decimal texts, days as YYYY-MM-DD' })
  facts!: Facts;

  @NestedField({ description: 'The smallest change that would make it hold', optional: true, type: () => ChangeDto })
  change?: ChangeDto;
}

class ScorePartDto {
  @TextField({ description: 'Name of the part', max: 60, example: 'urgency' })
  part!: string;

  @NumberField({ description: 'Its share of the score', min: 0, max: 1 })
  weight!: number;

  @NumberField({ description: 'Its value', min: 0, max: 1 })
  value!: number;

  @ObjectField({ description: 'What it was computed from' })
  facts!: Facts;
}

class ReasonsDto {
  @IntField({ description: 'Version of the scoring policy', min: 1, max: 1_000_000 })
  policyVersion!: number;

  @NestedField({
    description: 'The hard rules that tell nothing which the reader may not know',
    list: true,
    type: () => RuleResultDto,
  })
  rules!: RuleResultDto[];

  @NestedField({
    description: 'The parts of the score that tell nothing which the reader may not know',
    list: true,
    type: () => ScorePartDto,
  })
  parts!: ScorePartDto[];

  @NumberField({
    description: 'Weighted sum of the parts; null: some are not told to the reader',
    nullable: true,
    min: 0,
    max: 1,
  })
  score!: number | null;
}

class MatchedNeedDto {
  @IdField({ description: 'Id', prefix: 'need' })
  id!: string;

  @TextField({ description: 'Title', max: 300 })
  title!: string;

  @TextField({ description: 'ISO 3166-1 alpha-2 of the receiving State or area', max: 2 })
  areaIso2!: string;

  @NestedField({ description: 'Who asks', type: () => NamedDto })
  organization!: NamedDto;

  @BoolField({ description: 'It came from another system: the State of the area consents, whoever asked' })
  imported!: boolean;

  @IntField({ description: 'The number of its last published revision', min: 0, max: 1e9 })
  revision!: number;

  @BoolField({ description: 'You may not see it as it is now: the texts are those that the parties were shown last' })
  isHidden!: boolean;
}

class MatchedItemDto {
  @IdField({ description: 'Id', prefix: 'item' })
  id!: string;

  @TextField({ description: 'What is asked for', min: 0, max: 20_000 })
  description!: string;

  @TextField({ description: 'Assistance category', max: 60 })
  categoryCode!: string;

  @AmountField({ description: 'What is still open; null where you may not see the need as it is now', nullable: true })
  open!: string | null;

  @TextField({
    description:
      'The site where it is delivered; for the parties to a confirmed match, where the State opened it to them',
    nullable: true,
    max: 300,
  })
  site!: string | null;
}

export class MatchedOfferDto {
  @IdField({ description: 'Id', prefix: 'offer' })
  id!: string;

  @TextField({ description: 'Title', max: 300 })
  title!: string;

  @NestedField({ description: 'Who offers', type: () => NamedDto })
  organization!: NamedDto;
}

class OfferOfMatchDto extends MatchedOfferDto {
  @BoolField({ description: 'You may not see it as it is now: the title is the one that the parties were shown last' })
  isHidden!: boolean;
}

/** As many as the database keeps: the greatest amount at the lowest rate has fewer. */
const USD_DIGITS = 30;

class ValueInUsdDto implements ValueInUsd {
  @EnumField({ description: 'With what the rate was frozen', values: VALUED_EVENTS, name: 'ValuedEvent' })
  event!: ValuedEvent;

  @DateField({ description: 'Day of the pledge, or of the second consent' })
  on!: string;

  @TextField({
    description:
      'Cents, which may be more than an amount of money can be; null, as what follows, where no rate was known on that day',
    nullable: true,
    max: USD_DIGITS,
    pattern: new RegExp(`^\\d{1,${USD_DIGITS}}$`),
    example: '125000',
  })
  amountUsd!: string | null;

  @TextField({ description: 'Units of the currency for one US dollar, exact decimal', nullable: true, max: 60 })
  rate!: string | null;

  @DateField({ description: 'From when on the rate applied', nullable: true })
  rateOn!: string | null;

  @TextField({ description: 'Source of the rate', nullable: true, max: 1_000 })
  rateSource!: string | null;
}

export class MatchDto {
  @IntField({
    description: 'The published revision of the need that it was made on, or last reviewed on',
    min: 0,
    max: 1e9,
  })
  needRevision!: number;

  @IdField({ description: 'Id', prefix: 'match' })
  id!: string;

  @NestedField({ description: 'The need', type: () => MatchedNeedDto })
  need!: MatchedNeedDto;

  @NestedField({ description: 'Its item', type: () => MatchedItemDto })
  item!: MatchedItemDto;

  @NestedField({ description: 'The offer', type: () => OfferOfMatchDto })
  offer!: OfferOfMatchDto;

  @EnumField({ description: 'State', values: matchStates.all, name: 'MatchState' })
  state!: MatchState;

  @EnumField({ description: 'Who found it; pledge: the donor’s own', values: ['engine', 'person', 'pledge'] })
  origin!: 'engine' | 'person' | 'pledge';

  @AmountField({ description: 'Minor units of the currency, or whole units' })
  amount!: string;

  @NestedField({ description: 'What the amount counts', type: () => MeasureDto })
  measure!: MeasureDto;

  @NestedField({
    description:
      'What the amount is in US dollars at the rates that were frozen with its pledge and its commitment, in this order; empty where it is in kind, or neither yet',
    list: { max: 2 },
    type: () => ValueInUsdDto,
  })
  values!: readonly ValueInUsdDto[];

  @EnumField({
    description: 'Who pays the money of a confirmed match; null: it is in kind or not confirmed, or nobody has begun',
    values: ['donor', 'fund'],
    nullable: true,
    name: 'MatchPayer',
  })
  paidBy!: MatchView['paidBy'];

  @NumberField({
    description: 'Score of the suggestion; null: not all of its parts are told to the reader',
    nullable: true,
    min: 0,
    max: 1,
  })
  score!: number | null;

  @NestedField({ description: 'Why, as data', type: () => ReasonsDto })
  reasons!: ToldReasons;

  @TextField({ description: 'Words of who proposed it', nullable: true, max: NOTE_MAX })
  note!: string | null;

  @TextField({ description: 'Words of who reviewed it', nullable: true, max: NOTE_MAX })
  reviewNote!: string | null;

  @NestedField({ description: 'Coordinator who put it before the parties', nullable: true, type: () => NamedDto })
  reviewedBy!: NamedDto | null;

  @InstantField({ description: 'When it was put before the parties', nullable: true })
  reviewedAt!: string | null;

  @NestedField({ description: 'Who consented for the State', nullable: true, type: () => NamedDto })
  stateConsentBy!: NamedDto | null;

  @InstantField({ description: 'When', nullable: true })
  stateConsentAt!: string | null;

  @NestedField({ description: 'Who consented for the donor', nullable: true, type: () => NamedDto })
  donorConsentBy!: NamedDto | null;

  @InstantField({ description: 'When', nullable: true })
  donorConsentAt!: string | null;

  @TextField({ description: 'Why it was declined or rescinded', nullable: true, max: NOTE_MAX })
  declinedReason!: string | null;

  @EnumField({
    description: 'Why it ended before both had consented; null: the engine found something better, or it has not',
    nullable: true,
    values: ENDED_BECAUSE,
    name: 'MatchEndedBecause',
  })
  endedBecause!: EndedBecause | null;

  @EnumField({
    description: 'What changed after a party had consented, so that both were asked again',
    nullable: true,
    values: ASKED_AGAIN_BECAUSE,
    name: 'MatchAskedAgainBecause',
  })
  askedAgainBecause!: AskedAgainBecause | null;

  @AmountField({ description: 'What both parties consented to, where it was lowered since', nullable: true })
  consentedAmount!: string | null;

  @TextField({ description: 'Why it was lowered', nullable: true, max: NOTE_MAX })
  loweredReason!: string | null;

  @NestedField({ description: 'Coordinator who lowered it last', nullable: true, type: () => NamedDto })
  loweredBy!: NamedDto | null;

  @InstantField({ description: 'When', nullable: true })
  loweredAt!: string | null;

  @InstantField({ description: 'When it was suggested or proposed' })
  createdAt!: string;

  @IntField({ description: 'Version, as in the ETag', min: 1, max: 999_999_999 })
  version!: number;

  static of({ policyVersion: _, ...view }: MatchView): MatchDto {
    return {
      ...view,
      reviewedAt: view.reviewedAt?.toISOString() ?? null,
      stateConsentAt: view.stateConsentAt?.toISOString() ?? null,
      donorConsentAt: view.donorConsentAt?.toISOString() ?? null,
      loweredAt: view.loweredAt?.toISOString() ?? null,
      createdAt: view.createdAt.toISOString(),
    };
  }
}

export class MatchPage extends pageOf(MatchDto) {}

export class CandidateDto implements Candidate {
  @IdField({ description: 'Item of the need', prefix: 'item' })
  needItemId!: string;

  @NestedField({ description: 'The offer', type: () => MatchedOfferDto })
  offer!: MatchedOfferDto;

  @NestedField({ description: 'What the offer counts', type: () => MeasureDto })
  measure!: Candidate['measure'];

  @AmountField({ description: 'The most that could be given now' })
  available!: string;

  @BoolField({ description: 'Whether every hard rule holds' })
  eligible!: boolean;

  @NestedField({ description: 'Why, or why not', type: () => ReasonsDto })
  reasons!: Reasons;
}

export class CandidatesDto {
  @NestedField({
    description: 'Per item: what fits, by score; then near misses, the fewest broken rules first',
    list: { max: 10_000 },
    type: () => CandidateDto,
  })
  items!: CandidateDto[];
}
