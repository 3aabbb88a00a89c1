import { useInfiniteQuery } from '@tanstack/react-query';
import { changingRowsQuery } from '../../api/imports.js';
import type { Import } from '../../api/types.js';
import { Text, useText } from '../../messages/text.js';
import { Section } from '../../ui/page.js';
import { ShowMore } from '../../ui/show-more.js';
import { Cell, StackingTable } from '../../ui/stacking-table.js';
import { Loading, Trouble } from '../../ui/trouble.js';
import { Differences } from '../need/differences.js';
import { OfferDifferences } from '../offer/offer-differences.js';
import { EntryLink } from './entry-link.js';
import { groupsOf, rangesText, type RowGroup } from './row-groups.js';

/** The rows that begin, change or propose something: what they are about, and each field as it was and becomes. */
export function ChangingRows({ one }: { one: Import }) {
  const t = useText();
  const query = useInfiniteQuery(changingRowsQuery(one.id));
  const rows = query.data?.pages.flatMap(({ items }) => items) ?? [];
  // One that was used before rows were noted.
  if (query.isSuccess && rows.length === 0) return null;
  const isDryRun = one.mode === 'dry-run';
  const columns = [t('import.unused.row'), t(one.kind === 'needs' ? 'import.changes.need' : 'import.changes.offer')];
  const isShortened = rows.some(({ differences }) => differences.some((difference) => difference.isShortened));
  return (
    <Section
      id="changes"
      title={t(isDryRun ? 'import.changes.would' : 'import.changes.did')}
      lead={isDryRun && t('import.changes.lead')}
    >
      {query.isPending && <Loading what={t('import.unused.loading')} />}
      {query.isError && <Trouble error={query.error} retry={() => void query.refetch()} />}
      {rows.length > 0 && (
        <StackingTable caption={t('import.changes.caption')} columns={columns.map((label) => ({ label }))}>
          {groupsOf(rows).map((group) => (
            <tr role="row" key={group.rows[0]}>
              <Cell heading label={columns[0]}>
                {group.rows.length === 1
                  ? t('import.unused.row-of', { row: group.rows[0] ?? 0 })
                  : t('import.changes.rows', { rows: rangesText(group.rows) })}
                {' · '}
                {t(`import.${group.outcome}`)}
              </Cell>
              <Cell label={undefined}>
                <Change kind={one.kind} group={group} />
              </Cell>
            </tr>
          ))}
        </StackingTable>
      )}
      {isShortened && <p className="hint">{t('import.changes.shortened')}</p>}
      <ShowMore
        more={query.hasNextPage}
        busy={query.isFetchingNextPage}
        words={{ more: t('import.filed.more'), loading: t('import.unused.loading') }}
        onMore={() => void query.fetchNextPage()}
      />
    </Section>
  );
}

function Change({ kind, group }: { kind: Import['kind']; group: RowGroup }) {
  const t = useText();
  const { title, entryId, items, differences } = group;
  return (
    <>
      {entryId === null ? (
        <bdi>{title}</bdi>
      ) : (
        <EntryLink kind={kind} id={entryId}>
          {title}
        </EntryLink>
      )}
      {items.map(({ place, description }) => (
        <span key={place} className="under">
          {description === '' ? (
            t('need-form.line', { place })
          ) : (
            <Text id="need-form.item" values={{ place, what: <bdi>{description}</bdi> }} />
          )}
        </span>
      ))}
      {differences.length > 0 &&
        (kind === 'needs' ? <Differences differences={differences} /> : <OfferDifferences differences={differences} />)}
    </>
  );
}
