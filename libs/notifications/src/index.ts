export { NotificationMailsService } from './notification-mails.service.js';
export { notificationsMigrations } from './migrations/index.js';
export { notificationsEntities } from './notification.entities.js';
export { notificationsInvariants } from './notifications.invariants.js';
export { NotificationsModule } from './notifications.module.js';
export { SavedSearchesService } from './saved-searches.service.js';
export { ShortlistService } from './shortlist.service.js';
