import { resolve } from 'node:path';
import { parseRedisUrl, REDIS_URL_FORMS } from './redis-url.js';

/** All that a process learns from its environment, read and checked once at its start. */
export interface Config {
  readonly production: boolean;
  /** Whether people of a demonstration world may sign in: their passwords are known to everyone. */
  readonly demonstration: boolean;
  readonly database: {
    /** Role of the processes. */
    readonly url: string;
    /** Role that migrates and owns the tables; only `migrate` needs it. */
    readonly ownerUrl: string | null;
    readonly poolMax: number;
  };
  /** One of the {@link REDIS_URL_FORMS}; null: the queues live in PostgreSQL. */
  readonly redisUrl: string | null;
  readonly http: {
    readonly host: string;
    readonly port: number;
    readonly metricsPort: number;
    /** Cookies are `Secure` and named `__Host-…`; off only for plain http on loopback. */
    readonly secureCookies: boolean;
    /** Addresses of proxies whose `X-Forwarded-For` counts. */
    readonly trustedProxies: readonly string[];
  };
  readonly files: { readonly folder: string } | { readonly s3Url: string };
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  readonly shutdownDeadlineMs: number;
}

/** The environment is not usable; the message names every wrong variable and what to do. */
export class ConfigError extends Error {}

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);
const PREFIX = 'CLEARING_';
/** Read by tests and by the launcher, not here. */
const KNOWN_ELSEWHERE = new Set(['CLEARING_CRASH_AT']);

/** @throws ConfigError */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const wrong: string[] = [];
  const read = new Set<string>(KNOWN_ELSEWHERE);

  function text(name: string): string | null {
    read.add(name);
    return env[name]?.trim() || null;
  }
  function url(name: string, protocols: readonly string[]): string | null {
    const value = text(name);
    if (value === null) return null;
    if (URL.canParse(value) && protocols.includes(new URL(value).protocol)) return value;
    wrong.push(`${name} must be a URL that begins with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`);
    return null;
  }
  function whole(name: string, fallback: number, [min, max]: readonly [number, number]): number {
    const value = text(name);
    if (value === null) return fallback;
    const number = Number(value);
    if (Number.isInteger(number) && number >= min && number <= max) return number;
    wrong.push(`${name} must be a whole number from ${min} to ${max}, not "${value}"`);
    return fallback;
  }
  function choice<T extends string>(name: string, fallback: T, values: readonly T[]): T {
    const value = text(name) as T | null;
    if (value === null) return fallback;
    if (values.includes(value)) return value;
    wrong.push(`${name} must be one of ${values.join(', ')}, not "${value}"`);
    return fallback;
  }

  const redisUrl = text('REDIS_URL');
  if (redisUrl !== null && parseRedisUrl(redisUrl) === null) {
    wrong.push(`REDIS_URL must be a URL like ${REDIS_URL_FORMS}`);
  }
  const databaseUrl = url('DATABASE_URL', ['postgres:', 'postgresql:']);
  if (databaseUrl === null && !env.DATABASE_URL)
    wrong.push('DATABASE_URL is missing: the URL of a PostgreSQL database');
  const host = text('HOST') ?? '127.0.0.1';
  const s3Url = url('CLEARING_FILES_S3_URL', ['http:', 'https:']);
  const folder = text('CLEARING_FILES_FOLDER');
  const config: Config = {
    production: env.NODE_ENV === 'production',
    demonstration: env.NODE_ENV !== 'production' && LOOPBACK.has(host),
    database: {
      url: databaseUrl ?? '',
      ownerUrl: url('DATABASE_OWNER_URL', ['postgres:', 'postgresql:']),
      poolMax: whole('CLEARING_DATABASE_POOL_MAX', 10, [2, 100]),
    },
    redisUrl,
    http: {
      host,
      port: whole('PORT', 3000, [0, 65_535]),
      metricsPort: whole('CLEARING_METRICS_PORT', 0, [0, 65_535]),
      secureCookies: choice('CLEARING_SECURE_COOKIES', LOOPBACK.has(host) ? 'no' : 'yes', ['yes', 'no']) === 'yes',
      trustedProxies: text('CLEARING_TRUSTED_PROXIES')?.split(/\s*,\s*/) ?? [],
    },
    files: s3Url ? { s3Url } : { folder: resolve(folder ?? '.data/files') },
    logLevel: choice('CLEARING_LOG_LEVEL', 'info', ['debug', 'info', 'warn', 'error', 'silent']),
    shutdownDeadlineMs: whole('CLEARING_SHUTDOWN_DEADLINE_SECONDS', 25, [1, 600]) * 1000,
  };
  for (const name of Object.keys(env)) {
    if (name.startsWith(PREFIX) && !read.has(name)) {
      wrong.push(
        `${name} is not a setting; known are ${[...read]
          .filter((known) => known.startsWith(PREFIX))
          .sort()
          .join(', ')}`,
      );
    }
  }
  if (wrong.length > 0) throw new ConfigError(wrong.join('\n'));
  return config;
}
