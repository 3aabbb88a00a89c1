import { Injectable } from '@nestjs/common';
import type { Tx } from '#libs/platform';
import { OnSchedule, type Scheduled } from '#libs/platform/worker';
import { NeedExpiryService } from '../need-expiry.service.js';

/** Reminds of needs that run out or that a new reporting cycle asks to confirm, and ends those that nobody confirmed. */
@Injectable()
@OnSchedule('needs.expire')
export class ExpireNeeds implements Scheduled {
  constructor(private readonly expiry: NeedExpiryService) {}

  async run(tx: Tx): Promise<void> {
    await this.expiry.remind(tx);
    await this.expiry.askAgain(tx);
    await this.expiry.expire(tx);
  }
}
