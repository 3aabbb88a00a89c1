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

export const ATTEMPTS_PER_ACCOUNT = 5;
export const ATTEMPTS_PER_ADDRESS = 20;
const SIGN_IN = { perAccount: ATTEMPTS_PER_ACCOUNT, perAddress: ATTEMPTS_PER_ADDRESS, seconds: 60 };
/** Each one sends an e-mail. */
const RESET = { perAccount: 5, perAddress: 20, seconds: 3_600 };

export interface Attempt {
  readonly email: string;
  /** Network address of the client. */
  readonly address: string;
}

interface Limits {
  readonly perAccount: number;
  readonly perAddress: number;
  readonly seconds: number;
}

/**
 * Limits attempts per account (whether it exists or not) and per address, in one table for all processes. It counts on its own
 * connection: an attempt that fails counts too. Without the database nobody gets in.
 */
abstract class AttemptLimiter {
  private readonly perAccount: RateLimiterPostgres;
  private readonly perAddress: RateLimiterPostgres;

  protected constructor(db: DataSource, prefix: string, { perAccount, perAddress, seconds }: Limits) {
    const table = {
      storeClient: db,
      storeType: 'typeorm',
      tableName: 'sign_in_attempts',
      tableCreated: true,
      clearExpiredByTimeout: false,
      duration: seconds,
    };
    this.perAccount = new RateLimiterPostgres({ ...table, keyPrefix: `${prefix}account`, points: perAccount });
    this.perAddress = new RateLimiterPostgres({ ...table, keyPrefix: `${prefix}address`, points: perAddress });
  }

  protected abstract refusal(retryAfterSeconds: number): Problem;

  async count({ email, address }: Attempt): Promise<void> {
    try {
      await this.perAddress.consume(networkOf(address));
      await this.perAccount.consume(accountKey(email));
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      throw this.refusal(Math.max(1, Math.ceil(error.msBeforeNext / 1_000)));
    }
  }

  /** The password was right: the account starts afresh, and the attempt does not count against the address. */
  async succeeded({ email, address }: Attempt): Promise<void> {
    await this.perAccount.delete(accountKey(email));
    await this.perAddress.reward(networkOf(address));
  }
}

/** `count` throws TooManySignIns. */
@Injectable()
export class SignInLimiter extends AttemptLimiter {
  constructor(@Inject(getDataSourceToken()) db: DataSource) {
    super(db, '', SIGN_IN);
  }

  protected refusal(retryAfterSeconds: number): Problem {
    return new TooManySignIns(retryAfterSeconds);
  }
}

/** `count` throws TooManyResets. */
@Injectable()
export class ResetLimiter extends AttemptLimiter {
  constructor(@Inject(getDataSourceToken()) db: DataSource) {
    super(db, 'reset-', RESET);
  }

  protected refusal(retryAfterSeconds: number): Problem {
    return new TooManyResets(retryAfterSeconds);
  }
}

/** `count` throws TooManyResets. Links to other addresses are counted apart from those for a new password. */
@Injectable()
export class EmailChangeLimiter extends AttemptLimiter {
  constructor(@Inject(getDataSourceToken()) db: DataSource) {
    super(db, 'email-change-', RESET);
  }

  protected refusal(retryAfterSeconds: number): Problem {
    return new TooManyResets(retryAfterSeconds);
  }
}

/** Removes counts whose window is over; returns how many. */
export async function removeOldAttempts(tx: Tx): Promise<number> {
  const [, count] = await tx.query<[unknown[], number]>(
    'DELETE FROM sign_in_attempts WHERE expire < extract(epoch FROM now()) * 1000',
  );
  return count;
}

function accountKey(email: string): string {
  return sha256(normalEmail(email));
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
