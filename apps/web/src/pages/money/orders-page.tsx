import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { ordersQuery } from '../../api/money.js';
import { READS_ORDERS } from '../../api/session.js';
import type { OrderSummary } from '../../api/types.js';
import { useCodeText, useText } from '../../messages/text.js';
import { Amount } from '../../ui/amount.js';
import { Moment } from '../../ui/dates.js';
import { PagedPage } from '../../ui/paged-page.js';
import { Cell, StackingTable } from '../../ui/stacking-table.js';
import { StateTag } from '../../ui/tag.js';
import { ORDER_STATES } from './order-filters.js';

const route = getRouteApi('/orders');

/** Payment orders; for an approver the queue of those that wait for approval. */
export function OrdersPage() {
  const t = useText();
  const words = useCodeText();
  const { state } = route.useSearch();
  const query = useInfiniteQuery({ ...ordersQuery(state), placeholderData: keepPreviousData });
  return (
    <PagedPage
      title={t('orders.title')}
      lead={t('orders.lead')}
      readers={READS_ORDERS}
      query={query}
      state={state}
      tabs={{
        to: '/orders',
        label: t('orders.by-state'),
        states: ORDER_STATES,
        name: (one) => words('state.order.', one),
      }}
      words={{
        loading: t('orders.loading'),
        more: t('orders.more'),
        none: t('orders.none'),
        noneStep: t('orders.none-step'),
        noneInState: t('orders.none-in-state'),
        showAll: t('orders.show-all'),
      }}
    >
      {(orders) => <OrdersTable orders={orders} />}
    </PagedPage>
  );
}

function OrdersTable({ orders }: { orders: readonly OrderSummary[] }) {
  const t = useText();
  const columns = [
    { label: t('orders.column.purpose') },
    { label: t('orders.column.payee') },
    { label: t('orders.column.amount'), numeric: true },
    { label: t('orders.column.approvals'), numeric: true },
    { label: t('orders.column.made') },
  ];
  const labels = columns.map(({ label }) => label);
  return (
    <StackingTable caption={t('orders.caption')} columns={columns}>
      {orders.map((order) => (
        <tr role="row" key={order.id}>
          <Cell heading label={labels[0]}>
            <Link to="/orders/$orderId" params={{ orderId: order.id }} dir="auto">
              {order.purpose}
            </Link>
            <span className="under">
              <StateTag of="order" state={order.state} />
            </span>
          </Cell>
          <Cell label={labels[1]}>
            <bdi>{order.payee.name}</bdi>
          </Cell>
          <Cell label={labels[2]} numeric>
            <Amount money={order.amount} />
          </Cell>
          <Cell label={labels[3]} numeric>
            {t('orders.approvals', { given: order.approvalsGiven, needed: order.approvalsRequired })}
          </Cell>
          <Cell label={labels[4]}>
            <Moment value={order.createdAt} />
          </Cell>
        </tr>
      ))}
    </StackingTable>
  );
}
