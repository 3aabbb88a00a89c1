import { createPostgresBackend, setDefaultBackendFactory, type ConnectionOptions } from 'bullmq';
import { Redis } from 'ioredis';
import pg from 'pg';
import type { Config } from '../config/config.js';
import { QUEUE_SCHEMA } from './migrate-queue.js';

/** Hash tag: all keys of a queue fall into one slot of a Redis Cluster. */
export const QUEUE_PREFIX = '{clearing}';

export interface QueueConnection {
  readonly connection: ConnectionOptions;
  /** Resolves when the server answers. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/**
 * The one place that chooses where queues live: Redis when `REDIS_URL` is set, else PostgreSQL.
 * `blocking` connections (workers) wait for the server to come back; the others fail at once, and the outbox tries again.
 */
export function connectQueues(config: Config, { blocking }: { blocking: boolean }): QueueConnection {
  if (config.redisUrl !== null) {
    const redis = new Redis(config.redisUrl, { maxRetriesPerRequest: null, enableOfflineQueue: blocking });
    redis.on('error', () => undefined); // it reconnects by itself; /readyz and the relay report the outage
    return {
      connection: redis,
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
  return {
    connection: pool as unknown as ConnectionOptions, // the option's type knows Redis only; the backend takes a pool
    ping: async () => void (await pool.query('SELECT 1')),
    close: () => pool.end(),
  };
}
