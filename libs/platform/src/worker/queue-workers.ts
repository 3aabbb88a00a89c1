import { systemActor } from '#libs/kernel';
import { Queue, Worker, type Job } from 'bullmq';
import pg from 'pg';
import type { Logger } from 'pino';
import type { Config } from '../config/config.js';
import type { UnitOfWork } from '../database/unit-of-work.js';
import { QUEUES, type QueueName } from '../outbox/consumers.js';
import { OUTBOX_CHANNEL } from '../outbox/outbox.js';
import { Relay } from '../outbox/relay.js';
import { connectQueues, queuePrefix, type QueueConnection } from '../queue/queue-connection.js';
import type { DeliveryRunner } from './delivery-runner.js';
import { keepSchedule } from './keep-schedule.js';
import type { Scheduled, ScheduleName } from './schedules.js';

const CONCURRENCY = 4;
const POLL_MS = 1_000;
const LISTEN_RETRY_MS = 2_000;
/** Schedules live in the queue; a queue that lost its data gets them back within this time. */
const SCHEDULES_REFRESH_MS = 60_000;

/** The moving parts of a worker process: relay, queue workers, schedules. */
export class QueueWorkers {
  private readonly producers: QueueConnection;
  private readonly consumers: QueueConnection;
  private readonly queues: Map<QueueName, Queue>;
  private readonly workers: Worker[] = [];
  /** Those that reached their queue. */
  private readonly ready = new Set<Worker>();
  private readonly underWay = new Set<Promise<void>>();
  private readonly relay: Relay;
  private readonly timers: NodeJS.Timeout[] = [];
  private listener: pg.Client | null = null;
  private relaying: Promise<void> | null = null;
  private again = false;
  private stopping = false;

  constructor(
    private readonly config: Config,
    private readonly uow: UnitOfWork,
    private readonly deliveries: DeliveryRunner,
    private readonly scheduled: ReadonlyMap<ScheduleName, Scheduled>,
    private readonly log: Logger,
  ) {
    this.producers = connectQueues(config, { blocking: false });
    this.consumers = connectQueues(config, { blocking: true });
    this.queues = new Map(QUEUES.map((name) => [name, this.openQueue(name)]));
    this.relay = new Relay(uow, { get: (name) => this.queues.get(name)!, reopen: (name) => this.reopen(name) }, log);
  }

  async start(): Promise<void> {
    for (const name of QUEUES) this.workers.push(this.openWorker(name));
    if (this.config.redisUrl === null) await this.checkTables();
    for (const worker of this.workers) worker.run().catch((error: unknown) => worker.emit('error', error as Error));
    this.timers.push(setInterval(() => this.wake(), POLL_MS));
    this.timers.push(setInterval(() => void this.refreshSchedules(), SCHEDULES_REFRESH_MS));
    void this.listen();
    void this.refreshSchedules();
    this.wake();
  }

  /** Lets running jobs end; the caller sets the deadline. */
  async stop(): Promise<void> {
    this.stopping = true;
    for (const timer of this.timers) clearInterval(timer);
    await Promise.all(this.workers.map((worker) => this.close(worker)));
    await this.relaying;
    await this.listener?.end().catch(() => undefined);
    await Promise.all([...this.queues.values()].map((queue) => queue.close()));
    await Promise.all([this.producers.close(), this.consumers.close()]);
  }

  /** BullMQ itself would wait for a queue that was never reached or is lost, and so for the deadline. */
  private async close(worker: Worker): Promise<void> {
    const isCutOff = !this.ready.has(worker) || !this.consumers.isOpen();
    if (isCutOff) await Promise.allSettled(this.underWay);
    await worker.close(isCutOff);
  }

  /** A worker whose first contact with its tables failed tries again without a pause and lets no signal through. */
  private async checkTables(): Promise<void> {
    try {
      await Promise.all(this.workers.map((worker) => worker.waitUntilReady()));
    } catch (error) {
      throw new Error(`The queue's tables cannot be used. Migrate first. (${(error as Error).message})`, {
        cause: error,
      });
    }
  }

  private openQueue(name: QueueName): Queue {
    const queue = new Queue(name, {
      connection: this.producers.connection,
      prefix: queuePrefix(this.config),
      skipWaitingForReady: true,
    });
    queue.on('error', (error) => this.log.debug({ err: error, queue: name }, 'queue connection'));
    return queue;
  }

  private reopen(name: QueueName): void {
    if (this.stopping) return;
    void this.queues
      .get(name)
      ?.close()
      .catch(() => undefined);
    this.queues.set(name, this.openQueue(name));
  }

  private openWorker(name: QueueName): Worker {
    const work = (job: Job) => {
      const working = this.work(job).finally(() => this.underWay.delete(working));
      this.underWay.add(working);
      return working;
    };
    const worker = new Worker(name, work, {
      connection: this.consumers.connection,
      prefix: queuePrefix(this.config),
      concurrency: CONCURRENCY,
      autorun: false,
    });
    worker.on('error', (error) => this.log.debug({ err: error, queue: name }, 'worker connection'));
    worker.on('ready', () => this.ready.add(worker));
    return worker;
  }

  private async work(job: Job<{ deliveryId?: string }>): Promise<void> {
    if (job.data.deliveryId) return this.deliveries.run(job.data.deliveryId);
    const scheduled = this.scheduled.get(job.name as ScheduleName);
    if (!scheduled) throw new Error(`There is nothing scheduled by the name ${job.name}.`);
    await this.uow.run(systemActor(job.name), (tx) => scheduled.run(tx));
  }

  private async refreshSchedules(): Promise<void> {
    for (const name of this.scheduled.keys()) {
      try {
        await keepSchedule(this.queues.get('housekeeping')!, name);
      } catch (error) {
        this.log.warn({ err: error, schedule: name }, 'schedule waits for the queue');
        this.reopen('housekeeping');
      }
    }
  }

  /** Dispatches until nothing is due; one run at a time, and one more when woken meanwhile. */
  private wake(): void {
    if (this.stopping) return;
    if (this.relaying) {
      this.again = true;
      return;
    }
    this.relaying = this.dispatchAll().finally(() => {
      this.relaying = null;
      if (this.again && !this.stopping) {
        this.again = false;
        this.wake();
      }
    });
  }

  private async dispatchAll(): Promise<void> {
    try {
      while (!this.stopping && (await this.relay.dispatch()) > 0);
    } catch (error) {
      this.log.warn({ err: error }, 'relay could not reach the database; it tries again');
    }
  }

  /** A missed notification costs at most {@link POLL_MS}. */
  private async listen(): Promise<void> {
    if (this.stopping) return;
    const client = new pg.Client({
      connectionString: this.config.database.url,
      application_name: 'clearing-house relay',
    });
    const retry = () => {
      if (this.listener !== client && this.listener !== null) return;
      this.listener = null;
      if (!this.stopping) this.timers.push(setTimeout(() => void this.listen(), LISTEN_RETRY_MS));
    };
    client.on('notification', () => this.wake());
    client.on('error', () => undefined);
    client.on('end', retry);
    try {
      await client.connect();
      await client.query(`LISTEN ${OUTBOX_CHANNEL}`);
      this.listener = client;
    } catch (error) {
      this.log.debug({ err: error }, 'relay does not listen; it polls');
      await client.end().catch(() => undefined);
    }
  }
}
