import { Injectable } from '@nestjs/common';
import type { Tx } from '#libs/platform';
import { OnSchedule, type Scheduled } from '#libs/platform/worker';
import { ContactVerificationService } from '../contact-verification.service.js';

/** Asks organizations whether their points of contact still hold, of which nobody has made sure for too long. */
@Injectable()
@OnSchedule('identity.ask-to-verify')
export class AskToVerify implements Scheduled {
  constructor(private readonly service: ContactVerificationService) {}

  async run(tx: Tx): Promise<void> {
    await this.service.ask(tx);
  }
}
