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
  const left = leftOf(one);
  const count = one.refused + left;
  return (
    <Section id="unused" title={t(one.mode === 'dry-run' ? 'import.unusable' : 'import.unused', { count })}>
      <p>
        <a href={errorsAddress(one.id)} download>
          {t('import.errors')}
        </a>{' '}
        {isMaker && t('import.errors.hint')}
      </p>
      {left > 0 && <p>{t('import.unused.left', { left })}</p>}
      <Loaded query={useQuery(unusedRowsQuery(one.id))} loading={t('import.unused.loading')}>
        {({ items }) => <Refused rows={items.filter(({ faults }) => faults.length > 0)} count={one.refused} />}
      </Loaded>
    </Section>
  );
}

function Refused({ rows, count }: { rows: readonly UnusedRow[]; count: number }) {
  const t = useText();
  const columns = [t('import.unused.row'), t('import.unused.place'), t('import.unused.detail')];
  if (rows.length === 0) return null;
  return (
    <>
      {rows.length < count && <p>{t('import.unused.first', { shown: rows.length, count })}</p>}
      <StackingTable caption={t('import.unused.caption')} columns={columns.map((label) => ({ label }))}>
        {rows.flatMap(({ row, faults }) =>
          faults.map(({ column, value, detail }, index) => (
            <tr role="row" key={`${row} ${index}`}>
              <Cell heading label={columns[0]}>
                {t('import.unused.row-of', { row })}
              </Cell>
              <Cell label={columns[1]}>
                {column === null ? t('import.unused.whole') : <Place column={column} value={value} />}
              </Cell>
              <Cell label={columns[2]}>{detail}</Cell>
            </tr>
          )),
        )}
      </StackingTable>
    </>
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
