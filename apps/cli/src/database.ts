import { type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { systemActor, type Actor } from '#libs/kernel';
import {
  ConfigError,
  createLogger,
  EmbeddedError,
  joinOrOpen,
  NestLog,
  pendingMigrations,
  readConfig,
  UnusableDatabase,
  type Config,
} from '#libs/platform';
import { userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { CliModule, migrations } from './cli.module.js';
import { CommandError, type Invocation } from './command.js';

export interface Database {
  readonly config: Config;
  /** Null with a DATABASE_URL and no DATABASE_OWNER_URL: then nothing can be migrated. */
  readonly ownerUrl: string | null;
}

/** Work that is told to stop is left where it is, unless it has asked for the signal: then it ends itself. */
export class Interruption {
  endsItself = false;
  private readonly stop = new AbortController();

  get signal(): AbortSignal {
    this.endsItself = true;
    return this.stop.signal;
  }

  tell(): void {
    this.stop.abort();
  }
}

const DATA_FOLDER = '.data';
const WAIT_MS = 60_000;
const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** Exit code of what was told to stop. */
export const INTERRUPTED = 130;

/** Who acts on the command line: the operating system vouches for the name. */
export function operator(): Actor {
  try {
    return systemActor(`operator ${userInfo().username}`);
  } catch {
    return systemActor(`operator ${process.getuid?.() ?? 'unknown'}`); // a user number without an entry, as in containers
  }
}

/**
 * The database of DATABASE_URL; else the one that runs on the data folder; else starts that one for the time of the work.
 * @throws CommandError
 */
export async function withDatabase<T>(
  { values, warn }: Pick<Invocation, 'values' | 'warn'>,
  work: (database: Database, interruption: Interruption) => Promise<T>,
): Promise<T> {
  const data = typeof values.data === 'string' ? values.data : null;
  if (process.env.DATABASE_URL) {
    if (data !== null) throw new CommandError('Give either DATABASE_URL or --data, not both.');
    const config = settings(process.env);
    return interruptible(
      async () => {},
      (interruption) => work({ config, ownerUrl: config.database.ownerUrl }, interruption),
    );
  }
  if (data === '') throw new CommandError('--data names no folder: give one, or leave it out for .data.');
  const dataFolder = resolve(data ?? DATA_FOLDER);
  const embedded = await joinOrOpen({
    dataFolder,
    holder: `npm run cli -- ${process.argv.slice(2, 4).join(' ')}`,
    lasting: false,
    waitMs: WAIT_MS,
    onProgress: warn,
  }).catch((error: unknown) => {
    throw error instanceof EmbeddedError ? new CommandError(error.message) : error;
  });
  return interruptible(
    () => embedded.stop(),
    (interruption) => {
      const config = settings({
        ...(!process.env.CLEARING_FILES_S3_URL && { CLEARING_FILES_FOLDER: join(dataFolder, 'files') }),
        ...process.env,
        DATABASE_URL: embedded.appUrl,
        DATABASE_OWNER_URL: embedded.ownerUrl,
      });
      return work({ config, ownerUrl: embedded.ownerUrl }, interruption);
    },
  );
}

/** Told a second time, the process dies at once. */
async function interruptible<T>(
  close: () => Promise<void>,
  work: (interruption: Interruption) => Promise<T>,
): Promise<T> {
  const interruption = new Interruption();
  const interrupted = () => {
    if (interruption.endsItself) interruption.tell();
    else void close().finally(() => process.exit(INTERRUPTED));
  };
  STOP_SIGNALS.forEach((signal) => process.once(signal, interrupted));
  try {
    return await work(interruption);
  } finally {
    STOP_SIGNALS.forEach((signal) => process.removeListener(signal, interrupted));
    await close();
  }
}

/** The services of all features on the migrated database. */
export async function withServices<T>(
  invocation: Pick<Invocation, 'values' | 'warn'>,
  work: (services: INestApplicationContext, config: Config, interruption: Interruption) => Promise<T>,
): Promise<T> {
  return withDatabase(invocation, async ({ config }, interruption) => {
    const pending = await pendingMigrations(config.database.url, migrations).catch((error: unknown) => {
      if (!(error instanceof UnusableDatabase)) throw error;
      throw new CommandError(`The database of DATABASE_URL cannot be used: ${error.message}.`);
    });
    if (pending.length > 0) {
      throw new CommandError(
        `The database lacks ${pending.length} migrations. Run "npm run cli -- migrate" first, ` +
          (process.env.DATABASE_URL
            ? 'with DATABASE_OWNER_URL: the URL of the role that owns the tables.'
            : 'on the same data folder, or "npm start".'),
      );
    }
    const log = createLogger(config, 'cli');
    const services = await NestFactory.createApplicationContext(CliModule.forRoot(config, log), {
      logger: new NestLog(log),
      abortOnError: false,
    });
    try {
      return await work(services, config, interruption);
    } finally {
      await services.close();
    }
  });
}

function settings(env: NodeJS.ProcessEnv): Config {
  try {
    return readConfig({ CLEARING_LOG_LEVEL: 'silent', ...env });
  } catch (error) {
    throw error instanceof ConfigError ? new CommandError(error.message) : error;
  }
}
