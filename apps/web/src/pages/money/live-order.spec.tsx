// Danger: a page that asks for what the person may not see, or stands still while a payment moves.
import { screen } from '@testing-library/react';
import type { Order, Role, Session } from '../../api/types.js';
import { ENGLISH_WORDS } from '../../testing/words.js';
import { show } from '../../testing/show.js';
import { LiveNote, useLiveOrder } from './live-order.js';

const ORDER = { id: 'pord_1', state: 'requested' } as Order;

/** Stands for the browser's own class, which jsdom does not have. */
class EventSource {
  static asked: string[] = [];
  constructor(address: string) {
    EventSource.asked.push(address);
  }
  addEventListener() {}
  close() {}
}

function Followed() {
  return <LiveNote live={useLiveOrder([ORDER])} state={ORDER.state} />;
}

beforeEach(() => {
  EventSource.asked = [];
  Object.assign(globalThis, { EventSource });
});

afterEach(() => {
  Reflect.deleteProperty(globalThis, 'EventSource');
});

it.each<[Role, string[], string]>([
  ['finance', ['/api/v1/payment-orders/pord_1/events'], 'order.live'],
  ['approver', ['/api/v1/payment-orders/pord_1/events'], 'order.live'],
  ['auditor', ['/api/v1/payment-orders/pord_1/events'], 'order.live'],
  ['donor', [], 'order.polling'],
  ['focal-point', [], 'order.polling'],
  ['coordinator', [], 'order.polling'],
])('a payment on its way is followed as %s may', (role, asked, note) => {
  show(<Followed />, { role } as Session);
  expect(EventSource.asked).toEqual(asked);
  expect(screen.getByText(ENGLISH_WORDS[note as keyof typeof ENGLISH_WORDS])).toBeTruthy();
});
