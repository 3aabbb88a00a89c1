import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { fundsQuery } from '../../api/money.js';
import { useRole } from '../../api/session.js';
import type { Fund } from '../../api/types.js';
import { useCodeText, useText } from '../../messages/text.js';
import { Amount } from '../../ui/amount.js';
import { Page, Section } from '../../ui/page.js';
import { Cell, StackingTable } from '../../ui/stacking-table.js';
import { LoadedPage } from '../../ui/trouble.js';
import { FundForm } from '../money/fund-form.js';

/** Funds with their three numbers, which are never one sum. */
export function FundsPage() {
  const t = useText();
  const role = useRole();
  const navigate = useNavigate();
  const funds = useQuery(fundsQuery);
  return (
    <LoadedPage query={funds} loading={t('funds.loading')} title={t('funds.title')}>
      {({ items }) => (
        <Page title={t('funds.title')} lead={<p>{t('funds.lead')}</p>}>
          {items.length === 0 ? (
            <div className="notice">
              <p className="notice-title">{t('funds.none')}</p>
              <p>{t('funds.none-step')}</p>
            </div>
          ) : (
            <FundsTable funds={items} />
          )}
          {role === 'finance' && (
            <Section id="open" title={t('fund.title')}>
              <FundForm onOpened={(fund) => void navigate({ to: '/funds/$fundId', params: { fundId: fund.id } })} />
            </Section>
          )}
        </Page>
      )}
    </LoadedPage>
  );
}

function FundsTable({ funds }: { funds: readonly Fund[] }) {
  const t = useText();
  const words = useCodeText();
  const columns = [
    { label: t('funds.column.fund') },
    { label: t('fund.pledged'), numeric: true },
    { label: t('fund.committed'), numeric: true },
    { label: t('fund.received'), numeric: true },
    { label: t('fund.available'), numeric: true },
  ];
  const [, ...numbers] = columns.map(({ label }) => label);
  return (
    <StackingTable caption={t('funds.caption')} columns={columns}>
      {funds.map((fund) => (
        <tr role="row" key={fund.id}>
          <Cell heading label={columns[0]?.label}>
            <Link to="/funds/$fundId" params={{ fundId: fund.id }} dir="auto">
              {fund.name}
            </Link>
            <span className="under">{words('fund.kind.', fund.kind)}</span>
          </Cell>
          {([fund.pledged, fund.committed, fund.received, fund.available] as const).map((money, index) => (
            <Cell key={numbers[index]} label={numbers[index]} numeric>
              <Amount money={money} />
            </Cell>
          ))}
        </tr>
      ))}
    </StackingTable>
  );
}
