import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { orderQuery, trancheQuery } from '../../api/money.js';
import type { Order } from '../../api/types.js';
import { useText } from '../../messages/text.js';
import { Amount } from '../../ui/amount.js';
import { Fact, Facts } from '../../ui/facts.js';
import { Page, Section } from '../../ui/page.js';
import { StateTag } from '../../ui/tag.js';
import { Steps } from '../../ui/steps.js';
import { LoadedPage } from '../../ui/trouble.js';
import { LiveNote, useLiveOrder } from './live-order.js';
import { useNeedName } from './need-name.js';
import { OrderSteps } from './order-steps.js';

const route = getRouteApi('/orders/$orderId');

export function OrderPage() {
  const t = useText();
  const { orderId } = route.useParams();
  const order = useQuery(orderQuery(orderId));
  return (
    <LoadedPage query={order} loading={t('order.loading')} title={t('order.title')}>
      {(data) => <OrderSheet key={data.id} order={data} />}
    </LoadedPage>
  );
}

function OrderSheet({ order }: { order: Order }) {
  const t = useText();
  const needName = useNeedName();
  const isTranche = order.purposeRef.startsWith('tran_');
  const { data: tranche } = useQuery({ ...trancheQuery(order.purposeRef), enabled: isTranche });
  const live = useLiveOrder([order]);
  return (
    <Page
      title={t('order.title')}
      windowTitle={t('order.window-title', { purpose: order.purpose })}
      trail={
        <Link to="/orders" activeOptions={{ exact: true }}>
          {t('orders.title')}
        </Link>
      }
      lead={
        <p>
          <span dir="auto">{order.purpose}</span> <StateTag of="order" state={order.state} />
        </p>
      }
    >
      <Facts>
        <Fact label={t('order.payee')}>
          <bdi>{order.payee.name}</bdi>
        </Fact>
        <Fact label={t('order.amount')}>
          <Amount money={order.amount} />
        </Fact>
        {tranche && (
          <Fact label={t('order.need')}>
            <Link to="/matches/$matchId/money" params={{ matchId: tranche.project.matchId }} dir="auto">
              {needName(tranche.project.need)}
            </Link>
          </Fact>
        )}
      </Facts>
      <Section id="progress" title={t('order.progress')}>
        <LiveNote live={live} state={order.state} />
        <Steps>
          <OrderSteps order={order} />
        </Steps>
      </Section>
    </Page>
  );
}
