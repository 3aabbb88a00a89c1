import { Module } from '@nestjs/common';
import { NotificationsModule } from '../notifications.module.js';
import { DailyNotifications } from './daily-notifications.js';
import { FindForSearches } from './find-for-searches.js';
import { MailDue } from './mail-due.js';
import { MailInbox } from './mail-inbox.js';
import { TellPeople } from './tell-people.js';

@Module({
  imports: [NotificationsModule],
  providers: [DailyNotifications, FindForSearches, MailDue, MailInbox, TellPeople],
})
export class NotificationsWorkerModule {}
