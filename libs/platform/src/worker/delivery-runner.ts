import { newId, systemActor } from '#libs/kernel';
import type { Logger } from 'pino';
import { isDatabaseAway, type Tx, type UnitOfWork } from '../database/unit-of-work.js';
import type { Metrics } from '../observability/metrics.js';
import type { ConsumerName } from '../outbox/consumers.js';
import { crashPoint } from '../outbox/crash-point.js';
import { LimitedFailure } from '../outbox/limited-failure.js';
import type { AnyConsumer, Consumer, Delivery, LeasedConsumer } from './consumer.js';

const ATTEMPTS_MAX = 8;
const LEASE_SECONDS = 60;
const LEASE_RENEW_MS = 20_000;

export interface DeliveryRow extends Delivery {
  readonly consumer: ConsumerName;
  readonly state: 'pending' | 'done' | 'dead';
  readonly leased: boolean;
  readonly leaseToken: string | null;
}

class LeaseLost extends Error {
  constructor(deliveryId: string) {
    super(`The lease of ${deliveryId} went to another worker, which finishes the work.`);
  }
}

/** Runs the consumer of one delivery. Whatever the queue does – doubles, loses, reorders – the effect happens once. */
export class DeliveryRunner {
  constructor(
    protected readonly uow: UnitOfWork,
    private readonly consumers: ReadonlyMap<ConsumerName, AnyConsumer>,
    private readonly metrics: Metrics,
    private readonly log: Logger,
  ) {}

  async run(deliveryId: string): Promise<void> {
    const startedMs = performance.now();
    const consumer = await this.consumerOf(deliveryId);
    if (!consumer) return;
    const [name, effect] = consumer;
    const token = newId('lease');
    const observe = (outcome: string) =>
      this.metrics.deliverySeconds.observe({ consumer: name, outcome }, (performance.now() - startedMs) / 1000);
    try {
      await ('consume' in effect
        ? this.runShort(deliveryId, name, effect)
        : this.runLeased(deliveryId, name, effect, token));
      observe('done');
    } catch (thrown) {
      observe('failed');
      const error = errorOf(thrown);
      // A database that is away says nothing about the work: the relay hands it over again, and no attempt is counted.
      if (!isDatabaseAway(error) && !(error instanceof LeaseLost)) {
        await this.recordFailure(deliveryId, name, token, error);
      }
      throw error;
    }
  }

  /** @throws Error when there is no such delivery: a job for nothing is a fault, not a success. */
  private async consumerOf(deliveryId: string): Promise<[ConsumerName, AnyConsumer] | null> {
    const row = await this.uow.read(systemActor('delivery'), (tx) => readDelivery(tx, deliveryId));
    if (row.state !== 'pending') return null;
    const consumer = this.consumers.get(row.consumer);
    if (!consumer) throw new Error(`No consumer ${row.consumer} runs in this process.`);
    return [row.consumer, consumer];
  }

  /** The delivery's row lock stops two live copies of one job from running together. */
  protected async runShort(deliveryId: string, name: ConsumerName, consumer: Consumer): Promise<void> {
    await this.uow.run(systemActor(name), async (tx) => {
      const delivery = await this.lock(tx, deliveryId);
      if (delivery.state !== 'pending') return;
      await consumer.consume(tx, delivery);
      crashPoint('consumer-before-done');
      await markDone(tx, deliveryId);
    });
    crashPoint('consumer-after-done');
  }

  private async runLeased(
    deliveryId: string,
    name: ConsumerName,
    consumer: LeasedConsumer,
    token: string,
  ): Promise<void> {
    const actor = systemActor(name);
    const taken = await this.uow.run(actor, async (tx) => {
      const delivery = await this.lock(tx, deliveryId);
      if (delivery.state !== 'pending' || delivery.leased) return null;
      const work = await consumer.prepare(tx, delivery);
      if (work === null) await markDone(tx, deliveryId);
      else await this.takeLease(tx, deliveryId, token);
      return { delivery, work };
    });
    if (!taken || taken.work === null) return;
    crashPoint('leased-after-prepare');
    const result = await this.performUnderLease(deliveryId, token, consumer, taken.work);
    crashPoint('leased-after-perform');
    await this.uow.run(actor, async (tx) => {
      const delivery = await this.lock(tx, deliveryId);
      if (delivery.state !== 'pending') return;
      if (delivery.leaseToken !== token) throw new LeaseLost(deliveryId);
      await consumer.conclude(tx, delivery, result);
      crashPoint('leased-before-done');
      await markDone(tx, deliveryId);
    });
  }

