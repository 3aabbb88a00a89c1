import { Injectable } from '@nestjs/common';
import type { Tx } from '#libs/platform';
import { Consumes, type Consumer, type Delivery } from '#libs/platform/worker';
import { NotificationsService } from '../notifications.service.js';

/** Something happened that people are told of. */
@Injectable()
@Consumes('notifications.tell')
export class TellPeople implements Consumer {
  constructor(private readonly notifications: NotificationsService) {}

  async consume(tx: Tx, delivery: Delivery): Promise<void> {
    await this.notifications.tell(tx, delivery);
  }
}
