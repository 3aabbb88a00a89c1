import { Injectable } from '@nestjs/common';
import { isCalendarDate, isId, NotFound, type CalendarDate } from '#libs/kernel';
import { FileStore, keysetPage, readCursor, type Page, type ReadTx, type StoredFile } from '#libs/platform';
import type { FiledBy, Instrument, NationalReportState, ReportVisibility } from './national-report.rules.js';
import { keepsReport, reportsVisibleTo, requireVisibleReport } from './national-reports.visibility.js';
import type { Language } from './need.rules.js';
import type { NeedState, Visibility } from './need.states.js';
import { needsVisibleTo } from './needs.visibility.js';

interface FileView {
  readonly id: string;
  readonly name: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
}

export interface ReportSummaryView {
  readonly id: string;
  readonly organization: { readonly id: string; readonly name: string };
  /** ISO 3166-1 alpha-2 of the State; null where none is on record. */
  readonly areaIso2: string | null;
  /** Code of the meeting that the cycle leads to. */
  readonly cycle: string;
  readonly instruments: Instrument[];
  readonly title: string;
  readonly language: Language;
  readonly visibility: ReportVisibility;
  readonly submittedOn: CalendarDate;
  readonly file: FileView | null;
  readonly publishedUrl: string | null;
  readonly state: NationalReportState;
  readonly version: number;
}

export interface ReportView extends ReportSummaryView {
  readonly note: string;
  readonly withdrawnReason: string | null;
  readonly filedBy: FiledBy;
  readonly createdAt: Date;
  /** Files that a corrected one took the place of, the newest first; only for its State, coordinators and auditors. */
  readonly earlierFiles: readonly (FileView & { readonly replacedAt: string })[];
}

/** Every filter that is given must hold. */
export interface ReportFilter {
  readonly organizationId?: string;
  /** ISO 3166-1 alpha-2. */
  readonly area?: string;
  /** M49 code of a region, subregion or intermediate region. */
  readonly region?: string;
  readonly cycle?: string;
  readonly instrument?: Instrument;
  readonly language?: Language;
  readonly state?: NationalReportState;
  readonly cursor?: string;
  readonly limit: number;
  /** Also counts all rows that fit. */
  readonly total?: boolean;
}

/** A need as its report lists it. */
export interface NeedOfReportView {
  readonly id: string;
  readonly title: string;
  readonly language: Language;
  readonly state: NeedState;
  readonly visibility: Visibility;
  readonly areaIso2: string;
  readonly paragraph: string | null;
}

interface PageRequest {
  readonly cursor?: string;
  readonly limit: number;
  readonly total?: boolean;
}

export type CountedPage<T> = Page<T> & { readonly total?: number };

const FILE = (alias: string) =>
  `jsonb_build_object('id', ${alias}.id, 'name', ${alias}.name, 'mediaType', ${alias}.media_type,
                      'sizeBytes', ${alias}.size_bytes)`;

const SUMMARY = `
  r.id, jsonb_build_object('id', o.id, 'name', o.name) AS organization, o.area_iso2 AS "areaIso2", r.cycle, r.instruments,
  r.title, r.language, r.visibility, r.submitted_on AS "submittedOn", r.published_url AS "publishedUrl", r.state, r.version,
  (SELECT ${FILE('f')} FROM stored_files f WHERE f.id = r.file_id) AS file`;

@Injectable()
export class NationalReportsQueries {
  constructor(private readonly files: FileStore) {}

  /** The last submitted first. */
  async list(tx: ReadTx, { cursor, limit, total, ...filter }: ReportFilter): Promise<CountedPage<ReportSummaryView>> {
    const visible = reportsVisibleTo(tx.actor, 'r');
    const params: unknown[] = [...visible.params];
    const bind = (value: unknown) => `$${params.push(value)}`;
    const conditions = [visible.sql];
    if (filter.organizationId !== undefined) conditions.push(`r.organization_id = ${bind(filter.organizationId)}`);
    if (filter.area !== undefined) conditions.push(`o.area_iso2 = ${bind(filter.area)}`);
    if (filter.region !== undefined) {
      conditions.push(`${bind(filter.region)} IN (a.region_code, a.subregion_code, a.intermediate_region_code)`);
    }
    if (filter.cycle !== undefined) conditions.push(`r.cycle = ${bind(filter.cycle)}`);
    if (filter.instrument !== undefined) conditions.push(`${bind(filter.instrument)} = ANY (r.instruments)`);
    if (filter.language !== undefined) conditions.push(`r.language = ${bind(filter.language)}`);
    if (filter.state !== undefined) conditions.push(`r.state = ${bind(filter.state)}`);
    const from = `FROM national_reports r JOIN organizations o ON o.id = r.organization_id
                  LEFT JOIN areas a ON a.iso2 = o.area_iso2`;
    const counted = total ? await countOf(tx, `${from} WHERE ${conditions.join(' AND ')}`, params) : undefined;
    const place = readCursor(cursor, 2, ([day, id]) => isCalendarDate(day ?? '') && id !== null);
    if (place) conditions.push(`(r.submitted_on, r.id) < (${bind(place[0])}::date, ${bind(place[1])})`);
    const rows = await tx.query<ReportSummaryView[]>(
      `SELECT ${SUMMARY} ${from} WHERE ${conditions.join(' AND ')}
        ORDER BY r.submitted_on DESC, r.id DESC LIMIT ${bind(limit + 1)}`,
      params,
    );
    const page = keysetPage(rows, limit, ({ submittedOn, id }) => [submittedOn, id]);
    return { ...page, ...(counted !== undefined && { total: counted }) };
  }

