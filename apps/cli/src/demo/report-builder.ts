import type { INestApplicationContext } from '@nestjs/common';
import { calendarDateOf, type Actor, type CalendarDate, type Clock } from '#libs/kernel';
import { NationalReport, NationalReportsService, type Need } from '#libs/needs';
import { CLOCK, UnitOfWork, type ReadTx } from '#libs/platform';
import { ReferenceQueries } from '#libs/reference';
import { operator } from '../database.js';
import { keepText } from './demo-files.js';
import { DEMO_REPORTS, SCENE_REPORTS, type DemoReport } from './demo-reports.js';

/** Files national reports, each once. */
export class ReportBuilder {
  private readonly uow: UnitOfWork;
  private readonly today: CalendarDate;

  constructor(private readonly services: INestApplicationContext) {
    this.uow = services.get(UnitOfWork);
    this.today = calendarDateOf(services.get<Clock>(CLOCK).now());
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
  ): Promise<void> {
    const { organizationId = actor.organizationId, title } = content;
    const { cycle, isThere } = await this.uow.read(operator(), async (tx) => ({
      cycle: await this.cycle(tx, cyclesAgo),
      isThere: await tx.existsBy(NationalReport, { organizationId, title }),
    }));
    if (cycle === null || isThere) return;
    const fileId = text === null ? null : await keepText(this.services, actor, 'national-report.txt', text);
    const submittedOn = cyclesAgo === 0 ? this.today : cycle.until;
    await this.uow.run(actor, async (tx) => {
      const reports = this.services.get(NationalReportsService);
      const reportId = await reports.file(tx, { ...content, organizationId, cycle: cycle.code, submittedOn, fileId });
      if (withdrawn) await reports.withdraw(tx, { reportId, version: 1 }, withdrawn);
    });
  }

  private async cycle(tx: ReadTx, ago: number): Promise<{ code: string; until: CalendarDate } | null> {
    const cycles = await this.services.get(ReferenceQueries).reportingCycles(tx);
    const present = cycles.findIndex(({ from, until }) => from <= this.today && this.today <= until);
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
