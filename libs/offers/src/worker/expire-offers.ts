import { Injectable } from '@nestjs/common';
import type { Tx } from '#libs/platform';
import { OnSchedule, type Scheduled } from '#libs/platform/worker';
import { OfferExpiryService } from '../offer-expiry.service.js';

/** Has offers suggested whose first day has come, reminds donors of the last day of their offers, has nobody suggested those whose last day is past, and ends those that ran out. */
@Injectable()
@OnSchedule('offers.expire')
export class ExpireOffers implements Scheduled {
  constructor(private readonly expiry: OfferExpiryService) {}

  async run(tx: Tx): Promise<void> {
    await this.expiry.begin(tx);
    await this.expiry.remind(tx);
    await this.expiry.expire(tx);
    await this.expiry.pass(tx);
  }
}
