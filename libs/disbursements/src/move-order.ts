import { isId, MoveNotAllowed, NotFound, Stale } from '#libs/kernel';
import type { Tx } from '#libs/platform';
import { PaymentOrder } from './payment-order.entity.js';
import { paymentOrderStates, type PaymentOrderState } from './payment-order.states.js';

/** What happened to an order, as its history and its live progress name it. */
export type OrderEventType =
  | 'requested'
  | 'amended'
  | 'approval-given'
  | 'approved'
  | 'rejected'
  | 'retried'
  | 'asked-again'
  | 'instructed'
  | 'accepted'
  | 'needs-review'
  | 'settled'
  | 'failed'
  | 'returned';

/**
 * The order, locked until the transaction ends.
 * @throws NotFound, and Stale when it is no longer at the version that the caller read.
 */
export async function lockOrder(tx: Tx, id: string, version?: number): Promise<PaymentOrder> {
  const lock = { mode: 'pessimistic_write' } as const;
  const order = isId('order', id) && (await tx.findOne(PaymentOrder, { where: { id }, lock }));
  if (!order) throw new NotFound('payment order', id);
  if (version !== undefined && order.version !== version) throw new Stale('payment order', id);
  return order;
}

/** @throws MoveNotAllowed */
export function assertOrderCanMove(order: PaymentOrder, to: PaymentOrderState): void {
  if (!paymentOrderStates.canMove(order.state, to)) {
    throw new MoveNotAllowed('payment order', order.id, order.state, to);
  }
}

/**
 * Moves a locked order and writes its history.
 * @throws MoveNotAllowed
 */
export async function moveOrder(
  tx: Tx,
  order: PaymentOrder,
  to: PaymentOrderState,
  type: OrderEventType,
  detail: Record<string, string> = {},
): Promise<void> {
  assertOrderCanMove(order, to);
  order.state = to;
  await changeOrder(tx, order, { state: to }, type, detail);
}

/** Writes a change of a locked order that leaves its state alone, or one that was checked, and its history. */
export async function changeOrder(
  tx: Tx,
  order: PaymentOrder,
  change: Partial<PaymentOrder>,
  type: OrderEventType,
  detail: Record<string, string> = {},
): Promise<void> {
  order.version += 1;
  await tx.update(PaymentOrder, { id: order.id }, { ...change, version: order.version });
  await recordOrderEvent(tx, order, type, detail);
}

/** The order is locked, so its next number is free. */
export async function recordOrderEvent(
  tx: Tx,
  order: Pick<PaymentOrder, 'id' | 'state'>,
  type: OrderEventType,
  detail: Record<string, string> = {},
): Promise<void> {
  await tx.query(
    `INSERT INTO order_events (order_id, sequence, type, state, detail)
     SELECT $1, coalesce(max(sequence), 0) + 1, $2, $3, $4 FROM order_events WHERE order_id = $1`,
    [order.id, type, order.state, detail],
  );
}
