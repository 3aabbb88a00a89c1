import {
  connectDatabase,
  FolderOwnership,
  openEmbedded,
  openRedis,
  parseRedisUrl,
  REDIS_URL_FORMS,
} from '#libs/platform';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { LaunchError, type Options } from './options.js';
import { say } from './step.js';

export interface Database {
  readonly url: string;
  /** Null when somebody else migrates. */
  readonly ownerUrl: string | null;
  /** Settles when it is gone although nobody stopped it. */
  readonly lost: Promise<void>;
  /** From now on commands may join the embedded database. */
  announceReady(): void;
  stop(): Promise<void>;
}

const CONNECT_MS = 5000;
const COMMAND_MS = 60_000;
const REDIS_MIN = 7;

/** The database of DATABASE_URL, else the embedded one of the data folder; either way the folder is ours alone. */
export async function openDatabase({ dataFolder, reset }: Options, env: NodeJS.ProcessEnv): Promise<Database> {
  const ownership = { dataFolder, holder: 'npm start', lasting: true, waitMs: COMMAND_MS, onProgress: say };
  if (!env.DATABASE_URL) {
    if (env.DATABASE_OWNER_URL) {
      throw new LaunchError('DATABASE_OWNER_URL is set and DATABASE_URL is not: set both, or neither.');
    }
    const { appUrl, ...embedded } = await openEmbedded({ ...ownership, reset });
    return { ...embedded, url: appUrl };
  }
  if (reset) throw new LaunchError('--reset empties the embedded database only: leave it out, or unset DATABASE_URL.');
  await checkDatabase('DATABASE_URL', env.DATABASE_URL);
  if (env.DATABASE_OWNER_URL) await checkDatabase('DATABASE_OWNER_URL', env.DATABASE_OWNER_URL);
  const folder = await FolderOwnership.take(ownership);
  return {
    url: env.DATABASE_URL,
    ownerUrl: env.DATABASE_OWNER_URL || null,
    lost: new Promise(() => undefined), // the processes reconnect to a server that is not ours
    announceReady: () => folder.announceReady(), // commands that lack DATABASE_URL are told so
    stop: async () => folder.release(),
  };
}

async function checkDatabase(variable: string, url: string): Promise<void> {
  if (!/^postgres(ql)?:\/\//.test(url) || !URL.canParse(url)) {
    throw new LaunchError(`${variable} is not a URL like postgres://user:password@host:5432/database. Correct it.`);
  }
  try {
    await (await connectDatabase(url)).end();
  } catch (error) {
    throw new LaunchError(
      `The database of ${variable} (${new URL(url).host}) cannot be used: ${reason(error)}. ` +
        `Start it or correct ${variable}; without the variable an embedded PostgreSQL is used.`,
    );
  }
}

/** @throws LaunchError when REDIS_URL is set and nothing answers there, or a server that is too old */
export async function checkRedis(url: string | undefined): Promise<void> {
  if (!url) return;
  if (parseRedisUrl(url) === null) throw new LaunchError(`REDIS_URL is not a URL like ${REDIS_URL_FORMS}. Correct it.`);
  const redis = openRedis(url, { lazyConnect: true, connectTimeout: CONNECT_MS, retry: false });
  let cause: unknown;
  redis.on('error', (error) => (cause ??= error));
  const late = sleep(CONNECT_MS, null, { ref: false }).then(() => Promise.reject(new Error('it does not answer')));
  const version = async () => {
    await redis.connect();
    return /^redis_version:((\d+)\S*)/m.exec(await redis.info('server'));
  };
  try {
    const [, full, major] = (await Promise.race([version(), late])) ?? [];
    if (Number(major) < REDIS_MIN)
      throw new Error(`it is version ${full}, and ${REDIS_MIN} is the oldest that will do`);
  } catch (error) {
    throw new LaunchError(
      `The Redis of REDIS_URL (${url.replace(/^.*?:\/\/(.*@)?/, '')}) cannot be used: ${reason(cause ?? error)}. ` +
        'Start it or correct REDIS_URL; without the variable the queues live in PostgreSQL.',
    );
  } finally {
    redis.disconnect();
  }
}

/** @throws LaunchError when the api could not listen there */
export async function checkPort(host: string, port: number): Promise<void> {
  const probe = createServer();
  try {
    await new Promise<void>((listening, failed) => probe.once('error', failed).listen(port, host, listening));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') {
      throw new LaunchError(
        `Port ${port} is in use. Stop the program that has it, or choose another: npm start -- --port ${port + 1}`,
      );
    }
    throw new LaunchError(
      `Cannot listen on ${host}, port ${port}: ${reason(error)}. Choose others with --host and --port.`,
    );
  } finally {
    await new Promise((closed) => probe.close(closed));
  }
}

function reason(error: unknown): string {
  const { message, code, lastNodeError } = error as NodeJS.ErrnoException & { lastNodeError?: Error };
  if (lastNodeError) return reason(lastNodeError); // of a Cluster none of whose servers can be used
  return (message || code || String(error)).replace(/\.$/, '');
}
