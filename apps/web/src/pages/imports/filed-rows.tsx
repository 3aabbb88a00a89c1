import { useInfiniteQuery } from '@tanstack/react-query';
import { filedRowsQuery } from '../../api/imports.js';
import type { Import } from '../../api/types.js';
import { useText } from '../../messages/text.js';
import { Section } from '../../ui/page.js';
import { ShowMore } from '../../ui/show-more.js';
import { Cell, StackingTable } from '../../ui/stacking-table.js';
import { Loading, Trouble } from '../../ui/trouble.js';
import { EntryLink } from './entry-link.js';

/** The rows that an earlier file filed, each with what stands for it. */
export function FiledRows({ one }: { one: Import }) {
  const t = useText();
  const query = useInfiniteQuery(filedRowsQuery(one.id));
  const rows = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const columns = [t('import.unused.row'), t('import.filed.as')];
  return (
    <Section id="filed" title={t('import.filed.title', { count: one.alreadyFiled })}>
      <p>{t(one.kind === 'needs' ? 'import.filed.lead.needs' : 'import.filed.lead.offers')}</p>
      {query.isPending && <Loading what={t('import.unused.loading')} />}
      {query.isError && <Trouble error={query.error} retry={() => void query.refetch()} />}
      {rows.length > 0 && (
        <StackingTable caption={t('import.filed.caption')} columns={columns.map((label) => ({ label }))}>
          {rows.map((row) => (
            <tr role="row" key={row.row}>
              <Cell heading label={columns[0]}>
                {t('import.unused.row-of', { row: row.row })}
              </Cell>
              <Cell label={columns[1]}>
                <EntryLink kind={one.kind} id={row.entryId}>
                  {row.title ?? t('import.filed.withdrawn')}
                </EntryLink>
              </Cell>
            </tr>
          ))}
        </StackingTable>
      )}
      <ShowMore
        more={query.hasNextPage}
        busy={query.isFetchingNextPage}
        words={{ more: t('import.filed.more'), loading: t('import.unused.loading') }}
        onMore={() => void query.fetchNextPage()}
      />
    </Section>
  );
}
