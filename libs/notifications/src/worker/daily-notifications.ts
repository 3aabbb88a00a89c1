import { Injectable } from '@nestjs/common';
import type { Tx } from '#libs/platform';
import { OnSchedule, type Scheduled } from '#libs/platform/worker';
import { NotificationsService } from '../notifications.service.js';

/** Tells coordinators of the matches that were suggested since yesterday, and removes what is old. */
@Injectable()
@OnSchedule('notifications.daily')
export class DailyNotifications implements Scheduled {
  constructor(private readonly notifications: NotificationsService) {}

  async run(tx: Tx): Promise<void> {
    await this.notifications.tellOfSuggestions(tx);
    await this.notifications.removeOld(tx);
  }
}
