import { Inject, Injectable } from '@nestjs/common';
import { getDataSourceToken } from '@nestjs/typeorm';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import type { DataSource } from 'typeorm';
import { networkOf } from './attempt-limiters.js';
import { TooManyLinks } from './identity.errors.js';

/** More than a whole office opens within {@link SECONDS}; no token is guessed by it. */
export const LINKS_PER_ADDRESS = 60;
const SECONDS = 60;

/** Limits, per network address, how many links of e-mails are looked up; in the table of the attempts to sign in. */
@Injectable()
export class LinkLimiter {
  private readonly perAddress: RateLimiterPostgres;

  constructor(@Inject(getDataSourceToken()) db: DataSource) {
    this.perAddress = new RateLimiterPostgres({
      storeClient: db,
      storeType: 'typeorm',
      tableName: 'sign_in_attempts',
      tableCreated: true,
      clearExpiredByTimeout: false,
      keyPrefix: 'link-address',
      points: LINKS_PER_ADDRESS,
      duration: SECONDS,
    });
  }

  /** @throws TooManyLinks */
  async count(address: string): Promise<void> {
    try {
      await this.perAddress.consume(networkOf(address));
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      throw new TooManyLinks(Math.max(1, Math.ceil(error.msBeforeNext / 1_000)));
    }
  }
}
