import { NotificationsTables1764001300000 } from './1764001300000-notifications-tables.js';
import { NewsOfConsents1764001300060 } from './1764001300060-news-of-consents.js';

export const notificationsMigrations = [NotificationsTables1764001300000, NewsOfConsents1764001300060];