  /** @throws NotFound when there is no such report that the actor may see */
  async get(tx: ReadTx, reportId: string): Promise<ReportView> {
    if (!isId('nrep', reportId)) throw new NotFound('national report', reportId);
    const visible = reportsVisibleTo(tx.actor, 'r', 2);
    const [report] = await tx.query<ReportView[]>(
      `SELECT ${SUMMARY}, r.note, r.withdrawn_reason AS "withdrawnReason", r.filed_by AS "filedBy",
              r.created_at AS "createdAt",
              (SELECT coalesce(jsonb_agg(${FILE('f')} || jsonb_build_object('replacedAt', e.replaced_at)
                                         ORDER BY e.until_version DESC), '[]')
                 FROM national_report_earlier_files e JOIN stored_files f ON f.id = e.file_id
                WHERE e.report_id = r.id) AS "earlierFiles"
         FROM national_reports r JOIN organizations o ON o.id = r.organization_id
        WHERE r.id = $1 AND ${visible.sql}`,
      [reportId, ...visible.params],
    );
    if (!report) throw new NotFound('national report', reportId);
    return keepsReport(tx.actor, report.organization.id) ? report : { ...report, earlierFiles: [] };
  }

  /**
   * The current file, or for those who see them an earlier one.
   * @throws NotFound when it is no file of a report that the actor may see
   */
  async file(tx: ReadTx, reportId: string, fileId: string): Promise<StoredFile> {
    const { file, earlierFiles } = await this.get(tx, reportId);
    const isShown = [file, ...earlierFiles].some((one) => one?.id === fileId);
    const found = isShown ? await this.files.find(tx, fileId) : null;
    if (!found) throw new NotFound('file', fileId);
    return found;
  }

  /** Whether a file is that of a report that the actor may see, or an earlier one of a report that they keep. */
  async isShown(tx: ReadTx, fileId: string): Promise<boolean> {
    const visible = reportsVisibleTo(tx.actor, 'r', 2);
    const reports = await tx.query<{ organizationId: string; isCurrent: boolean }[]>(
      `SELECT r.organization_id AS "organizationId", r.file_id IS NOT DISTINCT FROM $1 AS "isCurrent" FROM national_reports r
        WHERE (r.file_id = $1 OR r.id IN (SELECT report_id FROM national_report_earlier_files WHERE file_id = $1)) AND ${visible.sql}`,
      [fileId, ...visible.params],
    );
    return reports.some(({ organizationId, isCurrent }) => isCurrent || keepsReport(tx.actor, organizationId));
  }

  /**
   * The needs that come from a report and that the actor may see, in the order in which they were begun.
   * @throws NotFound when there is no such report that the actor may see
   */
  async needsOf(
    tx: ReadTx,
    reportId: string,
    { cursor, limit, total }: PageRequest,
  ): Promise<CountedPage<NeedOfReportView>> {
    await requireVisibleReport(tx, reportId);
    const visible = needsVisibleTo(tx.actor, 'n', 2);
    const params: unknown[] = [reportId, ...visible.params];
    const where = `n.report_id = $1 AND ${visible.sql}`;
    const counted = total ? await countOf(tx, `FROM needs n WHERE ${where}`, params) : undefined;
    const place = readCursor(cursor, 1);
    const after = place ? `AND n.id > $${params.push(place[0])}` : '';
    const rows = await tx.query<NeedOfReportView[]>(
      `SELECT n.id, n.title, n.language, n.state, n.visibility, n.area_iso2 AS "areaIso2", n.report_paragraph AS paragraph
         FROM needs n WHERE ${where} ${after} ORDER BY n.id LIMIT $${params.push(limit + 1)}`,
      params,
    );
    return { ...keysetPage(rows, limit, ({ id }) => [id]), ...(counted !== undefined && { total: counted }) };
  }
}

async function countOf(tx: ReadTx, fromWhere: string, params: readonly unknown[]): Promise<number> {
  const [row] = await tx.query<[{ total: number }]>(`SELECT count(*)::integer AS total ${fromWhere}`, [...params]);
  return row.total;
}
