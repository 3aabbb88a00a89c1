import {
  BoolField,
  DateField,
  EnumField,
  IdField,
  InstantField,
  IntField,
  NamedDto,
  NestedField,
  PageQuery,
  pageOf,
  TextField,
} from '#libs/platform/http';
import {
  FILED_BY,
  inOrder,
  INSTRUMENTS,
  nationalReportStates,
  REPORT_VISIBILITIES,
  type FiledBy,
  type Instrument,
  type NationalReportState,
  type ReportVisibility,
} from '../national-report.rules.js';
import type { NeedOfReportView, ReportSummaryView, ReportView } from '../national-reports.queries.js';
import type { ReportContent } from '../national-reports.service.js';
import { LANGUAGES, type Language } from '../need.rules.js';
import { needStates, VISIBILITIES, type NeedState, type Visibility } from '../need.states.js';
import { REASON_MAX, TITLE_MAX } from '../need.limits.js';
import { AREA, VISIBILITY_MEANING } from './needs.dto.js';

export const CYCLE = { max: 11, pattern: /^[A-Z]{2,8}[0-9]{1,3}$/, example: 'BMS9' };
export const REGION = { max: 3, pattern: /^\d{3}$/, example: '019' };
const CYCLE_MEANING = 'Code of the meeting that its reporting cycle leads to; see /reference/reporting-cycles';
const NOTE_MAX = 2_000;
const URL = {
  max: 500,
  pattern: /^https?:\/\/[^\s/?#]+\S*$/,
  example: 'https://smallarms.un-arm.org/national-reports',
};
const URL_MEANING = 'Where it is published';
const CIRCLE_MEANING =
  'Who may read it: everyone; States and the organizations that they founded; or only its State, coordinators and auditors. The State decides';
const INSTRUMENTS_MEANING = 'What it is on: the Programme of Action (poa), the International Tracing Instrument (iti)';
const SIZE = { min: 1, max: 10 * 1024 * 1024 };

export class ReportFileDto {
  @IdField({ description: 'Id of the file', prefix: 'file' })
  id!: string;

  @TextField({ description: 'Name as uploaded, made harmless', max: 120 })
  name!: string;

  @TextField({ description: 'Type found by content', max: 100 })
  mediaType!: string;

  @IntField({ description: 'Size in bytes', ...SIZE })
  sizeBytes!: number;
}

class EarlierFileDto extends ReportFileDto {
  @InstantField({ description: 'When another took its place' })
  replacedAt!: string;
}

export class NationalReportSummaryDto {
  @IdField({ description: 'Id', prefix: 'nrep' })
  id!: string;

  @NestedField({ description: 'The State', type: () => NamedDto })
  organization!: NamedDto;

  @TextField({ description: 'Country or area of the State (ISO 3166-1 alpha-2)', nullable: true, ...AREA })
  areaIso2!: string | null;

  @TextField({ description: CYCLE_MEANING, ...CYCLE })
  cycle!: string;

  @EnumField({ description: INSTRUMENTS_MEANING, list: { min: 1, max: INSTRUMENTS.length }, values: INSTRUMENTS })
  instruments!: Instrument[];

  @TextField({ description: 'Title', max: TITLE_MAX })
  title!: string;

  @EnumField({ description: 'Language of the report; und: not known', values: LANGUAGES })
  language!: Language;

  @EnumField({ description: CIRCLE_MEANING, values: REPORT_VISIBILITIES })
  visibility!: ReportVisibility;

  @DateField({ description: 'The day on which the State submitted it, here or elsewhere' })
  submittedOn!: string;

  @NestedField({ description: 'Its file', nullable: true, type: () => ReportFileDto })
  file!: ReportFileDto | null;

  @TextField({ description: URL_MEANING, nullable: true, ...URL })
  publishedUrl!: string | null;

  @EnumField({ description: 'Where it stands', values: nationalReportStates.all })
  state!: NationalReportState;

  @IntField({ description: 'Grows with every change; the ETag', min: 1, max: 2_147_483_647 })
  version!: number;

  static of(this: void, report: ReportSummaryView): NationalReportSummaryDto {
    return report;
  }
}

export class NationalReportDto extends NationalReportSummaryDto {
  @TextField({ description: 'A note', min: 0, max: NOTE_MAX })
  note!: string;

  @TextField({ description: 'Why it was withdrawn', nullable: true, max: REASON_MAX })
  withdrawnReason!: string | null;

  @EnumField({
    description: 'Whose act the record is: the State’s own, or a coordinator’s for it',
    values: FILED_BY,
  })
  filedBy!: FiledBy;

  @InstantField({ description: 'When the record was made' })
  createdAt!: string;

  @NestedField({
    description:
      'Files that a corrected one took the place of, the newest first; only for its State, coordinators and auditors',
    list: { max: 10_000 },
    type: () => EarlierFileDto,
  })
  earlierFiles!: EarlierFileDto[];

  static override of(this: void, report: ReportView): NationalReportDto {
    return {
      ...report,
      createdAt: report.createdAt.toISOString(),
      earlierFiles: report.earlierFiles.map(({ replacedAt, ...file }) => ({
        ...file,
        replacedAt: new Date(replacedAt).toISOString(),
      })),
    };
  }
}

const TOTAL = { description: 'All that fit; only when asked for', optional: true, min: 0, max: 2_147_483_647 };

export class NationalReportPage extends pageOf(NationalReportSummaryDto) {
  @IntField(TOTAL)
  total?: number;
}

export class NationalReportsQuery extends PageQuery {
  @IdField({ description: 'Only of this State', optional: true, prefix: 'org' })
  organizationId?: string;

  @TextField({ description: 'Only of the State of this country or area (ISO 3166-1)', optional: true, ...AREA })
  area?: string;

  @TextField({ description: 'Only in this region or subregion (M49)', optional: true, ...REGION })
  region?: string;

  @TextField({ description: `Only of this cycle. ${CYCLE_MEANING}`, optional: true, ...CYCLE })
  cycle?: string;

  @EnumField({ description: 'Only on this instrument', optional: true, values: INSTRUMENTS })
  instrument?: Instrument;

  @EnumField({ description: 'Only in this language', optional: true, values: LANGUAGES })
  language?: Language;

  @EnumField({ description: 'Only in this state', optional: true, values: nationalReportStates.all })
  state?: NationalReportState;

  @BoolField({ description: 'Also count all that fit', optional: true })
  total?: boolean;
}

export class NeedOfReportDto {
  @IdField({ description: 'Id', prefix: 'need' })
  id!: string;

  @TextField({ description: 'Title', max: TITLE_MAX })
  title!: string;

  @EnumField({ description: 'Language it was filed in; und: not known', values: LANGUAGES })
  language!: Language;

  @EnumField({ description: 'Where it stands', values: needStates.all })
  state!: NeedState;

  @EnumField({ description: VISIBILITY_MEANING, values: VISIBILITIES })
  visibility!: Visibility;

  @TextField({ description: 'Country or area to be helped (ISO 3166-1 alpha-2)', ...AREA })
  areaIso2!: string;

  @TextField({
    description: 'The paragraph of the report, or the question answered there',
    nullable: true,
    max: TITLE_MAX,
  })
  paragraph!: string | null;

  static of(this: void, need: NeedOfReportView): NeedOfReportDto {
    return need;
  }
}

export class NeedsOfReportPage extends pageOf(NeedOfReportDto) {
  @IntField(TOTAL)
  total?: number;
}

export class NeedsOfReportQuery extends PageQuery {
  @BoolField({ description: 'Also count all that fit', optional: true })
  total?: boolean;
}

class ReportRecordDto {
  @EnumField({ description: CIRCLE_MEANING, optional: true, values: REPORT_VISIBILITIES })
  visibility?: ReportVisibility;

  @IdField({
    description: 'A file that the own organization sent to /files; a new one keeps the one before',
    optional: true,
    nullable: true,
    prefix: 'file',
  })
  fileId?: string | null;

  @TextField({ description: `${URL_MEANING}; needed where there is no file`, optional: true, nullable: true, ...URL })
  publishedUrl?: string | null;

  @TextField({ description: 'A note', optional: true, min: 0, max: NOTE_MAX })
  note?: string;
}

export class NationalReportInput extends ReportRecordDto {
  @IdField({
    description: 'The State, where a coordinator files what it submitted elsewhere; else the own one',
    optional: true,
    prefix: 'org',
  })
  organizationId?: string;

  @TextField({ description: CYCLE_MEANING, ...CYCLE })
  cycle!: string;

  @EnumField({ description: INSTRUMENTS_MEANING, list: { min: 1, max: INSTRUMENTS.length }, values: INSTRUMENTS })
  instruments!: Instrument[];

  @TextField({ description: 'Title', max: TITLE_MAX, example: 'National report 2026' })
  title!: string;

  @EnumField({ description: 'Language of the report', values: LANGUAGES })
  language!: Language;

  @DateField({ description: 'The day on which the State submitted it, here or elsewhere' })
  submittedOn!: string;

  /** Of what cannot be used and was taken out, nothing. */
  static contentOf(this: void, input: Partial<NationalReportInput>): ReportContent & { organizationId?: string } {
    const { cycle = '', instruments = [], title = '', language = 'und', submittedOn = '' } = input;
    const { visibility = 'coordinators', fileId = null, publishedUrl = null, note = '' } = input;
    const { organizationId } = input;
    return {
      ...{ organizationId, cycle, instruments: inOrder(instruments), title, language, submittedOn },
      ...{ visibility, fileId, publishedUrl, note },
    };
  }
}

export class NationalReportPatch extends ReportRecordDto {
  @TextField({ description: CYCLE_MEANING, optional: true, ...CYCLE })
  cycle?: string;

  @EnumField({
    description: INSTRUMENTS_MEANING,
    optional: true,
    list: { min: 1, max: INSTRUMENTS.length },
    values: INSTRUMENTS,
  })
  instruments?: Instrument[];

  @TextField({ description: 'Title', optional: true, max: TITLE_MAX })
  title?: string;

  @EnumField({ description: 'Language of the report', optional: true, values: LANGUAGES })
  language?: Language;

  @DateField({ description: 'The day on which the State submitted it, here or elsewhere', optional: true })
  submittedOn?: string;
}

export class WithdrawReportInput {
  @TextField({ description: 'Why; shown to its State, coordinators and auditors', max: REASON_MAX })
  reason!: string;
}

export class NeedFromReportInput {
  @TextField({ description: 'Title of the need', max: TITLE_MAX, example: 'Marking machines for the national armoury' })
  title!: string;

  @TextField({
    description: 'The paragraph of the report, or the question answered there',
    optional: true,
    nullable: true,
    max: TITLE_MAX,
    example: 'Section 9, question 2',
  })
  paragraph?: string | null;

  @TextField({
    description: 'Country or area to be helped (ISO 3166-1 alpha-2); that of the State when left out',
    optional: true,
    ...AREA,
  })
  areaIso2?: string;
}
