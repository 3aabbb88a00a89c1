import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useAreaNames } from '../../api/reference.js';
import { reportQuery, restoreReport, useCycleName, withdrawReport } from '../../api/reports.js';
import { useSession } from '../../api/session.js';
import type { Report, Session } from '../../api/types.js';
import { useCodeText, useText } from '../../messages/text.js';
import { Day, Moment } from '../../ui/dates.js';
import { Fact, Facts } from '../../ui/facts.js';
import { ActForm, SubmitButton } from '../../ui/form.js';
import { OpenWhile } from '../../ui/open-while.js';
import { Page, Section } from '../../ui/page.js';
import { ReasonForm } from '../../ui/reason-form.js';
import { StateTag } from '../../ui/tag.js';
import { LoadedPage } from '../../ui/trouble.js';
import { Note } from '../../ui/words.js';
import { Spokespeople, useSpeaksFor } from '../organizations/spokespeople.js';
import { BeginNeed } from './begin-need.js';
import { NeedsOfReport } from './needs-of-report.js';
import { FileLink, useInstrumentWords, useLanguageName } from './report-words.js';

const route = getRouteApi('/reports/$reportId');

export function ReportPage() {
  const t = useText();
  const { reportId } = route.useParams();
  return (
    <LoadedPage query={useQuery(reportQuery(reportId))} loading={t('report.loading')} title={t('report.title')}>
      {(report) => <ReportSheet report={report} />}
    </LoadedPage>
  );
}

/** Its State changes a report; a coordinator one that a coordinator filed. */
export function mayChange(report: Report, session: Session | null): boolean {
  if (session?.role === 'focal-point') return session.organization.id === report.organization.id;
  return session?.role === 'coordinator' && report.filedBy === 'coordinator';
}

function ReportSheet({ report }: { report: Report }) {
  const t = useText();
  const session = useSession();
  const mayKeep = mayChange(report, session);
  const speaks = useSpeaksFor(report.organization.id);
  const keeps = mayKeep && speaks;
  const isFiled = report.state === 'filed';
  const isOwn = session?.role === 'focal-point' && mayKeep;
  return (
    <Page
      title={report.title}
      written
      language={report.language}
      trail={
        <Link to="/reports" activeOptions={{ exact: true }}>
          {t('reports.title')}
        </Link>
      }
      lead={<ReportLead report={report} />}
    >
      {report.withdrawnReason !== null && (
        <div className="notice notice-warn">
          <p className="notice-title">{t('report.withdrawn')}</p>
          <Note text={report.withdrawnReason} />
        </div>
      )}
      <OpenWhile open={keeps && !isFiled}>
        <RestoreForm report={report} />
      </OpenWhile>
      <ReportFacts report={report} />
      <Section id="document" title={t('report.document')}>
        <Documents report={report} />
        {report.note !== '' && <Note text={report.note} />}
      </Section>
      <Section id="needs" title={t('report.needs')} lead={t('report.needs.lead')}>
        <NeedsOfReport reportId={report.id} />
        <OpenWhile open={isOwn && isFiled}>
          <BeginNeed report={report} />
        </OpenWhile>
      </Section>
      {!speaks && <Spokespeople organizationId={report.organization.id} />}
      <OpenWhile open={keeps && isFiled}>
        <section className="section no-print" aria-labelledby="record">
          <h2 id="record">{t('report.record')}</h2>
          <p>
            <Link to="/reports/$reportId/edit" params={{ reportId: report.id }} className="button">
              {t('report.correct')}
            </Link>
          </p>
          <WithdrawForm report={report} />
        </section>
      </OpenWhile>
    </Page>
  );
}

function ReportLead({ report }: { report: Report }) {
  const areaName = useAreaNames();
  const cycleName = useCycleName();
  return (
    <p>
      <bdi>{report.organization.name}</bdi>
      {report.areaIso2 && ` · ${areaName(report.areaIso2)}`}
      {' · '}
      <Link to="/reports/cycles/$cycle" params={{ cycle: report.cycle }}>
        {cycleName(report.cycle)}
      </Link>{' '}
      {report.state === 'withdrawn' && <StateTag of="report" state={report.state} />}
    </p>
  );
}

function ReportFacts({ report }: { report: Report }) {
  const t = useText();
  const words = useCodeText();
  const on = useInstrumentWords();
  const language = useLanguageName();
  return (
    <Facts>
      <Fact label={t('report.instruments')}>{on(report.instruments)}</Fact>
      <Fact label={t('report.submitted-on')}>
        <Day value={report.submittedOn} />
      </Fact>
      <Fact label={t('report.language')}>{language(report.language)}</Fact>
      <Fact label={t('report.visibility')}>{words('report-visibility.', report.visibility)}</Fact>
      <Fact label={t('report.filed-by')}>{words('filed-by.', report.filedBy)}</Fact>
    </Facts>
  );
}

function Documents({ report }: { report: Report }) {
  const t = useText();
  return (
    <>
      {report.file && (
        <p>
          <FileLink reportId={report.id} file={report.file} />
        </p>
      )}
      {report.publishedUrl && (
        <p>
          {t('report.published-url')}{' '}
          <a href={report.publishedUrl} rel="noreferrer" className="address">
            <bdi>{report.publishedUrl}</bdi>
          </a>
        </p>
      )}
      {report.earlierFiles.length > 0 && (
        <details className="fold">
          <summary>{t('report.earlier-files', { count: report.earlierFiles.length })}</summary>
          <ul className="bullets">
            {report.earlierFiles.map((file) => (
              <li key={file.replacedAt}>
                <FileLink reportId={report.id} file={file} />
                {' · '}
                {t('report.replaced')} <Moment value={file.replacedAt} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function WithdrawForm({ report }: { report: Report }) {
  const t = useText();
  const queries = useQueryClient();
  return (
    <ReasonForm
      words={{
        open: t('report.withdraw'),
        label: t('report.withdraw.reason'),
        hint: t('report.withdraw.hint'),
        submit: t('report.withdraw.submit'),
      }}
      draft={`withdraw ${report.id}`}
      done={t('report.withdraw.done')}
      onConflict={() => void queries.invalidateQueries()}
      act={async (reason) => {
        await withdrawReport(report, reason);
        await queries.invalidateQueries();
      }}
    />
  );
}

function RestoreForm({ report }: { report: Report }) {
  const t = useText();
  const queries = useQueryClient();
  return (
    <div className="no-print">
      <ActForm
        label={t('report.restore')}
        done={t('report.restore.done')}
        onConflict={() => void queries.invalidateQueries()}
        act={async () => {
          await restoreReport(report);
          await queries.invalidateQueries();
        }}
      >
        {(pending) => <SubmitButton pending={pending}>{t('report.restore')}</SubmitButton>}
      </ActForm>
    </div>
  );
}
