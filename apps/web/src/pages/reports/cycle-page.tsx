import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { cycleQuery, cyclesQuery, type CycleFilter } from '../../api/reports.js';
import type { CycleCounts, StateInCycle } from '../../api/types.js';
import { Text, useText } from '../../messages/text.js';
import { Day } from '../../ui/dates.js';
import { Fact, Facts } from '../../ui/facts.js';
import { Page } from '../../ui/page.js';
import { ShowMore } from '../../ui/show-more.js';
import { Cell, StackingTable } from '../../ui/stacking-table.js';
import { Loading, Trouble } from '../../ui/trouble.js';
import { FilterForm, FilterSelect, RegionSelect } from './filter-form.js';
import { readCycleFilters, YES_NO } from './filters.js';
import { useInstrumentWords } from './report-words.js';

const route = getRouteApi('/reports/cycles/$cycle');

export function CyclePage() {
  const t = useText();
  const { cycle: code } = route.useParams();
  const filters = readCycleFilters({ ...route.useSearch() });
  const navigate = route.useNavigate();
  const cycles = useQuery(cyclesQuery).data ?? [];
  const query = useInfiniteQuery(cycleQuery(code, filters));
  const [page] = query.data?.pages ?? [];
  const states = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const name = page?.name ?? cycles.find((cycle) => cycle.code === code)?.name ?? code;
  return (
    <Page
      title={t('cycle.title', { cycle: name })}
      trail={
        <Link to="/reports" activeOptions={{ exact: true }}>
          {t('reports.title')}
        </Link>
      }
      lead={<CycleLead code={code} />}
    >
      {page?.counts && <Counts code={code} region={filters.region} counts={page.counts} />}
      <FilterForm
        key={`filters ${code} ${JSON.stringify(filters)}`}
        label={t('cycle.filter')}
        submit={t('cycle.filter.apply')}
        onApply={({ cycle, ...fields }) =>
          void navigate({ params: { cycle: String(cycle) }, search: readCycleFilters(fields) })
        }
      >
        <FilterSelect required name="cycle" label={t('report.cycle')} value={code} options={cycles} />
        <RegionSelect value={filters.region} />
        <YesNoSelect name="reported" label={t('cycle.reported')} value={filters.reported} />
        <YesNoSelect name="asked" label={t('cycle.asked')} value={filters.asked} />
      </FilterForm>
      <p role="status" className="results-count">
        {page?.total !== undefined && (
          <Text id="cycle.count" values={{ total: page.total, shown: Math.min(states.length, page.total) }} />
        )}
      </p>
      {query.isPending && <Loading what={t('cycle.loading')} />}
      {query.isError && <Trouble error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && states.length === 0 && (
        <div className="notice">
          <p className="notice-title">{t('cycle.none')}</p>
          <p>
            <Link to="/reports/cycles/$cycle" params={{ cycle: code }} search={{}}>
              {t('filter.clear')}
            </Link>
          </p>
        </div>
      )}
      {states.length > 0 && <StatesTable states={states} />}
      <ShowMore
        key={`more ${code} ${JSON.stringify(filters)}`}
        more={query.hasNextPage}
        busy={query.isFetchingNextPage}
        words={{ more: t('cycle.more'), loading: t('cycle.loading') }}
        onMore={() => void query.fetchNextPage()}
      />
    </Page>
  );
}

function CycleLead({ code }: { code: string }) {
  const t = useText();
  const meeting = useQuery(cyclesQuery).data?.find((cycle) => cycle.code === code)?.meeting;
  return (
    <>
      {meeting && (
        <p>
          {meeting.precision === 'day' ? (
            <Text
              id="cycle.leads-to"
              values={{
                meeting: meeting.name,
                from: <Day key="from" value={meeting.startsOn} />,
                until: <Day key="until" value={meeting.endsOn} />,
              }}
            />
          ) : (
            <Text id="cycle.leads-to-period" values={{ meeting: meeting.name, year: meeting.startsOn.slice(0, 4) }} />
          )}
        </p>
      )}
      <p>{t('cycle.open-to-you')}</p>
    </>
  );
}

/** Whole numbers of the region; each leads to the States behind it. */
function Counts({ code, region, counts }: { code: string; region: string | undefined; counts: CycleCounts }) {
  const t = useText();
  const to = (filter: CycleFilter, label: string, children: ReactNode) => (
    <Fact label={label}>
      <Link
        to="/reports/cycles/$cycle"
        params={{ cycle: code }}
        search={{ ...(region && { region }), ...filter } as never}
        activeOptions={{ exact: true }}
        className="count"
      >
        {children}
      </Link>
    </Fact>
  );
  return (
    <Facts>
      {to({}, t('cycle.states'), counts.states)}
      {to({ reported: true }, t('cycle.reported'), counts.reported)}
      {to({ asked: true }, t('cycle.asked'), counts.asked)}
      {to({ reported: true, asked: false }, t('cycle.reported-only'), counts.reportedOnly)}
      {to({ reported: false, asked: true }, t('cycle.asked-only'), counts.askedOnly)}
    </Facts>
  );
}

function YesNoSelect({ name, label, value }: { name: string; label: string; value: boolean | undefined }) {
  const t = useText();
  const names = { true: t('value.yes'), false: t('value.no') };
  return (
    <FilterSelect
      name={name}
      label={label}
      value={value?.toString()}
      options={YES_NO.map((code) => ({ code, name: names[code] }))}
    />
  );
}

function StatesTable({ states }: { states: readonly StateInCycle[] }) {
  const t = useText();
  const on = useInstrumentWords();
  const columns = [{ label: t('filter.area') }, { label: t('cycle.reported') }, { label: t('cycle.asked') }];
  return (
    <div className="short-columns">
      <StackingTable caption={t('cycle.caption')} columns={columns}>
        {states.map(({ areaIso2, name, reports, needs }) => (
          <tr role="row" key={areaIso2}>
            <Cell heading label={columns[0]?.label}>
              {name}
            </Cell>
            <Cell label={columns[1]?.label}>
              {reports.length === 0 && <span className="soft">{t('cycle.not-reported')}</span>}
              {reports.map((report) => (
                <div key={report.id}>
                  <Link to="/reports/$reportId" params={{ reportId: report.id }}>
                    <Day value={report.submittedOn} />
                  </Link>{' '}
                  <span className="soft">{on(report.instruments)}</span>
                </div>
              ))}
            </Cell>
            <Cell label={columns[2]?.label}>
              {needs === 0 ? (
                <span className="soft">{t('cycle.not-asked')}</span>
              ) : (
                <Link to="/needs" search={{ area: areaIso2, view: 'all' }}>
                  {t('cycle.needs', { count: needs })}
                </Link>
              )}
            </Cell>
          </tr>
        ))}
      </StackingTable>
    </div>
  );
}
