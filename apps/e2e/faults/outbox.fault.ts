// Danger: an acknowledged write whose background work is lost or done twice, whatever dies. Runs on PostgreSQL queues, and
// with REDIS_URL on a Redis server of its own, so that it may be emptied and killed.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemActor } from '#libs/kernel';
import { Outbox, testDatabase } from '#libs/platform';
import { Redis } from 'ioredis';
import { Crowd } from './crowd.js';

const LONG = process.env.LONG === '1';
const ROUNDS = LONG ? 6 : 1;
const SETTLE_MS = 60_000;
const TEST_MS = 300_000;
const onRedis = Boolean(process.env.REDIS_URL);

const CRASH_POINTS = [
  'relay-after-commit',
  'relay-after-add',
  'consumer-before-done',
  'consumer-after-done',
  'leased-after-prepare',
  'leased-after-perform',
  'leased-before-done',
];

const db = testDatabase();
const outbox = new Outbox();
let redis: { url: string; server: ChildProcess } | null = null;

beforeAll(async () => {
  await db.asOwner('CREATE TABLE effects (delivery_id text NOT NULL)');
  await db.asOwner('CREATE TABLE bank (key text PRIMARY KEY)');
  await db.asOwner('GRANT SELECT, INSERT ON effects, bank TO PUBLIC');
  if (onRedis) redis = await startRedis(await freePort());
});
afterAll(async () => {
  await stopRedis();
});
beforeEach(async () => {
  await db.asOwner('TRUNCATE effects, bank, outbox_deliveries, outbox_events CASCADE');
});

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  return typeof address === 'object' && address ? address.port : 0;
}

async function startRedis(port: number): Promise<{ url: string; server: ChildProcess }> {
  const server = spawn(
    'redis-server',
    ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
    {
      stdio: 'ignore',
    },
  );
  return { url: `redis://127.0.0.1:${port}`, server };
}

async function stopRedis(): Promise<void> {
  if (!redis || redis.server.exitCode !== null) return;
  const exit = once(redis.server, 'exit');
  redis.server.kill('SIGKILL');
  await exit;
}

const publish = (count: number) =>
  Promise.all(
    Array.from({ length: count }, (_, index) =>
      db.uow.run(systemActor('test'), (tx) =>
        outbox.add(tx, { type: index % 4 === 0 ? 'disbursement.approved' : 'need.published', refId: `ref_${index}` }),
      ),
    ),
  );

/** The waits – hand over again, leases – are minutes long; the test lets that time pass at once. */
async function letTimePass(): Promise<void> {
  await db.asOwner(`UPDATE outbox_deliveries SET next_at = now(), leased_until = NULL
                     WHERE id IN (SELECT id FROM outbox_deliveries WHERE state = 'pending' FOR UPDATE SKIP LOCKED)`);
  await db.asOwner(`SELECT pg_notify('outbox', '')`);
}

const count = async (sql: string) => Number((await db.asOwner<{ n: string }>(sql))[0]?.n);
const unfinished = () => count(`SELECT count(*) AS n FROM outbox_deliveries WHERE state <> 'done'`);

async function settle(): Promise<void> {
  const endAtMs = Date.now() + SETTLE_MS;
  for (let round = 1; (await unfinished()) > 0 && Date.now() < endAtMs; round += 1) {
    if (round % 10 === 0) await letTimePass();
    await sleep(200);
  }
}

interface Outcome {
  published: number;
  unfinished: number;
  lost: number;
  twice: number;
}

async function outcome(): Promise<Outcome> {
  return {
    published: await count('SELECT count(*) AS n FROM outbox_deliveries'),
    unfinished: await unfinished(),
    lost: await count(
      'SELECT count(*) AS n FROM outbox_deliveries d WHERE NOT EXISTS (SELECT FROM effects WHERE delivery_id = d.id)',
    ),
    twice: await count(
      'SELECT count(*) AS n FROM (SELECT FROM effects GROUP BY delivery_id HAVING count(*) > 1) doubled',
    ),
  };
}

function crowd(plant = 'nothing'): Crowd {
  return new Crowd({ DATABASE_URL: db.url, PLANT: plant, ...(redis && { REDIS_URL: redis.url }) });
}

const terminateConnections = () =>
  db.asOwner(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name <> 'test'`,
  );

describe(`the outbox with queues on ${onRedis ? 'Redis' : 'PostgreSQL'}`, () => {
  it.each(CRASH_POINTS)(
    'loses and doubles nothing when a process dies at %s',
    async (point) => {
      const workers = crowd();
      try {
        for (let round = 0; round < ROUNDS; round += 1) {
          await workers.join(point);
          await publish(20);
          await sleep(500);
        }
        await workers.join();
        await letTimePass();
        await settle();
        expect(workers.kills).toBeGreaterThan(0);
        expect(await outcome()).toEqual({ published: 20 * ROUNDS, unfinished: 0, lost: 0, twice: 0 });
      } finally {
        await workers.leave();
      }
    },
    TEST_MS,
  );

  it(
    'loses and doubles nothing under random kills and broken database connections',
    async () => {
      const workers = crowd();
      const storms = LONG ? 30 : 6;
      try {
        await workers.join();
        for (let storm = 0; storm < storms; storm += 1) {
          await Promise.all([publish(25), workers.join()]);
          workers.killOne();
          if (storm % 3 === 2) await terminateConnections();
          if (redis && storm % 3 === 1) await flush(redis.url);
        }
        await settle();
        expect(await outcome()).toEqual({ published: 25 * storms, unfinished: 0, lost: 0, twice: 0 });
      } finally {
        await workers.leave();
      }
    },
    TEST_MS,
  );

  if (onRedis) {
    it(
      'waits out a Redis that is away, and counts no attempt',
      async () => {
        const workers = crowd();
        const port = Number(new URL(redis!.url).port);
        try {
          await workers.join();
          await stopRedis();
          await publish(50);
          await sleep(LONG ? 60_000 : 12_000);
          expect(await count('SELECT max(attempts) AS n FROM outbox_deliveries')).toBe(0);
          expect(workers.kills).toBe(0);
          redis = await startRedis(port);
          await settle();
          expect(await outcome()).toEqual({ published: 50, unfinished: 0, lost: 0, twice: 0 });
        } finally {
          await workers.leave();
        }
      },
      TEST_MS,
    );
  }
});

describe('the crash test itself', () => {
  it(
    'catches a consumer without its lock',
    async () => {
      const workers = crowd('unlocked-consumer');
      try {
        await Promise.all([workers.join(), workers.join()]);
        for (let round = 0; round < 20 && (await outcome()).twice === 0; round += 1) {
          // Its effect takes a second, so the copy that is handed over meanwhile runs beside it.
          await publish(2);
          for (let again = 0; again < 20; again += 1) {
            await letTimePass();
            await sleep(100);
          }
        }
        expect((await outcome()).twice).toBeGreaterThan(0);
      } finally {
        await workers.leave();
      }
    },
    TEST_MS,
  );

  it(
    'catches a relay that marks done',
    async () => {
      const workers = crowd('relay-marks-done');
      try {
        for (let round = 0; round < 10 && (await outcome()).lost === 0; round += 1) {
          await workers.join('relay-after-commit');
          await publish(20);
          await sleep(300);
          await workers.join();
          await settle();
        }
        expect((await outcome()).lost).toBeGreaterThan(0);
      } finally {
        await workers.leave();
      }
    },
    TEST_MS,
  );
});

async function flush(url: string): Promise<void> {
  const client = new Redis(url);
  await client.flushall();
  client.disconnect();
}
