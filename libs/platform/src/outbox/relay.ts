import type { Queue } from 'bullmq';
import type { Logger } from 'pino';
import { systemActor } from '#libs/kernel';
import type { UnitOfWork } from '../database/unit-of-work.js';
import type { QueueName } from './consumers.js';
import { crashPoint } from './crash-point.js';

const BATCH_MAX = 200;
const QUEUE_AWAY_RETRY_SECONDS = 2;
/** A queue whose server was never reached yet waits for it without end. */
const HAND_OVER_DEADLINE_MS = 3_000;

interface Due {
  readonly id: string;
  readonly consumer: string;
  readonly queue: QueueName;
  readonly dispatch_no: number;
}

const RELAY = systemActor('relay');

export interface OpenQueues {
  get(name: QueueName): Pick<Queue, 'addBulk'>;
  /** A queue whose first contact with its server failed stays broken for good; a new one does not. */
  reopen(name: QueueName): void;
}

/**
 * Hands due deliveries to the queues. It never marks one done: until the consumer's own transaction does, each is handed
 * over again under a new job id, after 5 s, 10 s, 20 s … at most 5 min. Safe in any number of copies.
 */
export class Relay {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly queues: OpenQueues,
    private readonly log: Logger,
  ) {}

  /** Dispatches one batch; returns how many deliveries it handed over. */
  async dispatch(): Promise<number> {
    const due = await this.uow.run(RELAY, async (tx) => {
      const [rows] = await tx.query<[Due[], number]>(
        `UPDATE outbox_deliveries d
            SET dispatch_no = d.dispatch_no + 1,
                next_at = now() + least(interval '5 seconds' * power(2, least(d.dispatch_no, 6)), interval '5 minutes')
          WHERE d.id IN (SELECT id FROM outbox_deliveries
                          WHERE state = 'pending' AND next_at <= now() AND (leased_until IS NULL OR leased_until < now())
                          ORDER BY next_at LIMIT $1 FOR UPDATE SKIP LOCKED)
          RETURNING id, consumer, queue, dispatch_no`,
        [BATCH_MAX],
      );
      return rows;
    });
    crashPoint('relay-after-commit');
    for (const [queue, deliveries] of groupByQueue(due)) await this.handOver(queue, deliveries);
    crashPoint('relay-after-add');
    return due.length;
  }

  private async handOver(name: QueueName, deliveries: readonly Due[]): Promise<void> {
    try {
      const added = this.queues.get(name).addBulk(
        deliveries.map(({ id, consumer, dispatch_no: dispatchNo }) => ({
          name: consumer,
          data: { deliveryId: id },
          opts: { jobId: `${id}-${dispatchNo}`, removeOnComplete: true, removeOnFail: true },
        })),
      );
      await withDeadline(added, HAND_OVER_DEADLINE_MS);
    } catch (error) {
      // The queue is away: that is nobody's failed attempt, only a reason to come back soon.
      this.log.warn({ err: error, queue: name, deliveries: deliveries.length }, 'queue away; deliveries wait');
      this.queues.reopen(name);
      await this.uow.run(RELAY, (tx) =>
        tx.query(
          `UPDATE outbox_deliveries SET next_at = now() + make_interval(secs => $2)
            WHERE id = ANY($1) AND state = 'pending'`,
          [deliveries.map(({ id }) => id), QUEUE_AWAY_RETRY_SECONDS],
        ),
      );
    }
  }
}

function groupByQueue(due: readonly Due[]): Map<QueueName, Due[]> {
  const groups = new Map<QueueName, Due[]>();
  for (const delivery of due) groups.set(delivery.queue, [...(groups.get(delivery.queue) ?? []), delivery]);
  return groups;
}

/** A job that is added after the deadline all the same does no harm: its delivery is done once. */
async function withDeadline(work: Promise<unknown>, deadlineMs: number): Promise<void> {
  work.catch(() => undefined);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`The queue did not answer within ${deadlineMs} ms.`)), deadlineMs);
  });
  await Promise.race([work, late]).finally(() => clearTimeout(timer));
}
