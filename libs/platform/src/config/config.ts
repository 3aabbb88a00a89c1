import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { parseRedisUrl, REDIS_URL_FORMS } from './redis-url.js';
import { parseSmtpUrl, SMTP_URL_FORM, type SmtpServer } from './smtp-url.js';

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
    /** Not for the public: loopback unless set. */
    readonly metricsHost: string;
    /** 0: any free one. */
    readonly metricsPort: number;
    /** Cookies are `Secure` and named `__Host-…`; off only for plain http on loopback. */
    readonly secureCookies: boolean;
    /** Addresses, ranges or {@link PROXY_RANGES} of proxies whose `X-Forwarded-For` counts. */
    readonly trustedProxies: readonly string[];
  };
  readonly files: { readonly folder: string } | { readonly s3Url: string };
  readonly mail: {
    readonly from: MailAddress;
    /** Null: messages become files of the folder, and nobody receives them. */
    readonly server: SmtpServer | null;
    readonly folder: string;
  };
  /** Where people reach the web app, without a slash at its end: `https://clearing.example.org`. */
  readonly publicUrl: string;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  readonly shutdownDeadlineMs: number;
}

interface MailAddress {
  readonly name: string;
  readonly address: string;
}

/** The environment is not usable; the message names every wrong variable and what to do. */
export class ConfigError extends Error {}

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);
/** Unless CLEARING_SHUTDOWN_DEADLINE_SECONDS says otherwise. */
export const SHUTDOWN_DEADLINE_SECONDS = 25;
/** Names that Fastify knows for ranges of addresses. */
const PROXY_RANGES = ['loopback', 'linklocal', 'uniquelocal'];
const S3_BUCKET_PATH = /^\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const PREFIX = 'CLEARING_';
const ADDRESS = '[^\\s<>@"]+@[^\\s<>@"]+';
/** `no-reply@example.org`, or with a name before it: `Clearing house <no-reply@example.org>`. */
const MAIL_FROM = new RegExp(`^(?:([^<>"]*?)\\s*<(${ADDRESS})>|(${ADDRESS}))$`);
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
    const parsed = URL.canParse(value) ? new URL(value) : null;
    if (!parsed || !protocols.includes(parsed.protocol)) {
      wrong.push(`${name} must be a URL that begins with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`);
    } else if (decodes(name, value)) return value;
    return null;
  }
  function decodes(name: string, value: string): boolean {
    try {
      decodeURIComponent(value);
      return true;
    } catch {
      wrong.push(`${name} has a % that begins no code such as %40; write a % itself as %25`);
      return false;
    }
  }
  function database(name: string): string | null {
    const value = url(name, ['postgres:', 'postgresql:']);
    if (value === null || new URL(value).pathname.length > 1) return value;
    wrong.push(`${name} must name a database, as in postgres://user:password@host/database`);
    return null;
  }
  function s3(name: string): string | null {
    const value = url(name, ['http:', 'https:']);
    if (value === null) return null;
    const { username, password, pathname } = new URL(value);
    if (username && password && S3_BUCKET_PATH.test(pathname)) return value;
    wrong.push(`${name} must name key, secret and bucket, as in https://key:secret@host/bucket?region=…`);
    return null;
  }
  function proxies(name: string): readonly string[] {
    const given = text(name)?.split(/\s*,\s*/) ?? [];
    const unknown = given.filter((proxy) => !isProxy(proxy));
    if (unknown.length > 0) {
      wrong.push(
        `${name} must be addresses such as 10.0.0.7, ranges such as 10.0.0.0/8, or ${PROXY_RANGES.join(', ')}, ` +
          `with commas between them, not ${unknown.map((proxy) => `"${proxy}"`).join(', ')}`,
      );
    }
    return given;
  }
  function whole(name: string, fallback: number, [min, max]: readonly [number, number]): number {
    const value = text(name);
    if (value === null) return fallback;
    const number = Number(value);
    if (/^\d+$/.test(value) && number >= min && number <= max) return number;
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

  function mail(): Config['mail'] {
    const smtpUrl = text('SMTP_URL');
    const isReadable = smtpUrl !== null && decodes('SMTP_URL', smtpUrl);
    const server = isReadable ? parseSmtpUrl(smtpUrl) : null;
    if (isReadable && server === null) wrong.push(`SMTP_URL must be a URL like ${SMTP_URL_FORM}`);
    const from = text('MAIL_FROM');
    const [, name = '', named, bare] = MAIL_FROM.exec(from ?? '') ?? [];
    const address = named ?? bare;
    if (from !== null && address === undefined) {
      wrong.push('MAIL_FROM must be an address such as Clearing house <no-reply@example.org>');
    }
    if (smtpUrl !== null && from === null) wrong.push('MAIL_FROM is missing: SMTP_URL needs an address to send from');
    return {
      from: { name: name || 'Clearing house', address: address ?? 'clearing-house@localhost' },
      server,
      folder: resolve(text('CLEARING_MAIL_FOLDER') ?? '.data/outbox'),
    };
  }
  function publicUrl(fallback: string): string {
    const value = url('CLEARING_PUBLIC_URL', ['http:', 'https:']);
    if (value === null) {
      if (text('SMTP_URL') !== null && text('CLEARING_PUBLIC_URL') === null) {
        wrong.push('CLEARING_PUBLIC_URL is missing: with SMTP_URL it names the address that links in e-mails lead to');
      }
      return fallback;
    }
    const { origin, pathname, search, hash } = new URL(value);
    if (pathname === '/' && search === '' && hash === '') return origin;
    wrong.push('CLEARING_PUBLIC_URL must name only a server, as in https://clearing.example.org');
    return fallback;
  }

  const databaseUrl = database('DATABASE_URL');
  if (text('DATABASE_URL') === null) wrong.push('DATABASE_URL is missing: the URL of a PostgreSQL database');
  const redisUrl = text('REDIS_URL');
  if (redisUrl !== null && decodes('REDIS_URL', redisUrl) && parseRedisUrl(redisUrl) === null) {
    wrong.push(`REDIS_URL must be a URL like ${REDIS_URL_FORMS}`);
  }
  const host = text('HOST') ?? '127.0.0.1';
  const s3Url = s3('CLEARING_FILES_S3_URL');
  const folder = text('CLEARING_FILES_FOLDER');
  if (folder === null && text('CLEARING_FILES_S3_URL') === null && env.CLEARING_FILES_FOLDER !== undefined) {
    wrong.push('CLEARING_FILES_FOLDER names no folder: give one, or leave the variable out');
  }
  if (text('CLEARING_FILES_S3_URL') !== null && folder !== null) {
    wrong.push('CLEARING_FILES_S3_URL and CLEARING_FILES_FOLDER are both set: files have one place, so leave one out');
  }
  const port = whole('PORT', 3000, [0, 65_535]);
  const config: Config = {
    production: env.NODE_ENV === 'production',
    demonstration: env.NODE_ENV !== 'production' && LOOPBACK.has(host),
    database: {
      url: databaseUrl ?? '',
      ownerUrl: database('DATABASE_OWNER_URL'),
      poolMax: whole('CLEARING_DATABASE_POOL_MAX', 10, [2, 100]),
    },
    redisUrl,
    http: {
      host,
      port,
      metricsHost: text('CLEARING_METRICS_HOST') ?? '127.0.0.1',
      metricsPort: whole('CLEARING_METRICS_PORT', 0, [0, 65_535]),
      secureCookies: choice('CLEARING_SECURE_COOKIES', LOOPBACK.has(host) ? 'no' : 'yes', ['yes', 'no']) === 'yes',
      trustedProxies: proxies('CLEARING_TRUSTED_PROXIES'),
    },
    mail: mail(),
    publicUrl: publicUrl(`http://${host.includes(':') ? `[${host}]` : host}:${port}`),
    files: s3Url ? { s3Url } : { folder: resolve(folder ?? '.data/files') },
    logLevel: choice('CLEARING_LOG_LEVEL', 'info', ['debug', 'info', 'warn', 'error', 'silent']),
    shutdownDeadlineMs: whole('CLEARING_SHUTDOWN_DEADLINE_SECONDS', SHUTDOWN_DEADLINE_SECONDS, [1, 600]) * 1000,
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

function isProxy(text: string): boolean {
  if (PROXY_RANGES.includes(text)) return true;
  const [, address = '', bits] = /^([^/%]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const family = isIP(address);
  if (family === 0 || bits === undefined) return family !== 0;
  return Number(bits) >= 1 && Number(bits) <= (family === 4 ? 32 : 128);
}
