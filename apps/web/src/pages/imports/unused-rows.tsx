import { useQuery } from '@tanstack/react-query';
import { errorsAddress, leftOf, unusedRowsQuery } from '../../api/imports.js';
import type { Import, UnusedRow } from '../../api/types.js';
import { useText } from '../../messages/text.js';
import { Section } from '../../ui/page.js';
import { Cell, StackingTable } from '../../ui/stacking-table.js';
import { Loaded } from '../../ui/trouble.js';
import { shortened } from '../../ui/words.js';

const VALUE_CHARS_MAX = 80;

/** The rows that were not used: the first of them here, all as a file that can be corrected and sent again. */
export function UnusedRows({ one, isMaker }: { one: Import; isMaker: boolean }) {
  const t = useText();
  const count = one.refused + leftOf(one);
  return (
    <Section id="unused" title={t(one.mode === 'dry-run' ? 'import.unusable' : 'import.unused', { count })}>
      <p>
        <a href={errorsAddress(one.id)} download>
          {t('import.errors')}
        </a>{' '}
        {isMaker && t('import.errors.hint')}
      </p>
      <Loaded query={useQuery(unusedRowsQuery(one.id))} loading={t('import.unused.loading')}>
        {({ items, nextCursor }) => (
          <>
            {nextCursor !== null && <p>{t('import.unused.first', { shown: items.length, count })}</p>}
            <RowsTable rows={items} />
          </>
        )}
      </Loaded>
    </Section>
  );
}

function RowsTable({ rows }: { rows: readonly UnusedRow[] }) {
  const t = useText();
  const columns = [t('import.unused.row'), t('import.unused.place'), t('import.unused.detail')];
  return (
    <StackingTable caption={t('import.unused.caption')} columns={columns.map((label) => ({ label }))}>
      {rows.flatMap(({ row, faults }) =>
        (faults.length > 0 ? faults : [null]).map((fault, index) => (
          <tr role="row" key={`${row} ${index}`}>
            <Cell heading label={columns[0]}>
              {t('import.unused.row-of', { row })}
            </Cell>
            <Cell label={columns[1]}>
              {fault?.column ? <Place column={fault.column} value={fault.value} /> : t('import.unused.whole')}
            </Cell>
            <Cell label={columns[2]}>{fault ? fault.detail : t('import.unused.not-reached')}</Cell>
          </tr>
        )),
      )}
    </StackingTable>
  );
}

function Place({ column, value }: { column: string; value: string | null }) {
  const t = useText();
  return (
    <>
      <code>{column}</code>{' '}
      {value ? (
        <bdi className="soft">{shortened(value, VALUE_CHARS_MAX)}</bdi>
      ) : (
        <span className="soft">{t('import.unused.empty')}</span>
      )}
    </>
  );
}
