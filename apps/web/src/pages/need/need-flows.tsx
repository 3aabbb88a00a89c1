import { useQuery } from '@tanstack/react-query';
import { flowsQuery, flowsSummaryQuery } from '../../api/needs.js';
import type { Flow, FlowsOfCurrency } from '../../api/types.js';
import { useCodeText, useText } from '../../messages/text.js';
import { Amount } from '../../ui/amount.js';
import { Day } from '../../ui/dates.js';
import { Cell, StackingTable } from '../../ui/stacking-table.js';
import { Loaded } from '../../ui/trouble.js';

/** Financing reported from outside. Pledged, committed and paid stand apart and are never added. */
export function NeedFlows({ needId }: { needId: string }) {
  const t = useText();
  const summary = useQuery(flowsSummaryQuery(needId));
  const flows = useQuery(flowsQuery(needId));
  return (
    <Loaded query={summary} loading={t('flows.loading')}>
      {({ byCurrency, usd, unconverted }) =>
        byCurrency.length === 0 ? (
          <p className="soft">{t('flows.none')}</p>
        ) : (
          <>
            <FlowsSummaryTable byCurrency={byCurrency} usd={usd} />
            {unconverted > 0 && <p className="hint">{t('flows.unconverted', { count: unconverted })}</p>}
            <Loaded query={flows} loading={t('flows.loading')}>
              {({ items, nextCursor }) => (
                <details className="fold">
                  <summary>{t('flows.each', { count: items.length, more: nextCursor ? 'yes' : 'no' })}</summary>
                  <FlowsTable flows={items} />
                </details>
              )}
            </Loaded>
          </>
        )
      }
    </Loaded>
  );
}

function FlowsSummaryTable({ byCurrency, usd }: { byCurrency: readonly FlowsOfCurrency[]; usd: FlowsOfCurrency }) {
  const t = useText();
  const columns = [
    { label: t('flows.column.currency') },
    { label: t('flows.column.pledged'), numeric: true },
    { label: t('flows.column.committed'), numeric: true },
    { label: t('flows.column.paid'), numeric: true },
  ];
  const onlyUsd = byCurrency.length === 1 && byCurrency[0]?.currency === 'USD';
  return (
    <StackingTable caption={t('flows.caption')} columns={columns}>
      {byCurrency.map((row) => (
        <FlowsRow key={row.currency} row={row} name={row.currency} labels={columns.map(({ label }) => label)} />
      ))}
      {!onlyUsd && <FlowsRow row={usd} name={t('flows.in-usd')} labels={columns.map(({ label }) => label)} sum />}
    </StackingTable>
  );
}

interface FlowsRowProps {
  readonly row: FlowsOfCurrency;
  readonly name: string;
  readonly labels: readonly string[];
  readonly sum?: boolean;
}

function FlowsRow({ row, name, labels, sum }: FlowsRowProps) {
  return (
    <tr role="row" className={sum ? 'sum' : undefined}>
      <Cell heading label={labels[0]}>
        {name}
      </Cell>
      {[row.pledged, row.committed, row.paid].map((minor, index) => (
        <Cell key={labels[index + 1]} label={labels[index + 1]} numeric>
          <Amount money={{ minor, currency: row.currency }} />
        </Cell>
      ))}
    </tr>
  );
}

function FlowsTable({ flows }: { flows: readonly Flow[] }) {
  const t = useText();
  const words = useCodeText();
  const columns = [
    { label: t('flows.column.donor') },
    { label: t('flows.column.kind') },
    { label: t('flows.column.date') },
    { label: t('flows.column.amount'), numeric: true },
  ];
  const labels = columns.map(({ label }) => label);
  return (
    <StackingTable caption={t('flows.each-caption')} columns={columns}>
      {flows.map(({ id, donorName, kind, amount, valueDate, description }) => (
        <tr role="row" key={id}>
          <Cell heading label={labels[0]}>
            <bdi>{donorName}</bdi>
            <span className="under" dir="auto">
              {description}
            </span>
          </Cell>
          <Cell label={labels[1]}>{words('flow.', kind)}</Cell>
          <Cell label={labels[2]}>
            <Day value={valueDate} />
          </Cell>
          <Cell label={labels[3]} numeric>
            <Amount money={amount} />
          </Cell>
        </tr>
      ))}
    </StackingTable>
  );
}
