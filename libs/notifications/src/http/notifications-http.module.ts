import { Module } from '@nestjs/common';
import { NotificationsModule } from '../notifications.module.js';
import { NotificationsController } from './notifications.controller.js';
import { SavedSearchesController } from './saved-searches.controller.js';
import { ShortlistController } from './shortlist.controller.js';

@Module({
  imports: [NotificationsModule],
  controllers: [NotificationsController, SavedSearchesController, ShortlistController],
})
export class NotificationsHttpModule {}
