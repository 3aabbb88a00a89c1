import { Inject, Injectable } from '@nestjs/common';
import { Audit } from '#libs/audit';
import { PointsOfContactQueries } from '#libs/identity';
import {
  calendarDateOf,
  Denied,
  InvalidInput,
  MoveNotAllowed,
  newId,
  NotFound,
  refuseTogether,
  Stale,
  type Actor,
  type BrokenRule,
  type CalendarDate,
  type Clock,
  type ProblemItem,
} from '#libs/kernel';
import { CLOCK, isViolation, paperFaults, type JsonObject, type Tx } from '#libs/platform';
import { ReferenceQueries } from '#libs/reference';
import { EarlierReportFile, NationalReport } from './national-report.entity.js';
import {
  inOrder,
  isWider,
  nationalReportStates,
  type Instrument,
  type NationalReportState,
  type ReportVisibility,
} from './national-report.rules.js';
import { ReportConsentMissing, ReportKnown, ReportWithdrawn } from './national-reports.errors.js';
import { requireVisibleReport } from './national-reports.visibility.js';
import { NeedDraftsService } from './need-drafts.service.js';
import { requirePointOfContact } from './require-point-of-contact.js';
import type { Language } from './need.rules.js';

const NO_FILE = 'Send the file, or name the address where the report is published.';

export interface ReportContent {
  /** Code of the meeting that the cycle leads to. */
  readonly cycle: string;
  readonly instruments: readonly Instrument[];
  readonly title: string;
  readonly language: Language;
  readonly visibility: ReportVisibility;
  readonly submittedOn: CalendarDate;
  /** A file that the actor's organization uploaded. */
  readonly fileId: string | null;
  readonly publishedUrl: string | null;
  readonly note: string;
}

/** A national report as the caller last saw it. */
export interface SeenReport {
  readonly reportId: string;
  /** From If-Match. */
  readonly version: number;
}

export interface NeedFromReport {
  readonly title: string;
  /** The paragraph of the report, or the question that it answers there. */
  readonly paragraph: string | null;
  /** ISO 3166-1 alpha-2; the State's own when left out. */
  readonly areaIso2?: string;
}

