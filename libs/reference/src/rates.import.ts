import { Injectable } from '@nestjs/common';
import { Audit } from '#libs/audit';
import type { Tx } from '#libs/platform';
import { readRateRow } from './rate.rules.js';
import { RateDiffers } from './reference.errors.js';
import { ReferenceQueries } from './reference.queries.js';

/** Brings in exchange rates, from our own CSV or from the UN operational rates ({@link readOperationalRates}). */
@Injectable()
export class RatesImport {
  constructor(
    private readonly queries: ReferenceQueries,
    private readonly audit: Audit,
  ) {}

  /**
   * One rate per currency and day; the same again is `unchanged`.
   * @param source whose rates these are, kept with each
   * @throws InvalidInput with the columns as paths; RateDiffers when the day has another rate already
   */
  async importRow(tx: Tx, source: string, record: Readonly<Record<string, string>>): Promise<'imported' | 'unchanged'> {
    const { currency, effectiveOn, unitsPerUsd } = readRateRow(record, await this.queries.currencyCodes(tx));
    const inserted = await tx.query<unknown[]>(
      `INSERT INTO exchange_rates (currency, effective_on, units_per_usd, source) VALUES ($1, $2, $3, $4)
       ON CONFLICT DO NOTHING RETURNING 1`,
      [currency, effectiveOn, unitsPerUsd, source],
    );
    if (inserted.length === 0) {
      const known = await this.queries.rateOn(tx, currency, effectiveOn);
      if (known && known.unitsPerUsd !== unitsPerUsd) throw new RateDiffers(currency, effectiveOn, known);
      return 'unchanged';
    }
    await this.audit.record(tx, {
      act: 'exchange-rate.imported',
      refId: `${currency} ${effectiveOn}`,
      payload: { unitsPerUsd, source },
    });
    return 'imported';
  }
}
