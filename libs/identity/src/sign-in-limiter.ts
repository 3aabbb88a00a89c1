import { Inject, Injectable } from '@nestjs/common';
import { getDataSourceToken } from '@nestjs/typeorm';
import type { Tx } from '#libs/platform';
import { isIPv6 } from 'node:net';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import type { DataSource } from 'typeorm';
import { TooManySignIns } from './identity.errors.js';
import { normalEmail } from './session.rules.js';
import { sha256 } from './tokens.js';

const WINDOW_SECONDS = 60;
export const ATTEMPTS_PER_ACCOUNT = 5;
export const ATTEMPTS_PER_ADDRESS = 20;

export interface Attempt {
  readonly email: string;
  /** Network address of the client. */
  readonly address: string;
}

/**
 * Limits attempts to sign in, per account (whether it exists or not) and per address, in one table for all processes. It
 * counts on its own connection: an attempt that fails counts too. Without the database nobody gets in.
 */
@Injectable()
export class SignInLimiter {
  private readonly perAccount: RateLimiterPostgres;
  private readonly perAddress: RateLimiterPostgres;

  constructor(@Inject(getDataSourceToken()) db: DataSource) {
    const table = {
      storeClient: db,
      storeType: 'typeorm',
      tableName: 'sign_in_attempts',
      tableCreated: true,
      clearExpiredByTimeout: false,
      duration: WINDOW_SECONDS,
    };
    this.perAccount = new RateLimiterPostgres({ ...table, keyPrefix: 'account', points: ATTEMPTS_PER_ACCOUNT });
    this.perAddress = new RateLimiterPostgres({ ...table, keyPrefix: 'address', points: ATTEMPTS_PER_ADDRESS });
  }

  /** @throws TooManySignIns */
  async count({ email, address }: Attempt): Promise<void> {
    try {
      await this.perAddress.consume(networkOf(address));
      await this.perAccount.consume(accountKey(email));
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      throw new TooManySignIns(Math.max(1, Math.ceil(error.msBeforeNext / 1_000)));
    }
  }

  /** The password was right: the account starts afresh, and the attempt does not count against the address. */
  async succeeded({ email, address }: Attempt): Promise<void> {
    await this.perAccount.delete(accountKey(email));
    await this.perAddress.reward(networkOf(address));
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