/** What is done with the record of a national report, and the needs that are filed from it. */
@Injectable()
export class NationalReportsService {
  constructor(
    private readonly audit: Audit,
    private readonly reference: ReferenceQueries,
    private readonly drafts: NeedDraftsService,
    private readonly contacts: PointsOfContactQueries,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * A point of contact files the report of their own State; a coordinator one that a State submitted elsewhere. Returns its id.
   * @param wrong What of it cannot be used at all, and is not in the content.
   * @throws Denied, PointOfContactRequired, InvalidInput, ReportKnown, ReportConsentMissing
   */
  async file(
    tx: Tx,
    { organizationId = tx.actor.organizationId, ...content }: FiledReport,
    wrong: readonly ProblemItem[] = [],
  ): Promise<string> {
    const filedBy = filingAs(tx.actor, organizationId);
    await this.requireSpokesperson(tx, organizationId);
    refuseTogether(wrong, [
      ...(await noState(tx, organizationId)),
      ...(await this.unsound(tx, content)),
      ...(await paperFaults(tx, { path: 'fileId', fileId: content.fileId, from: 'own' })),
    ]);
    if (filedBy === 'coordinator') requireConsent(content, 'coordinators');
    const id = newId('nrep');
    const instruments = inOrder(content.instruments);
    await onePerCycle(content.cycle, () =>
      tx.insert(NationalReport, { ...content, id, organizationId, instruments, filedBy, state: 'filed' }),
    );
    const { cycle, visibility } = content;
    await this.record(tx, { id, organizationId }, 'filed', { cycle, instruments, visibility });
    return id;
  }

  /**
   * What is left out stays; a new file keeps the one before. What its State corrects is the State's own from then on.
   * @param wrong What of the changes cannot be used at all, and is not among them.
   * @throws NotFound, Denied, PointOfContactRequired, Stale, ReportWithdrawn, InvalidInput, ReportKnown, ReportConsentMissing
   */
  async correct(
    tx: Tx,
    seen: SeenReport,
    changes: Partial<ReportContent>,
    wrong: readonly ProblemItem[] = [],
  ): Promise<void> {
    const report = await this.lockToChange(tx, seen);
    if (report.state !== 'filed') throw new ReportWithdrawn(report.id);
    const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
    const whole: ReportContent = { ...report, ...given };
    const isOtherFile = whole.fileId !== report.fileId;
    refuseTogether(wrong, [
      ...(await this.unsound(tx, whole)),
      ...(isOtherFile ? await paperFaults(tx, { path: 'fileId', fileId: whole.fileId, from: 'own' }) : []),
    ]);
    const filedBy = filingAs(tx.actor, report.organizationId);
    if (filedBy === 'coordinator') requireConsent(whole, report.visibility);
    if (isOtherFile && report.fileId !== null) {
      const { id: reportId, version: untilVersion, fileId } = report;
      await tx.insert(EarlierReportFile, { reportId, untilVersion, fileId });
    }
    const columns = { ...given, instruments: inOrder(whole.instruments), filedBy, version: report.version + 1 };
    await onePerCycle(whole.cycle, () => tx.update(NationalReport, report.id, columns));
    await this.record(tx, report, 'corrected', { fields: Object.keys(given) });
  }

  /** @throws NotFound, Denied, PointOfContactRequired, Stale, MoveNotAllowed */
  async withdraw(tx: Tx, seen: SeenReport, reason: string): Promise<void> {
    await this.move(tx, seen, 'withdrawn', reason);
  }

  /**
   * Undoes {@link withdraw}.
   * @throws NotFound, Denied, PointOfContactRequired, Stale, MoveNotAllowed, ReportKnown
   */
  async restore(tx: Tx, seen: SeenReport): Promise<void> {
    await this.move(tx, seen, 'filed', null);
  }

  /**
   * Its State begins a need that the report asks for, in the language of the report. Returns the id of the need.
   * @throws NotFound, Denied, ReportWithdrawn, InvalidInput
   */
  async beginNeed(tx: Tx, reportId: string, { title, paragraph, areaIso2 }: NeedFromReport): Promise<string> {
    await requireVisibleReport(tx, reportId);
    // Shared, so that the report is not withdrawn while the need is made from it.
    const [report] = await tx.query<
      (Pick<NationalReport, 'organizationId' | 'language' | 'state'> & { area: string | null })[]
    >(
      `SELECT r.organization_id AS "organizationId", r.language, r.state, o.area_iso2 AS area
         FROM national_reports r JOIN organizations o ON o.id = r.organization_id WHERE r.id = $1 FOR SHARE OF r`,
      [reportId],
    );
    if (!report) throw new NotFound('national report', reportId);
    if (tx.actor.role !== 'focal-point' || tx.actor.organizationId !== report.organizationId) {
      throw new Denied('Only a focal point of the State that reported may file a need from its report.');
    }
    if (report.state !== 'filed') throw new ReportWithdrawn(reportId);
    const area = areaIso2 ?? report.area;
    if (area === null)
      throw new InvalidInput([{ path: 'areaIso2', detail: 'Choose the country: your State has none on record.' }]);
    return this.drafts.draft(tx, {
      reportId,
      reportParagraph: paragraph,
      title,
      areaIso2: area,
      language: report.language,
      visibility: 'parties-only',
      summary: '',
      priority: null,
      neededFrom: null,
      neededBy: null,
      validUntil: null,
      tags: [],
      items: [],
    });
  }

  private async lockToChange(tx: Tx, seen: SeenReport): Promise<NationalReport> {
    const report = await lockReport(tx, seen);
    await this.requireSpokesperson(tx, report.organizationId);
    return report;
  }

  /** A report is the word of its State (ITI plan, paragraph 14). @throws PointOfContactRequired */
  private requireSpokesperson(tx: Tx, organizationId: string): Promise<void> {
    return requirePointOfContact(tx, this.contacts, { organizationId }, calendarDateOf(this.clock.now()));
  }

  private async move(tx: Tx, seen: SeenReport, state: NationalReportState, reason: string | null): Promise<void> {
    const report = await this.lockToChange(tx, seen);
    if (!nationalReportStates.canMove(report.state, state)) {
      throw new MoveNotAllowed('national report', report.id, report.state, state);
    }
    const columns = { state, withdrawnReason: reason, version: report.version + 1 };
    await onePerCycle(report.cycle, () => tx.update(NationalReport, report.id, columns));
    await this.record(tx, report, state === 'filed' ? 'restored' : 'withdrawn', reason === null ? {} : { reason });
  }

  private async unsound(tx: Tx, { cycle, instruments, submittedOn, ...content }: ReportContent): Promise<BrokenRule[]> {
    const today = calendarDateOf(this.clock.now());
    const begun = (await this.reference.reportingCycles(tx)).find(({ code }) => code === cycle);
    return [
      ...(begun && begun.from <= today ? [] : [{ path: 'cycle', detail: 'Choose a reporting cycle that has begun.' }]),
      ...(instruments.length > 0 ? [] : [{ path: 'instruments', detail: 'Choose what the report is on.' }]),
      ...(begun && submittedOn < begun.from
        ? [
            {
              path: 'submittedOn',
              detail: `Choose a day from ${begun.from} on, when the cycle of ${cycle} began.`,
              reads: ['cycle'],
            },
          ]
        : []),
      ...(submittedOn <= today ? [] : [{ path: 'submittedOn', detail: `Choose today, ${today}, or an earlier day.` }]),
      ...(content.fileId === null && content.publishedUrl === null
        ? [{ path: 'fileId', detail: NO_FILE, reads: ['publishedUrl'] }]
        : []),
    ];
  }

  private record(
    tx: Tx,
    { id, organizationId }: Pick<NationalReport, 'id' | 'organizationId'>,
    done: string,
    payload: JsonObject,
  ): Promise<void> {
    return this.audit.record(tx, { act: `national-report.${done}`, refId: id, organizationId, payload });
  }
}

/** Of whom it is, where a coordinator files it. */
type FiledReport = ReportContent & { readonly organizationId?: string };

/**
 * As whom the actor files or changes a report of that State.
 * @throws Denied
 */
function filingAs({ role, organizationId }: Actor, of: string): NationalReport['filedBy'] {
  if (role === 'focal-point' && organizationId === of) return 'state';
  if (role === 'coordinator') return 'coordinator';
  throw new Denied('Only a focal point of the State itself, or a coordinator for it, keeps its national report.');
}

/**
 * The report for whom may change it, locked: its State, and a coordinator while the State has not made it its own.
 * @throws NotFound, Denied, Stale
 */
async function lockReport(tx: Tx, { reportId, version }: SeenReport): Promise<NationalReport> {
  await requireVisibleReport(tx, reportId);
  const report = await tx.findOne(NationalReport, { where: { id: reportId }, lock: { mode: 'pessimistic_write' } });
  if (!report) throw new NotFound('national report', reportId);
  if (filingAs(tx.actor, report.organizationId) === 'coordinator' && report.filedBy === 'state') {
    throw new Denied('The State filed or corrected this report itself; only its focal points change it.');
  }
  if (report.version !== version) throw new Stale('national report', reportId);
  return report;
}

async function noState(tx: Tx, organizationId: string): Promise<ProblemItem[]> {
  const states = await tx.query<unknown[]>(
    "SELECT 1 FROM organizations WHERE id = $1 AND kind IN ('state', 'donor-state')",
    [organizationId],
  );
  if (states.length > 0) return [];
  return [{ path: 'organizationId', detail: 'Choose a State: national reports are of States.' }];
}

/** @throws ReportConsentMissing */
function requireConsent({ visibility, publishedUrl }: ReportContent, agreed: ReportVisibility): void {
  if (isWider(visibility, agreed) && publishedUrl === null) throw new ReportConsentMissing();
}

/** @throws ReportKnown */
async function onePerCycle(cycle: string, write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    const known = ['uq_national_reports_poa', 'uq_national_reports_iti'].some((name) => isViolation(error, name));
    throw known ? new ReportKnown(cycle) : error;
  }
}
