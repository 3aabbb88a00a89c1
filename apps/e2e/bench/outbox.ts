import { Queue, Worker } from 'bullmq';
import { pino } from 'pino';
import { DataSource } from 'typeorm';
import { systemActor } from '#libs/kernel';
import { connectQueues, Metrics, Outbox, readConfig, UnitOfWork } from '#libs/platform';
import { type Consumer, DeliveryRunner, QueueWorkers } from '#libs/platform/worker';
import { compare, timed } from './compare.js';

const JOBS = 300;

/** From commit to done: outbox, relay, queue and consumer, against a bare job on the same queue server. */
export async function benchOutbox({ appUrl }: { readonly appUrl: string }): Promise<void> {
  const config = readConfig({
    DATABASE_URL: appUrl,
    ...(process.env.REDIS_URL && { REDIS_URL: process.env.REDIS_URL }),
  });
  const db = await new DataSource({ type: 'postgres', url: appUrl, extra: { max: 8 } }).initialize();
  const uow = new UnitOfWork(db);
  const log = pino({ level: 'silent' });
  let open = 0;
  let finish: () => void = () => undefined;
  const done = () => {
    open -= 1;
    if (open === 0) finish();
  };
  const allDone = (start: () => Promise<unknown>) =>
    timed(async () => {
      open = JOBS;
      const finished = new Promise<void>((resolve) => (finish = resolve));
      await start();
      await finished;
    });

  const consumer: Consumer = { consume: async () => void setImmediate(done) };
  const runner = new DeliveryRunner(uow, new Map([['matching.suggest', consumer]]), new Metrics(uow), log);
  const workers = new QueueWorkers(config, uow, runner, new Map(), log);
  await workers.start();

  const bare = connectQueues(config, { blocking: true });
  const queue = new Queue('bench', { connection: bare.connection, prefix: '{bench}' });
  const worker = new Worker('bench', async () => done(), {
    connection: bare.connection,
    prefix: '{bench}',
    concurrency: 4,
  });
  await worker.waitUntilReady();

  const outbox = new Outbox();
  const publish = () =>
    uow.run(systemActor('bench'), (tx) => outbox.add(tx, { type: 'offer.published', refId: 'offer_bench' }));
  await compare(`${JOBS} jobs from commit to done, against bare jobs (${config.redisUrl ? 'Redis' : 'PostgreSQL'})`, [
    () => allDone(() => Promise.all(Array.from({ length: JOBS }, publish))),
    () =>
      allDone(() => Promise.all(Array.from({ length: JOBS }, () => queue.add('bare', {}, { removeOnComplete: true })))),
  ]);

  await worker.close();
  await queue.close();
  await bare.close();
  await workers.stop();
  await db.destroy();
}
