import { BoolField, DateField, EnumField, IntField, NestedField, TextField } from '#libs/platform/http';
import type { Meeting } from '../meeting.entity.js';
import {
  MEETING_BASES,
  MEETING_KINDS,
  PRECISIONS,
  type MeetingBasis,
  type MeetingKind,
  type Precision,
  type ReportingCycle,
} from '../meetings.rules.js';

const LIST_MAX = 1_000;
const MEETING_CODE = { max: 11, pattern: /^[A-Z]{2,8}[0-9]{1,3}$/, example: 'BMS9' };
const NAME_MAX = 300;
const PRECISION_MEANING =
  'How exactly the dates are known; a month or a year is spanned from its first day to its last';
const SOURCE_MEANING = 'Where that is decided or recorded, such as a resolution of the General Assembly';

class MeetingHeadDto {
  @TextField({ description: 'Code', ...MEETING_CODE })
  code!: string;

  @EnumField({ description: 'Kind of meeting', values: MEETING_KINDS })
  kind!: MeetingKind;

  @TextField({ description: 'Name', max: NAME_MAX, example: 'Ninth Biennial Meeting of States' })
  name!: string;

  @DateField({ description: 'First day' })
  startsOn!: string;

  @DateField({ description: 'Last day' })
  endsOn!: string;

  @EnumField({ description: PRECISION_MEANING, values: PRECISIONS })
  precision!: Precision;
}

export class MeetingDto extends MeetingHeadDto {
  @EnumField({
    description:
      'Why it stands here: the outcome document of 2012 names it; it is on public record; the biennial rhythm leads to expect ' +
      'it and no decision is known; or an administrator entered it',
    values: MEETING_BASES,
  })
  basis!: MeetingBasis;

  @TextField({ description: SOURCE_MEANING, max: NAME_MAX })
  source!: string;

  @IntField({ description: 'Grows with every correction; the ETag', min: 1, max: 2_147_483_647 })
  version!: number;

  static of(this: void, { nameEn, ...meeting }: Meeting): MeetingDto {
    return { ...meeting, name: nameEn };
  }
}

export class MeetingsDto {
  @NestedField({ description: 'From the oldest on', type: () => MeetingDto, list: { max: LIST_MAX } })
  items!: MeetingDto[];
}

export class ReportingCycleDto {
  @TextField({ description: 'Code of the meeting that it leads to', ...MEETING_CODE })
  code!: string;

  @TextField({ description: 'The years of the two meetings around it', max: 9, example: '2024–2026' })
  name!: string;

  @DateField({ description: 'The day after the meeting before' })
  from!: string;

  @DateField({ description: 'The last day of the meeting that it leads to' })
  until!: string;

  @NestedField({ description: 'Reports are due before it begins', type: () => MeetingHeadDto })
  meeting!: MeetingHeadDto;

  static of(this: void, { code, name, from, until, meeting }: ReportingCycle<Meeting>): ReportingCycleDto {
    const { kind, nameEn, startsOn, endsOn, precision } = meeting;
    return { code, name, from, until, meeting: { code, kind, name: nameEn, startsOn, endsOn, precision } };
  }
}

class DatedReportingCycleDto extends ReportingCycleDto {
  @BoolField({ description: 'Today lies in it' })
  current!: boolean;
}

export class ReportingCyclesDto {
  @NestedField({ description: 'From the newest on', type: () => DatedReportingCycleDto, list: { max: LIST_MAX } })
  items!: DatedReportingCycleDto[];
}

export class MeetingPatch {
  @TextField({ description: 'Name', optional: true, max: NAME_MAX })
  name?: string;

  @DateField({ description: 'First day', optional: true })
  startsOn?: string;

  @DateField({ description: 'Last day', optional: true })
  endsOn?: string;

  @EnumField({ description: PRECISION_MEANING, optional: true, values: PRECISIONS })
  precision?: Precision;

  @TextField({ description: SOURCE_MEANING, max: NAME_MAX, example: 'General Assembly resolution 79/40' })
  source!: string;
}

export class MeetingInput extends MeetingHeadDto {
  @TextField({ description: SOURCE_MEANING, max: NAME_MAX, example: 'General Assembly resolution 79/40' })
  source!: string;
}
