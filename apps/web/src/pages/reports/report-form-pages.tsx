import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { correctReport, fileReport, reportQuery } from '../../api/reports.js';
import { sessionQuery, useSession } from '../../api/session.js';
import type { Report } from '../../api/types.js';
import { useText } from '../../messages/text.js';
import { OpenWhile } from '../../ui/open-while.js';
import { Page } from '../../ui/page.js';
import { ChangedNotice, useSeen } from '../../ui/seen.js';
import { Loaded, LoadedPage } from '../../ui/trouble.js';
import { Spokespeople, useSpeaksFor } from '../organizations/spokespeople.js';
import { useReportChanges } from './report-changes.js';
import { reportDraft, ReportForm } from './report-form.js';
import { mayChange } from './report-page.js';
import { SignInLink } from '../../ui/sign-in-link.js';

const editRoute = getRouteApi('/reports/$reportId/edit');

export function NewReportPage() {
  const t = useText();
  const session = useQuery(sessionQuery);
  const speaks = useSpeaksFor(session.data?.organization.id ?? '');
  const openReport = useOpenReport();
  return (
    <Page title={t('reports.new')} trail={<ToReports />} lead={<p>{t('report.new.lead')}</p>}>
      <Loaded query={session} loading={t('report.loading')}>
        {(who) =>
          who?.role === 'focal-point' && !speaks ? (
            <Spokespeople organizationId={who.organization.id} />
          ) : who?.role === 'focal-point' || who?.role === 'coordinator' ? (
            <ReportForm
              session={who}
              label={t('reports.new')}
              submit={t('report.new.submit')}
              save={async (content) => openReport((await fileReport(content)).id)}
            />
          ) : (
            <NotYours text={t('report.new.not-yours')} />
          )
        }
      </Loaded>
    </Page>
  );
}

export function EditReportPage() {
  const t = useText();
  const { reportId } = editRoute.useParams();
  return (
    <LoadedPage query={useQuery(reportQuery(reportId))} loading={t('report.loading')} title={t('report.correct')}>
      {(report) => <EditReport key={report.id} report={report} />}
    </LoadedPage>
  );
}

function EditReport({ report }: { report: Report }) {
  const t = useText();
  const session = useSession();
  const speaks = useSpeaksFor(report.organization.id);
  const openReport = useOpenReport();
  const { seen, moved, accept } = useSeen(report, reportDraft(report));
  const changes = useReportChanges(seen, report, reportDraft(report));
  const isFiled = report.state === 'filed';
  return (
    <Page
      title={t('report.correct')}
      trail={
        <Link to="/reports/$reportId" params={{ reportId: report.id }} lang={report.language} dir="auto">
          {report.title}
        </Link>
      }
      lead={<p>{t('report.correct.lead')}</p>}
    >
      {!speaks ? (
        <Spokespeople organizationId={report.organization.id} />
      ) : session && mayChange(report, session) ? (
        <>
          {moved && isFiled && <ChangedNotice changes={changes} onAccept={() => accept(report)} />}
          {!isFiled && <NotYours text={t('report.correct.not-yours')} />}
          <OpenWhile open={isFiled}>
            <ReportForm
              report={seen}
              session={session}
              label={t('report.correct')}
              submit={t('report.correct.submit')}
              save={async ({ organizationId: _, ...content }) => {
                const after = await correctReport(seen, content);
                accept(after);
                await openReport(after.id);
              }}
            />
          </OpenWhile>
        </>
      ) : (
        <NotYours text={t('report.correct.not-yours')} />
      )}
    </Page>
  );
}

/** Shows a report that was just filed or corrected. */
function useOpenReport(): (reportId: string) => Promise<void> {
  const navigate = useNavigate();
  const queries = useQueryClient();
  return async (reportId) => {
    await queries.invalidateQueries();
    await navigate({ to: '/reports/$reportId', params: { reportId } });
  };
}

function ToReports() {
  const t = useText();
  return (
    <Link to="/reports" activeOptions={{ exact: true }}>
      {t('reports.title')}
    </Link>
  );
}

function NotYours({ text }: { text: string }) {
  const session = useSession();
  return (
    <div className="notice">
      <p>{text}</p>
      <p>{session ? <ToReports /> : <SignInLink className="button" />}</p>
    </div>
  );
}
