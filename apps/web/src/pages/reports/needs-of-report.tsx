import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useAreaNames } from '../../api/reference.js';
import { needsOfReportQuery } from '../../api/reports.js';
import { useText } from '../../messages/text.js';
import { ShowMore } from '../../ui/show-more.js';
import { Cell, StackingTable } from '../../ui/stacking-table.js';
import { StateTag } from '../../ui/tag.js';
import { Loading, Trouble } from '../../ui/trouble.js';

/** What was asked for from a report, as far as the reader may see it. */
export function NeedsOfReport({ reportId }: { reportId: string }) {
  const t = useText();
  const areaName = useAreaNames();
  const query = useInfiniteQuery(needsOfReportQuery(reportId));
  const needs = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const columns = [
    { label: t('needs.column.need') },
    { label: t('report.paragraph') },
    { label: t('needs.column.area') },
    { label: t('report.need-state') },
  ];
  return (
    <>
      {query.isPending && <Loading what={t('needs.loading')} />}
      {query.isError && <Trouble error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && needs.length === 0 && <p className="soft">{t('report.no-needs')}</p>}
      {needs.length > 0 && (
        <StackingTable caption={t('report.needs')} columns={columns}>
          {needs.map((need) => (
            <tr role="row" key={need.id}>
              <Cell heading label={columns[0]?.label}>
                <Link to="/needs/$needId" params={{ needId: need.id }} lang={need.language} dir="auto">
                  {need.title}
                </Link>
              </Cell>
              <Cell label={columns[1]?.label}>
                {need.paragraph ? <span dir="auto">{need.paragraph}</span> : t('value.not-stated')}
              </Cell>
              <Cell label={columns[2]?.label}>{areaName(need.areaIso2)}</Cell>
              <Cell label={columns[3]?.label}>
                <StateTag of="need" state={need.state} />
              </Cell>
            </tr>
          ))}
        </StackingTable>
      )}
      <ShowMore
        more={query.hasNextPage}
        busy={query.isFetchingNextPage}
        words={{ more: t('reports.more'), loading: t('needs.loading') }}
        onMore={() => void query.fetchNextPage()}
      />
    </>
  );
}
