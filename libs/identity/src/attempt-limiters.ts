import { Inject, Injectable } from '@nestjs/common';
import { getDataSourceToken } from '@nestjs/typeorm';
import type { Problem } from '#libs/kernel';
import type { Tx } from '#libs/platform';
import { isIPv6 } from 'node:net';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import type { DataSource } from 'typeorm';
import { TooManyResets, TooManySignIns } from './identity.errors.js';
import { normalEmail } from './session.rules.js';
import { sha256 } from './tokens.js';

/** How many attempts, in how many seconds counted from the first. */
interface Limit {
  readonly points: number;
  readonly seconds: number;
}

export interface AttemptLimits {
  /** One network, whatever the account. */
  readonly network: Limit;
  /** One network at one account. */
  readonly pair: Limit;
  /** One account, from all networks together that it was not entered from lately. */
  readonly account: Limit;
}

/**
 * Signing in. A person may mistype a password five times and then waits a quarter of an hour, or has a new one mailed. A stranger
 * with one network so gets 20 guesses an hour at an account. With many networks they get 100 a day together: NIST SP 800-63B
 * allows no more than 100 failures in a row. They shut nobody out by that where the account was entered within {@link KNOWN_DAYS}
 * days: such a network counts its own 100. Twenty a minute leave an office behind one address room: successes do not count.
 */
export const SIGN_IN: AttemptLimits = {
  network: { points: 20, seconds: 60 },
  pair: { points: 5, seconds: 15 * 60 },
  account: { points: 100, seconds: 24 * 3_600 },
};

/** Each attempt sends an e-mail, so the account's limit is what one mailbox gets, whoever asks. */
export const MAILED_LINKS: AttemptLimits = {
  network: { points: 20, seconds: 3_600 },
  pair: { points: 5, seconds: 3_600 },
  account: { points: 20, seconds: 3_600 },
};

/**
 * E-mails that one person has sent to other addresses of theirs. Each address counts by itself, so that one who mistyped it does
 * not wait to correct it; all together they are what a person may send to strangers.
 */
export const NEW_ADDRESSES = {
  address: { points: 5, seconds: 3_600 },
  person: { points: 10, seconds: 3_600 },
} as const satisfies Record<string, Limit>;

const KNOWN_DAYS = 30;

export interface Attempt {
  readonly email: string;
  /** Network address of the client, as the trusted proxies report it. */
  readonly address: string;
}

/**
 * Limits attempts at accounts, whether they exist or not, in one table for all processes. It counts on its own connection: an
 * attempt that fails counts too. Without the database nobody gets in.
 */
export class AttemptLimiter {
  private readonly network: RateLimiterPostgres;
  private readonly pair: RateLimiterPostgres;
  private readonly account: RateLimiterPostgres;
  private readonly known: RateLimiterPostgres;

  constructor(
    db: DataSource,
    prefix: string,
    { network, pair, account }: AttemptLimits,
    private readonly refusal: (retryAfterSeconds: number) => Problem,
  ) {
    const counter = (name: string, limit: Limit) => counterOf(db, `${prefix}-${name}`, limit);
    this.network = counter('network', network);
    this.pair = counter('pair', pair);
    this.account = counter('account', account);
    this.known = counter('known', { points: 1, seconds: KNOWN_DAYS * 24 * 3_600 });
  }

  /** Throws the limiter's refusal. */
  async count(attempt: Attempt): Promise<void> {
    const { network, pair, account } = keysOf(attempt);
    await within(this.refusal, async () => {
      await this.network.consume(network);
      await this.pair.consume(pair);
      await this.account.consume((await this.known.get(pair)) ? pair : account);
    });
  }

  /** The attempt was right after all: it does not count against the network, where the account starts afresh. */
  async succeeded(attempt: Attempt): Promise<void> {
    await this.network.reward(keysOf(attempt).network);
    await this.entered(attempt);
  }

  /** Whoever is there has shown that the account is theirs: strangers shut them out no more. */
  async entered(attempt: Attempt): Promise<void> {
    const { pair } = keysOf(attempt);
    await this.pair.delete(pair);
    await this.account.delete(pair);
    await this.known.set(pair, 1, KNOWN_DAYS * 24 * 3_600);
  }
}

/** Limits how often a person has e-mails sent to addresses that are not theirs yet. */
export class NewAddressLimiter {
  private readonly address: RateLimiterPostgres;
  private readonly person: RateLimiterPostgres;

  constructor(db: DataSource) {
    this.address = counterOf(db, 'new-address', NEW_ADDRESSES.address);
    this.person = counterOf(db, 'new-address-person', NEW_ADDRESSES.person);
  }

  /** @throws TooManyResets */
  async count(personId: string, email: string): Promise<void> {
    await within(tooManyResets, async () => {
      await this.address.consume(sha256(`${personId} ${normalEmail(email)}`));
      await this.person.consume(personId);
    });
  }
}

function counterOf(db: DataSource, keyPrefix: string, { points, seconds }: Limit): RateLimiterPostgres {
  return new RateLimiterPostgres({
    storeClient: db,
    storeType: 'typeorm',
    tableName: 'sign_in_attempts',
    tableCreated: true,
    clearExpiredByTimeout: false,
    keyPrefix,
    points,
    duration: seconds,
  });
}

/** Counts, and throws the refusal where that is too much. */
async function within(refusal: (retryAfterSeconds: number) => Problem, counts: () => Promise<void>): Promise<void> {
  try {
    await counts();
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    throw refusal(Math.max(1, Math.ceil(error.msBeforeNext / 1_000)));
  }
}

const tooManyResets = (seconds: number) => new TooManyResets(seconds);

/** Each act has counts of its own. `count` throws TooManySignIns or TooManyResets. */
@Injectable()
export class AttemptLimiters {
  readonly signIn: AttemptLimiter;
  readonly reset: AttemptLimiter;
  readonly emailChange: NewAddressLimiter;

  constructor(@Inject(getDataSourceToken()) db: DataSource) {
    this.signIn = new AttemptLimiter(db, 'sign-in', SIGN_IN, (seconds) => new TooManySignIns(seconds));
    this.reset = new AttemptLimiter(db, 'reset', MAILED_LINKS, tooManyResets);
    this.emailChange = new NewAddressLimiter(db);
  }
}

/** Removes counts whose window is over; returns how many. */
export async function removeOldAttempts(tx: Tx): Promise<number> {
  const [, count] = await tx.query<[unknown[], number]>(
    'DELETE FROM sign_in_attempts WHERE expire < extract(epoch FROM now()) * 1000',
  );
  return count;
}

/** No e-mail address is kept. */
function keysOf({ email, address }: Attempt): { network: string; pair: string; account: string } {
  const network = networkOf(address);
  return { network, pair: sha256(`${normalEmail(email)} ${network}`), account: sha256(normalEmail(email)) };
}

/** An IPv6 client usually has a whole /64 to choose addresses from. */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  const [head = '', tail] = (address.split('%')[0] ?? '').split('::');
  const groups = head === '' ? [] : head.split(':');
  const missing = tail === undefined ? 0 : 8 - groups.length - (tail === '' ? 0 : tail.split(':').length);
  const all = [...groups, ...Array<string>(missing).fill('0'), ...(tail ? tail.split(':') : [])];
  return `${all
    .slice(0, 4)
    .map((group) => parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}
