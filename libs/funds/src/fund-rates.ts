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
    return crossRate(await this.dollarRate(tx, currency, on), await this.dollarRate(tx, fundCurrency, on));
  }

  private async dollarRate(tx: ReadTx, currency: string, on: CalendarDate): Promise<DollarRate | null> {
    if (currency === 'USD') return null;
    const rate = await this.reference.rateOn(tx, currency, on);
    if (!rate) throw new RateMissing(currency, on);
    return rate;
  }
}
