import type { Measure } from '../../api/types.js';
import { useText, type TextValues } from '../../messages/text.js';
import type { MessageId } from '../../messages/languages.js';

/** What is said otherwise where money is paid and nothing is shipped. */
const OF_MONEY: Partial<Record<MessageId, MessageId>> = {
  'delivery.title': 'payment.title',
  'delivery.lead': 'payment.lead',
  'delivery.loading': 'payment.loading',
  'delivery.list': 'payment.list',
  'delivery.delivered': 'payment.paid',
  'delivery.number': 'payment.number',
  'delivery.one': 'payment.one',
  'delivery.decided.partly': 'payment.decided.partly',
  'delivery.start': 'payment.start',
  'delivery.start.done': 'payment.start.done',
  'delivery.plan-note.hint': 'payment.plan-note.hint',
  'delivery.record': 'payment.record',
  'delivery.quantity': 'payment.paid',
  'delivery.day': 'payment.day',
  'delivery.end': 'payment.end',
  'delivery.end.hint': 'payment.end.hint',
  'delivery.stop': 'payment.stop',
  'delivery.stop.hint': 'payment.stop.hint',
  'delivery.stop.done': 'payment.stop.done',
  'delivery.accept.reason': 'payment.accept.reason',
  'delivery.accept.hint': 'payment.accept.hint',
  'delivery.accept.done.partly': 'payment.accept.done.partly',
  'delivery.return': 'payment.return',
  'delivery.return.hint': 'payment.return.hint',
  'delivery.return.submit': 'payment.return.submit',
  'delivery.return.done': 'payment.return.done',
  'delivery.unaccept.done': 'payment.unaccept.done',
  'delivery.unreturn': 'payment.unreturn',
  'delivery.unreturn.hint': 'payment.unreturn.hint',
  'delivery.unreturn.done': 'payment.unreturn.done',
  'match.act.delivery-unaccepted': 'payment.act.delivery-unaccepted',
  'match.act.delivery-unreturned': 'payment.act.delivery-unreturned',
  'match.act.delivering': 'payment.act.delivering',
  'match.act.delivered': 'payment.act.delivered',
  'match.act.delivery-planned': 'payment.act.delivery-planned',
  'match.act.delivery-undone': 'payment.act.delivery-undone',
  'match.act.delivery-accepted': 'payment.act.delivery-accepted',
  'match.act.delivery-returned': 'payment.act.delivery-returned',
  'match.act.delivery-stopped': 'payment.act.delivery-stopped',
  'match.act.completed': 'payment.act.completed',
};

/** The words for a delivery, or for the same done in money. */
export const inWordsOf =
  ({ currency }: Measure) =>
  (id: MessageId): MessageId =>
    (currency === undefined ? null : OF_MONEY[id]) ?? id;

export function useDeliveryText(measure: Measure): (id: MessageId, values?: TextValues) => string {
  const t = useText();
  const words = inWordsOf(measure);
  return (id, values) => t(words(id), values);
}
