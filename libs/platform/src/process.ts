import type { Logger } from 'pino';
import { ConfigError, readConfig, type Config } from './config/config.js';
import { createLogger } from './observability/log.js';

export interface RunningProcess {
  /** Finishes what runs, takes nothing new. */
  stop(): Promise<void>;
}

const STOP_SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/**
 * The life of one process: settings, start, `{ ready: true }` to a parent that listens, and on SIGTERM, SIGINT or the
 * parent's end a stop with a deadline. Exit code 1 with one sentence when it cannot start.
 */
export async function runProcess(
  name: string,
  start: (config: Config, log: Logger) => Promise<RunningProcess>,
): Promise<void> {
  try {
    const config = readConfig(process.env);
    const log = createLogger(config, name);
    const running = await start(config, log);
    let stopping = false;
    const stop = async (reason: string) => {
      if (stopping) return;
      stopping = true;
      log.info({ reason }, 'stopping');
      const deadline = setTimeout(() => {
        log.error('did not stop in time; what ran is picked up by another process');
        process.exit(1);
      }, config.shutdownDeadlineMs);
      await running.stop().catch((error: unknown) => log.error({ err: error }, 'stopping failed'));
      clearTimeout(deadline);
      process.exit(0);
    };
    for (const signal of STOP_SIGNALS) process.on(signal, () => void stop(signal));
    process.on('disconnect', () => void stop('the launcher is gone'));
    process.on('unhandledRejection', (error) => log.error({ err: error }, 'unhandled rejection'));
    process.send?.({ ready: true });
    log.info('ready');
  } catch (error) {
    const sentence =
      error instanceof ConfigError ? error.message : `${name} could not start: ${(error as Error).message}`;
    console.error(sentence);
    process.exit(1);
  }
}
