import type { LoggerService } from '@nestjs/common';
import { pino, type DestinationStream, type Logger } from 'pino';
import type { Config } from '../config/config.js';

/** Never in a log, wherever they stand. */
const REDACTED = [
  'password',
  'token',
  'authorization',
  'cookie',
  'accountNumber',
  '*.password',
  '*.token',
  '*.accountNumber',
  'req.headers.authorization',
  'req.headers.cookie',
  'res.headers["set-cookie"]',
  // What a failed statement was given, and the row that it would have made.
  'err.parameters',
  'err.detail',
  'err.where',
  'err.driverError',
  // What a Redis refused: signing in, with the password; and the errors before it.
  'err.command',
  'err.previousErrors',
  'err.lastNodeError',
];

/** Writes to standard output where `to` is not given. */
export function createLogger(config: Pick<Config, 'logLevel'>, processName: string, to?: DestinationStream): Logger {
  const options = {
    name: processName,
    level: config.logLevel,
    base: { process: processName },
    redact: { paths: REDACTED, censor: '[redacted]' },
    timestamp: pino.stdTimeFunctions.isoTime,
  };
  return to ? pino(options, to) : pino(options);
}

/** Nest's own messages through the same logger. */
export class NestLog implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, context?: string): void {
    this.logger.debug({ context }, String(message));
  }
  warn(message: unknown, context?: string): void {
    this.logger.warn({ context }, String(message));
  }
  error(message: unknown, stack?: string, context?: string): void {
    this.logger.error({ context, stack }, String(message));
  }
  fatal(message: unknown, context?: string): void {
    this.logger.fatal({ context }, String(message));
  }
}
