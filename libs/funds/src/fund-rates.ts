import { Injectable } from '@nestjs/common';
import type { CalendarDate } from '#libs/kernel';
import type { ReadTx } from '#libs/platform';
import { ReferenceQueries } from '#libs/reference';
import { crossRate, type DollarRate, type StoredRate } from './deposit.rules.js';
import { RateMissing } from './funds.errors.js';

/** The rates at which money comes into a fund of another currency. */
@Injectable()
export class FundRates {
  constructor(private readonly reference: ReferenceQueries) {}

  /** The rate that applies on a day, to be kept with what uses it; null for the same currency. @throws RateMissing */
  async rateOn(tx: ReadTx, currency: string, fundCurrency: string, on: CalendarDate): Promise<StoredRate | null> {
    if (currency === fundCurrency) return null;
    const dollarRate = async (of: string): Promise<DollarRate | null> => {
      if (of === 'USD') return null;
      const rate = await this.reference.rateOn(tx, of, on);
      if (!rate) throw new RateMissing(of, on, { fundCurrency, isDonor: tx.actor.role === 'donor' });
      return rate;
    };
    return crossRate(await dollarRate(currency), await dollarRate(fundCurrency));
  }
}
