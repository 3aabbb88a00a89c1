import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '#libs/audit';
import { IdentityModule } from '#libs/identity';
import { NeedsModule } from '#libs/needs';
import { notificationsEntities } from './notification.entities.js';
import { NotificationMailsService } from './notification-mails.service.js';
import { NotificationsQueries } from './notifications.queries.js';
import { NotificationsService } from './notifications.service.js';
import { SavedSearchesService } from './saved-searches.service.js';
import { SearchAlertsService } from './search-alerts.service.js';
import { ShortlistService } from './shortlist.service.js';

const SERVICES = [
  NotificationMailsService,
  NotificationsQueries,
  NotificationsService,
  SavedSearchesService,
  SearchAlertsService,
  ShortlistService,
];

@Module({
  imports: [TypeOrmModule.forFeature(notificationsEntities), AuditModule, IdentityModule, NeedsModule],
  providers: SERVICES,
  exports: SERVICES,
})
export class NotificationsModule {}
