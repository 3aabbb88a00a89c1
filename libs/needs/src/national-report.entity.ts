import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Language } from './need.rules.js';
import type { FiledBy, Instrument, NationalReportState, ReportVisibility } from './national-report.rules.js';

/**
 * What a State reported on in one cycle: a thin record of a document. The 2012 outcome, annex 2, para. 14, makes these reports
 * the source of requests: States resolved "to utilize these national reports, including where appropriate the online matching
 * needs with resources clearing house mechanism, to submit assistance requests".
 */
@Entity('national_reports')
export class NationalReport {
  @PrimaryColumn('text')
  id!: string;

  /** The State. */
  @Column('text', { name: 'organization_id' })
  organizationId!: string;

  /** Code of the meeting that the reporting cycle leads to. */
  @Column('text')
  cycle!: string;

  @Column('text', { array: true })
  instruments!: Instrument[];

  @Column('text')
  title!: string;

  @Column('text')
  language!: Language;

  @Column('text', { default: 'coordinators' })
  visibility!: ReportVisibility;

  /** The day on which the State submitted it, here or elsewhere. */
  @Column('date', { name: 'submitted_on' })
  submittedOn!: string;

  /** The current file; the ones before stay in {@link EarlierReportFile}. */
  @Column('text', { name: 'file_id', nullable: true })
  fileId!: string | null;

  /** Where the State, or the secretariat for it, published it. */
  @Column('text', { name: 'published_url', nullable: true })
  publishedUrl!: string | null;

  @Column('text', { default: '' })
  note!: string;

  @Column('text', { name: 'filed_by' })
  filedBy!: FiledBy;

  @Column('text')
  state!: NationalReportState;

  @Column('text', { name: 'withdrawn_reason', nullable: true })
  withdrawnReason!: string | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('integer', { default: 1 })
  version!: number;
}

/** A file that a corrected one took the place of. */
@Entity('national_report_earlier_files')
export class EarlierReportFile {
  @PrimaryColumn('text', { name: 'report_id' })
  reportId!: string;

  /** The last version of the report that it was the file of. */
  @PrimaryColumn('integer', { name: 'until_version' })
  untilVersion!: number;

  @Column('text', { name: 'file_id' })
  fileId!: string;

  @Column('timestamptz', { name: 'replaced_at', default: () => 'now()' })
  replacedAt!: Date;
}
