import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '#libs/audit';
import { NeedsModule } from '#libs/needs';
import { notificationsEntities } from './notification.entities.js';
import { NotificationsQueries } from './notifications.queries.js';
import { NotificationsService } from './notifications.service.js';
import { SavedSearchesService } from './saved-searches.service.js';
import { SearchAlertsService } from './search-alerts.service.js';
import { ShortlistService } from './shortlist.service.js';

const SERVICES = [
  NotificationsQueries,
  NotificationsService,
  SavedSearchesService,
  SearchAlertsService,
  ShortlistService,
];

@Module({
  imports: [TypeOrmModule.forFeature(notificationsEntities), AuditModule, NeedsModule],
  providers: SERVICES,
  exports: SERVICES,
})
export class NotificationsModule {}
