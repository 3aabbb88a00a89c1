import { NotificationsTables1764001300000 } from './1764001300000-notifications-tables.js';

export const notificationsMigrations = [NotificationsTables1764001300000];
