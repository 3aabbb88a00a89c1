import { Injectable } from '@nestjs/common';
import type { Tx } from '#libs/platform';
import { OnSchedule, type Scheduled } from '#libs/platform/worker';
import { NotificationMailsService } from '../notification-mails.service.js';

/** Each minute: whose inbox has news that they are to be written about by now. */
@Injectable()
@OnSchedule('notifications.mail')
export class MailDue implements Scheduled {
  constructor(private readonly mails: NotificationMailsService) {}

  async run(tx: Tx): Promise<void> {
    await this.mails.askWhereDue(tx);
  }
}
