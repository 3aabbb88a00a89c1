import { SHUTDOWN_DEADLINE_SECONDS } from '#libs/platform';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/** It cannot go on; the message is one sentence that says what to do. Exit code 1, no stack trace. */
export class LaunchError extends Error {}

export interface Options {
  readonly host: string;
  readonly port: number;
  readonly dataFolder: string;
  /** Where the api serves metrics, and on the next one the worker; null: on any free ones. */
  readonly metricsPort: number | null;
  /** More than the processes give themselves to stop (CLEARING_SHUTDOWN_DEADLINE_SECONDS). */
  readonly stopMs: number;
  readonly reset: boolean;
  /** The demonstration world and its sign-ins may be loaded and shown. */
  readonly demo: boolean;
  /** Why there is no demonstration although nobody declined it. */
  readonly demoRefused: string | null;
}

/** The repository: the built launcher lies in `dist/apps/launcher/src`. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../../../..');

export const HELP = `npm start -- [options]

Starts everything: PostgreSQL (its own, or that of DATABASE_URL), the api with the web app, the worker.

  --port NUMBER   where the api listens (default 3000, or PORT; 0 picks a free one)
  --host ADDRESS  address to bind (default 127.0.0.1, or HOST); a public one needs --no-demo
  --data FOLDER   data folder (default .data in the repository)
  --reset         delete what the data folder holds, and begin again
  --no-demo       load reference data only: no demonstration world, no demonstration sign-ins
  --help          this text

DATABASE_URL        a PostgreSQL 15 or newer: the role that the processes use
DATABASE_OWNER_URL  the same database, the role that owns the tables: needed when there is something to migrate
REDIS_URL           a Redis 7 or Valkey 8 for the queues (also redis+cluster://, redis+sentinel://); without it they live in
                    PostgreSQL

CLEARING_METRICS_PORT  where the api serves Prometheus metrics; the worker takes the next port
Other CLEARING_… settings are in docs/how-to/run-in-production.md.`;

const STOP_GRACE_MS = 5_000;
const METRICS_PORT_MAX = 65_534;
const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);

/** @throws LaunchError */
export function readOptions(args: readonly string[], env: NodeJS.ProcessEnv): Options | 'help' {
  const values = parse(args);
  if (values.help) return 'help';
  const port = values.port ?? (env.PORT || '3000');
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw new LaunchError(`"${port}" is not a port: give a whole number from 0 to 65535.`);
  }
  if (values.data === '') throw new LaunchError('--data names no folder: give one, or leave it out for .data.');
  const host = values.host ?? (env.HOST || '127.0.0.1');
  const refusal =
    env.NODE_ENV === 'production'
      ? 'NODE_ENV is production'
      : LOOPBACK.has(host)
        ? null
        : `${host} is not this machine alone`;
  return {
    host,
    port: Number(port),
    stopMs: readDeadline(env.CLEARING_SHUTDOWN_DEADLINE_SECONDS) * 1000 + STOP_GRACE_MS,
    metricsPort: readMetricsPort(env.CLEARING_METRICS_PORT),
    dataFolder: values.data === undefined ? join(ROOT, '.data') : resolve(values.data),
    reset: values.reset ?? false,
    demo: !values['no-demo'] && refusal === null,
    demoRefused: values['no-demo'] ? null : refusal,
  };
}

/** In seconds. What is no number the processes refuse themselves. */
function readDeadline(text = ''): number {
  return /^[1-9]\d{0,2}$/.test(text) ? Number(text) : SHUTDOWN_DEADLINE_SECONDS;
}

/** What is no port the processes refuse themselves. */
function readMetricsPort(text = ''): number | null {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port === METRICS_PORT_MAX + 1) {
    throw new LaunchError(`CLEARING_METRICS_PORT must be at most ${METRICS_PORT_MAX}: the worker takes the next port.`);
  }
  return port === 0 ? null : port;
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        help: { type: 'boolean', short: 'h' },
        port: { type: 'string' },
        host: { type: 'string' },
        data: { type: 'string' },
        reset: { type: 'boolean' },
        'no-demo': { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    throw new LaunchError(`${(error as Error).message} See npm start -- --help.`);
  }
}

/** A path as a person in the repository would type it. */
export function shown(path: string): string {
  const short = relative(process.cwd(), path);
  return short.startsWith('..') ? path : short || '.';
}
