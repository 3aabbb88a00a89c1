import { createPostgresBackend, setDefaultBackendFactory, type ConnectionOptions } from 'bullmq';
import pg from 'pg';
import type { Config } from '../config/config.js';
import { QUEUE_SCHEMA } from './migrate-queue.js';
import { openRedis } from './redis.js';

/**
 * Prefix of all keys: a hash tag, so that a queue falls into one slot of a Redis Cluster, with the database's name, so that
 * two installations on one Redis never take each other's jobs.
 */
export function queuePrefix(config: Pick<Config, 'database'>): string {
  return `{clearing${new URL(config.database.url).pathname.replace('/', ':')}}`;
}

export interface QueueConnection {
  readonly connection: ConnectionOptions;
  /** False while there is no way to the server. */
  isOpen(): boolean;
  /** Resolves when the server answers. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/**
 * The one place that chooses where queues live: Redis when `REDIS_URL` is set, else PostgreSQL.
 * `blocking` connections (workers) wait for the server to come back; the others fail soon, and the outbox tries again.
 */
export function connectQueues(config: Config, { blocking }: { blocking: boolean }): QueueConnection {
  if (config.redisUrl !== null) {
    const redis = openRedis(config.redisUrl, { maxRetriesPerRequest: blocking ? null : 1 });
    redis.on('error', () => undefined); // it reconnects by itself; /readyz and the relay report the outage
    return {
      connection: redis,
      isOpen: () => redis.status === 'ready',
      ping: async () => void (await redis.ping()),
      close: async () => redis.disconnect(),
    };
  }
  setDefaultBackendFactory(createPostgresBackend);
  // Each worker keeps one connection of the pool for LISTEN.
  const pool = new pg.Pool({
    connectionString: config.database.url,
    max: 12,
    options: `-c search_path=${QUEUE_SCHEMA}`,
  });
  pool.on('error', () => undefined);
  // A connection in use reports its end on itself; without a listener that ends the process.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return {
    connection: pool as unknown as ConnectionOptions, // the option's type knows Redis only; the backend takes a pool
    isOpen: () => true, // a pool opens ways as it needs them
    ping: async () => void (await pool.query('SELECT 1')),
    close: () => pool.end(),
  };
}
