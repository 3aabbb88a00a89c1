import { useOrderEvents } from '../../api/order-events.js';
import type { Live } from '../../api/order-events.js';
import { READS_ORDERS, useRole } from '../../api/session.js';
import type { Order, OrderState } from '../../api/types.js';
import { useCodeText, useText } from '../../messages/text.js';

const AT_REST: readonly OrderState[] = ['settled', 'rejected'];

/** Follows the newest order that is still on its way. */
export function useLiveOrder(orders: readonly Pick<Order, 'id' | 'state'>[]): Live {
  const moving = orders.findLast(({ state }) => !AT_REST.includes(state));
  const role = useRole();
  return useOrderEvents(moving?.id ?? null, role !== null && READS_ORDERS.includes(role));
}

/** Says politely where the payment stands, each time that changes, and that the page keeps itself up to date. */
export function LiveNote({ live, state }: { live: Live; state: OrderState }) {
  const t = useText();
  const words = useCodeText();
  return (
    <div className="live no-print">
      <p role="status" className="unseen">
        {t('order.now', { state: words('state.order.', state) })}
      </p>
      {live !== 'off' && <p className="hint">{live === 'stream' ? t('order.live') : t('order.polling')}</p>}
    </div>
  );
}
