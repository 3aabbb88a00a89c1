import { Audit } from '#libs/audit';
import { PointsOfContactQueries } from '#libs/identity';
import { newId, type Actor } from '#libs/kernel';
import { FileStore } from '#libs/platform';
import { ReferenceQueries } from '#libs/reference';
import { NationalReport } from './national-report.entity.js';
import { NationalReportsQueries } from './national-reports.queries.js';
import { NationalReportsService, type ReportContent, type SeenReport } from './national-reports.service.js';
import { needsWorld, type NeedsWorld } from './needs.fixtures.js';
import { ReportingCycleQueries } from './reporting-cycle.queries.js';

const TODAY = '2026-11-26';

/** Reports of the States of {@link NeedsWorld}, on a day in the cycle that leads to BMS10. */
export class ReportsWorld {
  readonly reports: NationalReportsService;
  readonly queries: NationalReportsQueries;
  readonly cycles = new ReportingCycleQueries(new ReferenceQueries());

  constructor(readonly needs: NeedsWorld) {
    const clock = { now: () => new Date(`${TODAY}T12:00:00Z`) };
    this.reports = new NationalReportsService(
      new Audit(),
      new ReferenceQueries(),
      needs.drafts,
      new PointsOfContactQueries(),
      clock,
    );
    const nowhere = async () => Promise.reject(new Error('content is not what these specs are about'));
    this.queries = new NationalReportsQueries(new FileStore({ put: nowhere, open: nowhere, remove: nowhere }));
  }

  file(content: Partial<ReportContent> & { organizationId?: string } = {}, actor = this.needs.stateA): Promise<string> {
    return this.needs.run(actor, (tx) => this.reports.file(tx, reportOf(content)));
  }

  async correct(id: string, changes: Partial<ReportContent>, actor = this.needs.stateA): Promise<void> {
    const seen = await this.seen(id);
    await this.needs.run(actor, (tx) => this.reports.correct(tx, seen, changes));
  }

  async withdraw(id: string, actor = this.needs.stateA): Promise<void> {
    const seen = await this.seen(id);
    await this.needs.run(actor, (tx) => this.reports.withdraw(tx, seen, 'a mistake'));
  }

  async restore(id: string, actor = this.needs.stateA): Promise<void> {
    const seen = await this.seen(id);
    await this.needs.run(actor, (tx) => this.reports.restore(tx, seen));
  }

  beginNeed(id: string, actor = this.needs.stateA): Promise<string> {
    const input = { title: 'From the report', paragraph: '12', areaIso2: 'HT' };
    return this.needs.run(actor, (tx) => this.reports.beginNeed(tx, id, input));
  }

  report(id: string): Promise<NationalReport> {
    return this.needs.db.dataSource.manager.findOneByOrFail(NationalReport, { id });
  }

  /** A file that the organization of the actor sent. */
  async upload({ organizationId, personId }: Actor): Promise<string> {
    const id = newId('file');
    await this.needs.db.asOwner(
      `INSERT INTO stored_files (id, organization_id, content_sha256, media_type, name, size_bytes, created_by, kept_at)
       VALUES ($1, $2, repeat('a', 64), 'application/pdf', 'report.pdf', 5, $3, now())`,
      [id, organizationId, personId],
    );
    return id;
  }

  private async seen(reportId: string): Promise<SeenReport> {
    return { reportId, version: (await this.report(reportId)).version };
  }
}

export function reportsWorld(): ReportsWorld {
  return new ReportsWorld(needsWorld());
}

function reportOf(content: Partial<ReportContent> = {}): ReportContent {
  return {
    cycle: 'BMS9',
    instruments: ['poa'],
    title: 'National report',
    language: 'fr',
    visibility: 'coordinators',
    submittedOn: '2026-05-15',
    fileId: null,
    publishedUrl: 'https://example.org/report',
    note: '',
    ...content,
  };
}
