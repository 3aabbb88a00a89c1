import { Injectable } from '@nestjs/common';
import type { Tx } from '#libs/platform';
import { OnSchedule, type Scheduled } from '#libs/platform/worker';
import { AgreementsService } from '../agreements.service.js';

/** Lets pledges to funds lapse that nobody signed in time. */
@Injectable()
@OnSchedule('funds.lapse')
export class LapsePledges implements Scheduled {
  constructor(private readonly agreements: AgreementsService) {}

  async run(tx: Tx): Promise<void> {
    await this.agreements.lapseOver(tx);
  }
}
