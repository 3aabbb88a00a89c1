// Danger: the way from commit to consumer breaks on one of the two queue servers. Runs on PostgreSQL, and on Redis with REDIS_URL.
import { setTimeout as sleep } from 'node:timers/promises';
import { Queue } from 'bullmq';
import { pino } from 'pino';
import { systemActor } from '#libs/kernel';
import { readConfig, type Config } from '../config/config.js';
import { Metrics } from '../observability/metrics.js';
import { Outbox } from '../outbox/outbox.js';
import { connectQueues, queuePrefix, type QueueConnection } from '../queue/queue-connection.js';
import { testDatabase } from '../testing/test-database.js';
import type { Consumer } from './consumer.js';
import { DeliveryRunner } from './delivery-runner.js';
import { keepSchedule } from './keep-schedule.js';
import { QueueWorkers } from './queue-workers.js';
import type { Scheduled, ScheduleName } from './schedules.js';

const db = testDatabase();
const log = pino({ level: 'silent' });
const EVENTS = 200;
const PATIENCE_MS = 20_000;

let sealed = 0;
let reminded = 0;
let config: Config;
let workers: QueueWorkers[];

const writeEffect: Consumer = {
  consume: async (tx, delivery) => void (await tx.query('INSERT INTO effects VALUES ($1)', [delivery.id])),
};

beforeAll(async () => {
  await db.asOwner('CREATE TABLE effects (delivery_id text NOT NULL)');
  await db.asOwner('GRANT SELECT, INSERT ON effects TO PUBLIC');
  config = readConfig({
    DATABASE_URL: db.url,
    ...(process.env.REDIS_URL && { REDIS_URL: process.env.REDIS_URL }),
  });
  const runner = new DeliveryRunner(db.uow, new Map([['matching.suggest', writeEffect]]), new Metrics(db.uow), log);
  const seal = { run: async () => void (sealed += 1) };
  const remind = { run: async () => void (reminded += 1) };
  const jobs = new Map<ScheduleName, Scheduled>([
    ['audit.seal', seal],
    ['identity.ask-to-verify', remind],
  ]);
  workers = [1, 2].map(() => new QueueWorkers(config, db.uow, runner, jobs, log));
  await Promise.all(workers.map((worker) => worker.start()));
});

afterAll(() => Promise.all(workers.map((worker) => worker.stop())));

async function until(holds: () => Promise<boolean>): Promise<void> {
  const endAtMs = Date.now() + PATIENCE_MS;
  while (!(await holds())) {
    if (Date.now() > endAtMs) throw new Error('It did not happen in time.');
    await sleep(50);
  }
}

const count = async (sql: string) => Number((await db.asOwner<{ n: string }>(sql))[0]?.n);

describe(`workers on ${process.env.REDIS_URL ? 'Redis' : 'PostgreSQL'}`, () => {
  it('do each of many deliveries once, in two processes’ worth of workers', async () => {
    const outbox = new Outbox();
    const publish = (refId: string) =>
      db.uow.run(systemActor('test'), (tx) => outbox.add(tx, { type: 'offer.published', refId }));
    await Promise.all(Array.from({ length: EVENTS }, (_, index) => publish(`offer_${index}`)));
    await until(async () => (await count(`SELECT count(*) AS n FROM outbox_deliveries WHERE state <> 'done'`)) === 0);
    expect(await count('SELECT count(*) AS n FROM effects')).toBe(EVENTS);
    expect(await count('SELECT count(DISTINCT delivery_id) AS n FROM effects')).toBe(EVENTS);
  });

  it('run what is scheduled', async () => {
    await until(async () => sealed >= 2);
  });

  it('do daily work on the first day too', async () => {
    await until(async () => reminded >= 1);
  });
});

describe('a schedule that is kept', () => {
  const EACH_SECOND = { pattern: '* * * * * *', tz: 'UTC' };
  let producers: QueueConnection;
  let queue: Queue;

  beforeAll(() => {
    producers = connectQueues(config, { blocking: false });
    queue = new Queue('nobody-works-here', { connection: producers.connection, prefix: queuePrefix(config) });
  });

  afterAll(async () => {
    await queue.close();
    await producers.close();
  });

  const toDoNow = async (name: ScheduleName) => (await queue.getWaiting()).filter((job) => job.name === name).length;

  it('makes up once for a run that was missed, and goes on', async () => {
    await queue.upsertJobScheduler('funds.lapse', EACH_SECOND);
    await until(async () => (await queue.getJobScheduler('funds.lapse'))!.next! < Date.now());
    await keepSchedule(queue, 'funds.lapse');
    await keepSchedule(queue, 'funds.lapse');
    expect(await toDoNow('funds.lapse')).toBe(1);
    expect((await queue.getJobScheduler('funds.lapse'))!.next).toBeGreaterThan(Date.now());
  });

  it('does not run ahead of its time', async () => {
    const startDate = Date.now() + 86_400_000;
    await queue.upsertJobScheduler('notifications.daily', { ...EACH_SECOND, startDate });
    await keepSchedule(queue, 'notifications.daily');
    expect(await toDoNow('notifications.daily')).toBe(0);
  });
});

// Before the next describe: BullMQ then works on PostgreSQL in this whole file.
if (process.env.REDIS_URL) {
  describe('workers whom Redis refuses', () => {
    it('stop at once', async () => {
      const refused = Object.assign(new URL(process.env.REDIS_URL!), {
        username: 'nobody',
        password: 'wrong',
      }).toString();
      const runner = new DeliveryRunner(db.uow, new Map(), new Metrics(db.uow), log);
      const config = readConfig({ DATABASE_URL: db.url, REDIS_URL: refused });
      const worker = new QueueWorkers(config, db.uow, runner, new Map(), log);
      await worker.start();
      await sleep(200);
      expect(await Promise.race([worker.stop(), sleep(5_000, 'waits', { ref: false })])).toBeUndefined();
    });
  });
}

describe('workers on a database without the tables of the queue', () => {
  const bare = testDatabase();

  it('do not start', async () => {
    await bare.asOwner('DROP SCHEMA bullmq CASCADE');
    const runner = new DeliveryRunner(bare.uow, new Map(), new Metrics(bare.uow), log);
    const worker = new QueueWorkers(readConfig({ DATABASE_URL: bare.url }), bare.uow, runner, new Map(), log);
    await expect(worker.start()).rejects.toThrow(/Migrate first/);
    await worker.stop();
  });
});
