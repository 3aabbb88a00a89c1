import { Module } from '@nestjs/common';
import { NotificationsModule } from '../notifications.module.js';
import { DailyNotifications } from './daily-notifications.js';
import { FindForSearches } from './find-for-searches.js';
import { TellPeople } from './tell-people.js';

@Module({ imports: [NotificationsModule], providers: [DailyNotifications, FindForSearches, TellPeople] })
export class NotificationsWorkerModule {}
