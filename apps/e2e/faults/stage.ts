import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemActor } from '#libs/kernel';
import { freePort, Outbox, testDatabase } from '#libs/platform';
import { Redis } from 'ioredis';
import { Crowd } from './crowd.js';

const SETTLE_MS = 60_000;

export interface Outcome {
  readonly published: number;
  readonly unfinished: number;
  readonly lost: number;
  readonly twice: number;
}

/** A database and, with REDIS_URL, a Redis server of its own, so that it may be emptied and killed; and who works on them. */
export class Stage {
  readonly db = testDatabase();
  readonly onRedis = Boolean(process.env.REDIS_URL);
  private readonly outbox = new Outbox();
  private redis: { readonly port: number; server: ChildProcess } | null = null;

  /** Opens it for the tests of a file. */
  constructor() {
    beforeAll(async () => {
      await this.db.asOwner('CREATE TABLE effects (delivery_id text NOT NULL)');
      await this.db.asOwner('CREATE TABLE bank (key text PRIMARY KEY)');
      await this.db.asOwner('GRANT SELECT, INSERT ON effects, bank TO PUBLIC');
      if (!this.onRedis) return;
      const port = await freePort();
      this.redis = { port, server: startRedis(port) };
    });
    afterAll(() => this.stopRedis());
    beforeEach(() => this.db.asOwner('TRUNCATE effects, bank, outbox_deliveries, outbox_events CASCADE'));
  }

  crowd(plant = 'nothing'): Crowd {
    return new Crowd({ DATABASE_URL: this.db.url, PLANT: plant, ...(this.redis && { REDIS_URL: this.redisUrl }) });
  }

  async publish(count: number): Promise<void> {
    await Promise.all(
      Array.from({ length: count }, (_, index) =>
        this.db.uow.run(systemActor('test'), (tx) =>
          this.outbox.add(tx, {
            type: index % 4 === 0 ? 'disbursement.approved' : 'offer.published',
            refId: `ref_${index}`,
          }),
        ),
      ),
    );
  }

  /** The waits – hand over again, leases – are minutes long; the test lets that time pass at once. */
  async letTimePass(): Promise<void> {
    await this.db.asOwner(`UPDATE outbox_deliveries SET next_at = now(), leased_until = NULL
                       WHERE id IN (SELECT id FROM outbox_deliveries WHERE state = 'pending' FOR UPDATE SKIP LOCKED)`);
    await this.db.asOwner(`SELECT pg_notify('outbox', '')`);
  }

  async settle(): Promise<void> {
    const endAtMs = Date.now() + SETTLE_MS;
    for (let round = 1; (await this.unfinished()) > 0 && Date.now() < endAtMs; round += 1) {
      if (round % 10 === 0) await this.letTimePass();
      await sleep(200);
    }
  }

  async outcome(): Promise<Outcome> {
    return {
      published: await this.count('SELECT count(*) AS n FROM outbox_deliveries'),
      unfinished: await this.unfinished(),
      lost: await this.count(
        'SELECT count(*) AS n FROM outbox_deliveries d WHERE NOT EXISTS (SELECT FROM effects WHERE delivery_id = d.id)',
      ),
      twice: await this.count(
        'SELECT count(*) AS n FROM (SELECT FROM effects GROUP BY delivery_id HAVING count(*) > 1) doubled',
      ),
    };
  }

  async count(sql: string): Promise<number> {
    return Number((await this.db.asOwner<{ n: string }>(sql))[0]?.n);
  }

  async terminateConnections(): Promise<void> {
    await this.db.asOwner(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name <> 'test'`,
    );
  }

  /** Empties Redis; nothing where the queues are in PostgreSQL. */
  async flushRedis(): Promise<void> {
    if (!this.redis) return;
    const client = new Redis(this.redisUrl);
    await client.flushall();
    client.disconnect();
  }

  async stopRedis(): Promise<void> {
    if (!this.redis || this.redis.server.exitCode !== null) return;
    const exit = once(this.redis.server, 'exit');
    this.redis.server.kill('SIGKILL');
    await exit;
  }

  /** The same server again, empty. */
  startRedisAgain(): void {
    if (this.redis) this.redis.server = startRedis(this.redis.port);
  }

  private get redisUrl(): string {
    return `redis://127.0.0.1:${this.redis?.port}`;
  }

  private unfinished(): Promise<number> {
    return this.count(`SELECT count(*) AS n FROM outbox_deliveries WHERE state <> 'done'`);
  }
}

function startRedis(port: number): ChildProcess {
  const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  return spawn('redis-server', options, { stdio: 'ignore' });
}
