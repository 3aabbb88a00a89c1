import type { INestApplicationContext } from '@nestjs/common';
import type { Actor, CalendarDate } from '#libs/kernel';
import { NationalReport, NationalReportsService, type Need } from '#libs/needs';
import { UnitOfWork, type ReadTx } from '#libs/platform';
import { ReferenceQueries } from '#libs/reference';
import { operator } from '../database.js';
import type { Acts } from './acts.js';
import { DAYS_SINCE_BEGINNING } from './courses.js';
import { keepText } from './demo-files.js';
import { DEMO_REPORTS, SCENE_REPORTS, type DemoReport } from './demo-reports.js';

/** Before the first of the needs that come from it a report of the present cycle was filed that many days ago, or when it began. */
const LATELY_DAYS = 150;
/** So long after an earlier cycle began its reports were filed. */
const EARLY_DAYS = 40;

/** Reports from before the demonstration began were entered here soon after it did. */
const ENTERED_DAYS_AGO = DAYS_SINCE_BEGINNING - 20;

/** Files national reports, each once. */
export class ReportBuilder {
  private readonly uow: UnitOfWork;

  constructor(
    private readonly services: INestApplicationContext,
    private readonly acts: Acts,
  ) {
    this.uow = services.get(UnitOfWork);
  }

  /** Nothing once the calendar that this release knows has ended. */
  async file(
    {
      content,
      text,
      withdrawn,
      cyclesAgo = 0,
    }: Pick<DemoReport, 'text' | 'withdrawn' | 'cyclesAgo'> & {
      content: DemoReport['content'] & { organizationId?: string };
    },
    actor: Actor,
    place: number,
  ): Promise<void> {
    const { organizationId = actor.organizationId, title } = content;
    const { cycle, isThere } = await this.uow.read(operator(), async (tx) => ({
      cycle: await this.cycle(tx, cyclesAgo),
      isThere: await tx.existsBy(NationalReport, { organizationId, title }),
    }));
    if (cycle === null || isThere) return;
    const fileId = text === null ? null : await keepText(this.services, actor, 'national-report.txt', text);
    const began = this.acts.daysSince(cycle.from);
    const daysAgo = cyclesAgo === 0 ? Math.min(began, LATELY_DAYS - 9 * place) : began - EARLY_DAYS;
    const submittedOn = this.acts.dayAgo(daysAgo);
    await this.acts.create(actor, Math.min(daysAgo, ENTERED_DAYS_AGO - place), place, async (tx) => {
      const reports = this.services.get(NationalReportsService);
      const reportId = await reports.file(tx, { ...content, organizationId, cycle: cycle.code, submittedOn, fileId });
      if (withdrawn) await reports.withdraw(tx, { reportId, version: 1 }, withdrawn);
    });
  }

  private async cycle(tx: ReadTx, ago: number): Promise<{ code: string; from: CalendarDate } | null> {
    const cycles = await this.services.get(ReferenceQueries).reportingCycles(tx);
    const present = cycles.findIndex(({ from, until }) => from <= this.acts.today && this.acts.today <= until);
    return (present < 0 ? undefined : cycles[present - ago]) ?? null;
  }
}

/** The report that a need of the demonstration comes from, where one names it. */
export async function reportOf(
  tx: ReadTx,
  needTitle: string,
): Promise<Pick<Need, 'reportId' | 'reportParagraph'> | undefined> {
  const source = [...DEMO_REPORTS, ...SCENE_REPORTS].find(({ needs }) => needTitle in needs);
  const { organizationId } = tx.actor;
  const report = source && (await tx.findOneBy(NationalReport, { organizationId, title: source.content.title }));
  return report ? { reportId: report.id, reportParagraph: source.needs[needTitle] ?? null } : undefined;
}
