import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

/** What can happen to a payment order; each has its own name in the stream. */
const EVENTS = [
  'requested', 'amended', 'approval-given', 'approved', 'rejected', 'instructed', 'accepted', 'settled', 'failed',
  'returned', 'retried', 'asked-again', 'needs-review',
] as const; // prettier-ignore

const POLL_MS = 5_000;

export type Live = 'stream' | 'polling' | 'off';

/**
 * Follows an order that is on its way: by server-sent events, and by asking every few seconds where the person may not read
 * the stream or it does not get through. Every piece of news makes the page read its money again.
 */
export function useOrderEvents(orderId: string | null, mayStream: boolean): Live {
  const queries = useQueryClient();
  const [broken, setBroken] = useState(false);
  const streams = mayStream && !broken;
  useEffect(() => {
    if (orderId === null) return;
    const refresh = () => {
      void queries.invalidateQueries({ queryKey: ['money-trail'] });
      void queries.invalidateQueries({ queryKey: ['orders'] });
      void queries.invalidateQueries({ queryKey: ['needs'] });
    };
    if (!streams || typeof EventSource === 'undefined') {
      const timer = setInterval(() => {
        if (document.visibilityState === 'visible') refresh();
      }, POLL_MS);
      return () => clearInterval(timer);
    }
    const stream = new EventSource(`/api/v1/payment-orders/${orderId}/events`);
    for (const event of EVENTS) stream.addEventListener(event, refresh);
    stream.addEventListener('error', () => {
      if (stream.readyState === EventSource.CLOSED) setBroken(true);
    });
    return () => stream.close();
  }, [orderId, streams, queries]);
  if (orderId === null) return 'off';
  return streams ? 'stream' : 'polling';
}