  private async performUnderLease(
    id: string,
    token: string,
    consumer: LeasedConsumer,
    work: unknown,
  ): Promise<unknown> {
    const lost = new AbortController();
    const renewal = setInterval(() => {
      this.uow
        .run(systemActor('lease'), (tx) => this.renewLease(tx, id, token))
        .then((mine) => mine || lost.abort())
        .catch(() => undefined); // the next renewal, or the check before writing, decides
    }, LEASE_RENEW_MS);
    try {
      return await consumer.perform(work, lost.signal);
    } finally {
      clearInterval(renewal);
    }
  }

  protected async lock(tx: Tx, deliveryId: string): Promise<DeliveryRow> {
    await tx.query('SELECT 1 FROM outbox_deliveries WHERE id = $1 FOR UPDATE', [deliveryId]);
    return readDelivery(tx, deliveryId);
  }

  private async takeLease(tx: Tx, deliveryId: string, token: string): Promise<void> {
    await tx.query(
      'UPDATE outbox_deliveries SET lease_token = $2, leased_until = now() + make_interval(secs => $3) WHERE id = $1',
      [deliveryId, token, LEASE_SECONDS],
    );
  }

  private async renewLease(tx: Tx, deliveryId: string, token: string): Promise<boolean> {
    const [, renewed] = await tx.query<[unknown[], number]>(
      `UPDATE outbox_deliveries SET leased_until = now() + make_interval(secs => $3)
        WHERE id = $1 AND lease_token = $2 AND state = 'pending'`,
      [deliveryId, token, LEASE_SECONDS],
    );
    return renewed === 1;
  }

  /**
   * Counts the attempt, and when there were {@link ATTEMPTS_MAX}, or as many as a {@link LimitedFailure} says, parks the
   * delivery for a person.
   * @throws LeaseLost when another worker holds the lease by now: its work goes on
   */
  private async recordFailure(deliveryId: string, name: ConsumerName, token: string, error: Error): Promise<void> {
    this.log.error({ err: error, deliveryId, consumer: name }, 'consumer failed');
    const attemptsMax = error instanceof LimitedFailure ? error.attemptsMax : ATTEMPTS_MAX;
    const [, counted] = await this.uow.run(systemActor(name), (tx) =>
      tx.query<[unknown[], number]>(
        `UPDATE outbox_deliveries
            SET attempts = attempts + 1, last_error = left($2, 500), lease_token = NULL, leased_until = NULL,
                state = CASE WHEN attempts + 1 >= $3 THEN 'dead' ELSE 'pending' END,
                next_at = now() + least(interval '2 seconds' * power(2, attempts), interval '1 hour')
          WHERE id = $1 AND state = 'pending' AND (lease_token = $4 OR coalesce(leased_until <= now(), true))`,
        [deliveryId, error.message.replaceAll('\0', '\ufffd'), attemptsMax, token],
      ),
    );
    if (counted === 0) throw new LeaseLost(deliveryId);
  }
}

/** Whatever a consumer throws, as an error with a message. */
function errorOf(thrown: unknown): Error {
  if (thrown instanceof Error) return thrown;
  try {
    return new Error(String(thrown));
  } catch {
    return new Error('threw something that has no words');
  }
}

async function readDelivery(tx: Pick<Tx, 'query'>, deliveryId: string): Promise<DeliveryRow> {
  const [row] = await tx.query<[DeliveryRow | undefined]>(
    `SELECT d.id, d.consumer, d.state, d.lease_token AS "leaseToken", coalesce(d.leased_until > now(), false) AS leased,
            e.id AS "eventId", e.type AS "eventType", e.ref_id AS "refId", e.payload, e.actor_person AS "actorPerson"
       FROM outbox_deliveries d JOIN outbox_events e ON e.id = d.event_id WHERE d.id = $1`,
    [deliveryId],
  );
  if (!row) throw new Error(`There is no delivery ${deliveryId}.`);
  return row;
}

async function markDone(tx: Tx, deliveryId: string): Promise<void> {
  await tx.query(
    `UPDATE outbox_deliveries SET state = 'done', done_at = now(), lease_token = NULL, leased_until = NULL, last_error = NULL
      WHERE id = $1`,
    [deliveryId],
  );
}
