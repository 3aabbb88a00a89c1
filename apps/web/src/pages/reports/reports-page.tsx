import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { cyclesQuery, reportsQuery, useCycleName } from '../../api/reports.js';
import { useRole, useSession } from '../../api/session.js';
import type { ReportSummary } from '../../api/types.js';
import { Text, useCodeText, useText } from '../../messages/text.js';
import { Day } from '../../ui/dates.js';
import { Page } from '../../ui/page.js';
import { ShowMore } from '../../ui/show-more.js';
import { Cell, StackingTable } from '../../ui/stacking-table.js';
import { StateTag } from '../../ui/tag.js';
import { Loading, Trouble } from '../../ui/trouble.js';
import { AreaSelect, FilterForm, FilterSelect, RegionSelect } from './filter-form.js';
import { INSTRUMENTS, readReportFilters } from './filters.js';
import { FileLink, useInstrumentWords, useLanguageName } from './report-words.js';
import { SignInLink } from '../../ui/sign-in-link.js';

const route = getRouteApi('/reports');

export function ReportsPage() {
  const t = useText();
  const words = useCodeText();
  const filters = readReportFilters({ ...route.useSearch() });
  const navigate = route.useNavigate();
  const cycles = useQuery(cyclesQuery).data ?? [];
  const query = useInfiniteQuery(reportsQuery(filters));
  const reports = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const total = query.data?.pages[0]?.total;
  const isNarrowed = Object.keys(filters).length > 0;
  return (
    <Page title={t('reports.title')} lead={<p>{t('reports.lead')}</p>}>
      <ReportSteps current={cycles.find(({ current }) => current)?.code} />
      <FilterForm
        key={`filters ${JSON.stringify(filters)}`}
        label={t('reports.filter')}
        submit={t('reports.filter.apply')}
        onApply={(fields) => void navigate({ search: readReportFilters(fields) })}
      >
        <FilterSelect name="cycle" label={t('report.cycle')} value={filters.cycle} options={cycles} />
        <AreaSelect value={filters.area} />
        <RegionSelect value={filters.region} />
        <FilterSelect
          name="instrument"
          label={t('report.instruments')}
          value={filters.instrument}
          options={INSTRUMENTS.map((code) => ({ code, name: words('instrument.', code) }))}
        />
      </FilterForm>
      <p role="status" className="results-count">
        {total !== undefined && <Text id="reports.count" values={{ total, shown: Math.min(reports.length, total) }} />}
      </p>
      {isNarrowed && (
        <p className="no-print">
          <Link to="/reports" search={{}} activeOptions={{ exact: true }}>
            {t('filter.clear')}
          </Link>
        </p>
      )}
      {query.isPending && <Loading what={t('reports.loading')} />}
      {query.isError && <Trouble error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && reports.length === 0 && <NoReports narrowed={isNarrowed} />}
      {reports.length > 0 && <ReportsTable reports={reports} />}
      <ShowMore
        key={`more ${JSON.stringify(filters)}`}
        more={query.hasNextPage}
        busy={query.isFetchingNextPage}
        words={{ more: t('reports.more'), loading: t('reports.loading') }}
        onMore={() => void query.fetchNextPage()}
      />
    </Page>
  );
}

function ReportSteps({ current }: { current: string | undefined }) {
  const t = useText();
  const role = useRole();
  return (
    <p className="row no-print">
      {(role === 'focal-point' || role === 'coordinator') && (
        <Link to="/reports/new" className="button button-primary">
          {t('reports.new')}
        </Link>
      )}
      {current && (
        <Link to="/reports/cycles/$cycle" params={{ cycle: current }} className="button">
          {t('reports.cycle')}
        </Link>
      )}
      <Link to="/calendar" className="button">
        {t('calendar.title')}
      </Link>
    </p>
  );
}

function NoReports({ narrowed }: { narrowed: boolean }) {
  const t = useText();
  const signedIn = useSession() !== null;
  return (
    <div className="notice">
      <p className="notice-title">{narrowed ? t('reports.none-match') : t('reports.none')}</p>
      {!signedIn && (
        <p>
          {t('reports.none-anonymous')} <SignInLink />
        </p>
      )}
    </div>
  );
}

function ReportsTable({ reports }: { reports: readonly ReportSummary[] }) {
  const t = useText();
  const columns = [
    { label: t('reports.column.report') },
    { label: t('report.cycle') },
    { label: t('report.instruments') },
    { label: t('report.submitted-on') },
    { label: t('report.file') },
  ];
  return (
    <StackingTable caption={t('reports.title')} columns={columns}>
      {reports.map((report) => (
        <ReportRow key={report.id} report={report} labels={columns.map(({ label }) => label)} />
      ))}
    </StackingTable>
  );
}

function ReportRow({ report, labels }: { report: ReportSummary; labels: readonly string[] }) {
  const t = useText();
  const cycleName = useCycleName();
  const on = useInstrumentWords();
  const language = useLanguageName();
  return (
    <tr role="row">
      <Cell heading label={labels[0]}>
        <Link to="/reports/$reportId" params={{ reportId: report.id }} lang={report.language} dir="auto">
          {report.title}
        </Link>
        <span className="under">
          <bdi>{report.organization.name}</bdi>
          {' · '}
          {language(report.language)} {report.state === 'withdrawn' && <StateTag of="report" state={report.state} />}
        </span>
      </Cell>
      <Cell label={labels[1]}>{cycleName(report.cycle)}</Cell>
      <Cell label={labels[2]}>{on(report.instruments)}</Cell>
      <Cell label={labels[3]}>
        <Day value={report.submittedOn} />
      </Cell>
      <Cell label={labels[4]}>
        {report.file ? (
          <FileLink reportId={report.id} file={report.file} />
        ) : (
          report.publishedUrl && (
            <a href={report.publishedUrl} rel="noreferrer">
              {t('report.published-elsewhere')}
            </a>
          )
        )}
      </Cell>
    </tr>
  );
}
