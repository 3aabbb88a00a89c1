import { NotificationsTables1764001300000 } from './1764001300000-notifications-tables.js';
import { ContactsToVerify1764001300050 } from './1764001300050-contacts-to-verify.js';

export const notificationsMigrations = [NotificationsTables1764001300000, ContactsToVerify1764001300050];
