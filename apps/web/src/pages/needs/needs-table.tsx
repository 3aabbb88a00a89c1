import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useAreaNames, useCategoryNames } from '../../api/reference.js';
import type { NeedSummary } from '../../api/types.js';
import { useText } from '../../messages/text.js';
import { CoverageBar } from '../../ui/coverage.js';
import { Asked } from '../../ui/amount.js';
import { Day } from '../../ui/dates.js';
import { Cell, StackingTable } from '../../ui/stacking-table.js';
import { NeedTags, Tag } from '../../ui/tag.js';
import { totalsOf } from './totals.js';

/** Nobody gives to it any more, whatever was not met. */
const GIVEN_UP: readonly NeedSummary['state'][] = ['closed-partly', 'withdrawn', 'expired', 'rejected', 'merged'];

interface NeedsTableProps {
  readonly needs: readonly NeedSummary[];
  /** One more column, for what can be done with each. */
  readonly extra?: Extra;
}

interface Extra {
  readonly label: string;
  readonly of: (need: NeedSummary) => ReactNode;
}

export function NeedsTable({ needs, extra }: NeedsTableProps) {
  const t = useText();
  const columns = [
    { label: t('needs.column.need') },
    { label: t('needs.column.area') },
    { label: t('needs.column.needed-by') },
    { label: t('needs.column.requested'), numeric: true },
    { label: t('needs.column.open'), numeric: true },
    ...(extra ? [{ label: extra.label }] : []),
  ];
  return (
    <StackingTable caption={t('needs.caption')} columns={columns}>
      {needs.map((need) => (
        <NeedRow key={need.id} need={need} labels={columns.map(({ label }) => label)} extra={extra} />
      ))}
    </StackingTable>
  );
}

function NeedRow({ need, labels, extra }: { need: NeedSummary; labels: readonly string[]; extra?: Extra }) {
  const t = useText();
  const areaName = useAreaNames();
  const categoryName = useCategoryNames();
  const categories = [...new Set(need.items.map(({ categoryCode }) => categoryCode))];
  const totals = totalsOf(need.items);
  return (
    <tr role="row">
      <Cell heading label={labels[0]}>
        <Link to="/needs/$needId" params={{ needId: need.id }} lang={need.language} dir="auto">
          {need.title}
        </Link>
        <span className="under">
          <bdi>{need.organization.name}</bdi>
          {' · '}
          {categories.map(categoryName).join(', ')} <NeedTags need={need} omits="published" />{' '}
          {need.reconfirmationDue && <Tag>{t('need.reconfirmation-due')}</Tag>}
        </span>
      </Cell>
      <Cell label={labels[1]}>{areaName(need.areaIso2)}</Cell>
      <Cell label={labels[2]}>{need.neededBy ? <Day value={need.neededBy} /> : t('value.none')}</Cell>
      <Cell label={labels[3]} numeric>
        {totals.map((total) => (
          <div key={total.key} className="counted">
            <Asked of={total} what="requested" />
          </div>
        ))}
      </Cell>
      <Cell label={labels[4]} numeric>
        {GIVEN_UP.includes(need.state) ? (
          <span className="soft">{t('needs.given-up')}</span>
        ) : (
          totals.map((total) => (
            <div key={total.key} className="counted">
              <Asked of={total} what="open" />
              {total.requested !== '0' && <CoverageBar {...total} />}
            </div>
          ))
        )}
      </Cell>
      {extra && <Cell label={labels[5]}>{extra.of(need)}</Cell>}
    </tr>
  );
}
