import {
  AmountField,
  BoolField,
  DateField,
  EnumField,
  IdField,
  InstantField,
  IntField,
  MeasureDto,
  NamedDto,
  NestedField,
  NumberField,
  TextField,
} from '#libs/platform/http';
import type { DuplicateView } from '../need-duplicates.queries.js';
import { REASON_MAX, TITLE_MAX } from '../need.limits.js';
import { LANGUAGES, OTHER_CHANNELS, type Language, type OtherChannel } from '../need.rules.js';
import { needStates, type NeedState } from '../need.states.js';
import { CATEGORY, NeedItemContentDto } from './needs.dto.js';

class ComparedItemDto extends NeedItemContentDto {
  @NestedField({ description: 'What is counted', type: () => MeasureDto })
  measure!: MeasureDto;

  @TextField({ description: 'Category of assistance', ...CATEGORY })
  categoryCode!: string;

  @TextField({ description: 'Type of assistance', max: 60 })
  typeCode!: string;
}

class LikeNeedDto {
  @IdField({ description: 'Id', prefix: 'need' })
  id!: string;

  @NestedField({ description: 'Who asks', type: () => NamedDto })
  organization!: NamedDto;

  @TextField({ description: 'Title', max: TITLE_MAX })
  title!: string;

  @EnumField({ description: 'Language it was filed in; und: not known', values: LANGUAGES })
  language!: Language;

  @EnumField({ description: 'Where it stands', values: needStates.all })
  state!: NeedState;

  @TextField({ description: 'The problem, and what would solve it; its beginning', min: 0, max: 2_000 })
  summary!: string;

  @DateField({ description: 'The day on which it was handed in' })
  submittedOn!: string;

  @DateField({ description: 'Needed by this day', nullable: true })
  neededBy!: string | null;

  @DateField({ description: 'The request stands until this day', nullable: true })
  validUntil!: string | null;

  @IntField({ description: 'Its version, the ETag of it', min: 1, max: 2_147_483_647 })
  version!: number;

  @NestedField({ description: 'Items, in order', list: { max: 1_000 }, type: () => ComparedItemDto })
  items!: ComparedItemDto[];
}

class SameLineDto {
  @TextField({ description: 'Category of assistance', ...CATEGORY })
  categoryCode!: string;

  @TextField({ description: 'Type of assistance', max: 60 })
  typeCode!: string;

  @NestedField({ description: 'What is counted', type: () => MeasureDto })
  measure!: MeasureDto;

  @AmountField({ description: 'How much this need asks for' })
  requested!: string;

  @AmountField({ description: 'How much the other one asks for' })
  otherRequested!: string;
}

class DuplicateEvidenceDto {
  @NumberField({ description: 'How sure all of it makes', min: 0, max: 1 })
  score!: number;

  @NumberField({ description: 'How alike the titles are; 0 when no more than by chance', min: 0, max: 1 })
  titles!: number;

  @NumberField({ description: 'How many of their words are the same; 0 when no more than by chance', min: 0, max: 1 })
  words!: number;

  @TextField({ description: 'Categories of both', list: true, ...CATEGORY })
  categories!: string[];

  @NestedField({
    description: 'Lines of one category, type and measure in amounts that are close',
    list: { max: 1_000 },
    type: () => SameLineDto,
  })
  sameLines!: SameLineDto[];

  @TextField({ description: 'Places of delivery of both', list: { max: 1_000 }, max: TITLE_MAX })
  places!: string[];

  @BoolField({ description: 'Both name places, and none that could be the same' })
  placesDiffer!: boolean;

  @EnumField({ description: 'Where both were submitted, too', list: true, values: OTHER_CHANNELS })
  channels!: OtherChannel[];

  @EnumField({
    description: 'Whether both come from one national report, or one paragraph of it',
    values: ['none', 'same-report', 'same-paragraph'],
  })
  report!: 'none' | 'same-report' | 'same-paragraph';

  @BoolField({ description: 'One organization asks for both' })
  sameOrganization!: boolean;
}

class DistinctDto {
  @TextField({ description: 'Why they are not the same', max: REASON_MAX })
  note!: string;

  @NestedField({ description: 'Who found it', type: () => NamedDto })
  by!: NamedDto;

  @InstantField({ description: 'When' })
  at!: string;
}

class DuplicateDto {
  @NestedField({ description: 'The other need', type: () => LikeNeedDto })
  need!: LikeNeedDto;

  @NestedField({ description: 'Why the two may be one', type: () => DuplicateEvidenceDto })
  evidence!: DuplicateEvidenceDto;

  @NestedField({ description: 'Found not to be the same', nullable: true, type: () => DistinctDto })
  distinct!: DistinctDto | null;
}

export class DuplicatesDto {
  @NestedField({
    description: 'The surest first, those found distinct last; 20 at most',
    list: true,
    type: () => DuplicateDto,
  })
  items!: DuplicateDto[];

  static of(found: readonly DuplicateView[]): DuplicatesDto {
    return {
      items: found.map(({ need, evidence, distinct }) => ({
        need: { ...need, items: [...need.items] },
        evidence: {
          ...evidence,
          categories: [...evidence.categories],
          places: [...evidence.places],
          channels: [...evidence.channels],
          sameLines: evidence.sameLines.map(({ requested, otherRequested, ...line }) => ({
            ...line,
            requested: `${requested}`,
            otherRequested: `${otherRequested}`,
          })),
        },
        distinct: distinct && { ...distinct, at: distinct.at.toISOString() },
      })),
    };
  }
}

export class TellApartInput {
  @TextField({ description: 'Why they are not the same', max: REASON_MAX })
  note!: string;
}
