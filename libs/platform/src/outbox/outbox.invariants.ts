import type { Invariant } from '../database/invariant.js';
import { CONSUMER_QUEUES } from './consumers.js';

const KNOWN = Object.entries(CONSUMER_QUEUES)
  .map(([consumer, queue]) => `('${consumer}', '${queue}')`)
  .join(', ');

export const outboxInvariants: readonly Invariant[] = [
  {
    name: 'outbox.nothing-is-given-up',
    meaning: 'No delivery waits for a person after its consumer failed too often ("delivery retry" takes it up again).',
    sql: `SELECT 'delivery ' || d.id || ' of ' || e.type || ' ' || e.ref_id || ' to ' || d.consumer || ' was given up after '
                 || d.attempts || ' attempts: ' || coalesce(d.last_error, '') AS what
            FROM outbox_deliveries d JOIN outbox_events e ON e.id = d.event_id WHERE d.state = 'dead' ORDER BY d.id`,
  },
  {
    name: 'outbox.consumers-are-known',
    meaning: 'Every delivery that is still to be done is for a consumer that exists, through its queue.',
    sql: `SELECT 'delivery ' || d.id || ' waits for ' || d.consumer || ' on the queue ' || d.queue || ', which nobody is' AS what
            FROM outbox_deliveries d
           WHERE d.state = 'pending' AND (d.consumer, d.queue) NOT IN (VALUES ${KNOWN}) ORDER BY d.id`,
  },
];
