import { Injectable } from '@nestjs/common';
import type { Tx } from '#libs/platform';
import { OnSchedule, type Scheduled } from '#libs/platform/worker';
import { OfferLifeService } from '../offer-life.service.js';

/** Takes offers off the market whose last day is past. */
@Injectable()
@OnSchedule('offers.expire')
export class ExpireOffers implements Scheduled {
  constructor(private readonly life: OfferLifeService) {}

  async run(tx: Tx): Promise<void> {
    await this.life.expireOver(tx);
  }
}
